"""CAT: all cards of a run against each other; CAT1 duplicates, CAT2 files, twins, versions."""
