"""Facts and findings to pages: every file of the site, its data files and its guide."""

FACE = {
    "card.body": ("render_card_body",),
    "data.index_json": ("card_document",),
    "guide": (
        "GUIDE_FOLDER",
        "GUIDE_ONLY",
        "align_by_class",
        "guide_pages",
        "prepare_mkdocs",
        "read_guide_pages",
    ),
    "pages": ("site",),
    "site": ("build", "read_results", "site_pages"),
    "templating": ("interface_words", "template_environment"),
    "urls": ("MISSING_PAGE", "to_root"),
}
