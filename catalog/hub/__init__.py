"""A hub opened: settings, vocabularies, schemas, its cards, and what git says has changed."""

FACE = {
    "aside": ("Aside", "Piles"),
    "atomic_files": ("append_file", "replace_file"),
    "card_schema": ("HeaderChecker", "SchemaError", "load_schema"),
    "digests": ("cache_folder",),
    "git_changes": ("Changes", "find_changes", "old_contents"),
    "new_card": ("create_card",),
    "open": ("empty_hub", "iterate_cards", "open_hub", "replace_card", "source_at"),
    "resources": ("resource_folders",),
    "settings": ("SETTINGS_FILE", "find_root", "load_settings"),
    "vocabularies": ("load_key_aliases", "load_vocabularies", "translate_vocabularies"),
}
