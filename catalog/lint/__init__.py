"""Findings of rules over a hub, their fixes, and comparison with a baseline or a revision."""

FACE = {
    "baseline": (
        "BASELINE_FILE",
        "BaselineEntry",
        "baseline_entries",
        "baseline_json",
        "compare_with_baseline",
        "finding_fingerprints",
        "read_baseline",
    ),
    "engine": ("choose_rules", "graded_findings", "lint", "own_findings", "reported_findings"),
    "fix": ("fix_card", "unified_diff"),
    "since": ("findings_since",),
}
