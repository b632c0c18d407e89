"""A hub opened: settings, vocabularies, schemas, its cards, and what git says has changed."""

FACE = {
    "atomic_files": ("append_file", "replace_file"),
    "card_schema": ("HeaderChecker", "SchemaError", "load_schema"),
    "digests": (
        "add_contents",
        "add_stamps",
        "bytes_digest",
        "cache_folder",
        "card_digests",
        "files_below",
        "network_files",
        "network_files_below",
        "new_digest",
        "own_files",
        "package_folders",
    ),
    "git_changes": ("Changes", "find_changes", "old_contents"),
    "new_card": ("create_card",),
    "open": (
        "NoCardsError",
        "card_sources",
        "empty_hub",
        "open_hub",
        "reopen_card",
        "replace_card",
        "source_at",
    ),
    "resources": ("resource_folders",),
    "settings": ("SETTINGS_FILE", "find_root", "load_settings"),
    "smoke_results": ("own_smoke_results", "read_smoke_results"),
    "vocabularies": ("load_key_aliases", "load_vocabularies", "translate_vocabularies"),
}
