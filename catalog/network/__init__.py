"""Where a card's network is, and what its code does, read as text: nothing is imported or run."""

FACE = {
    "code.create_network": (
        "CREATE_NETWORK",
        "accepted_arguments",
        "compared_names",
        "refuses_name",
    ),
    "code.imports": ("CodeFault", "FaultKind"),
    "code.mindspore_names": ("load_name_table",),
    "code.mindspore_uses": ("removed_uses",),
    "code.namespaces": ("read_namespace",),
    "code.study": ("code_of", "hub_studies", "named_folders", "names_code"),
    "git_mirror": ("SCHEME",),
    "locate": ("CACHE", "ENTRY_POINT", "Missing", "Network", "find_network"),
    "model_packages": ("KNOWN",),
}
