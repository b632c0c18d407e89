"""``catalog lint``: its options, the filter of findings, reports and fixes."""
