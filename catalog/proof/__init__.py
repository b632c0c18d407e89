"""What smoke runs found: results as JSON, runs over versions of MindSpore, kinds of failure."""

FACE = {
    "failures": (
        "FAILURE_KINDS",
        "Failure",
        "MAX_WORDS",
        "Refused",
        "TOO_MANY_PROCESSES",
        "explain_error",
        "explain_exit",
        "is_out_of_memory",
        "mentions_memory",
    ),
    "history": (
        "add_earlier_runs",
        "last_working_version",
        "merge_results",
        "mindspore_version",
        "version_history",
        "version_key",
    ),
    "smoke_json": (
        "entry_to_result",
        "read_smoke_json",
        "result_to_entry",
        "results_to_json",
        "validate_result",
    ),
}
