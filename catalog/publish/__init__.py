"""Pages into a folder, whole or not at all."""

FACE = {
    "publish": ("compare_pages", "publish"),
}
