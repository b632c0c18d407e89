"""Bytes to cards: files read, headers, snippets and tables parsed, each value with its place."""

FACE = {
    "card": ("parse_card",),
    "card_files": ("card_paths", "decode", "is_file", "is_folder", "make_source", "read_source"),
    "snippets": ("BrokenSnippet", "Literal", "PYTHON", "read_snippet", "read_snippets"),
    "tables": ("Cell", "Row", "Table", "read_tables"),
}
