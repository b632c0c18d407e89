"""Facts and findings to pages: every file of the site, its data files and its guide."""

FACE = {
    "card.body": ("card_body",),
    "card.neighbours": ("PageTask",),
    "card.page": ("CardSite", "card_page"),
    "guide": (
        "GUIDE_FOLDER",
        "GUIDE_ONLY",
        "align_by_class",
        "guide_inputs",
        "guide_pages",
        "prepare_mkdocs",
        "read_guide_pages",
    ),
    "pages": ("SiteContent",),
    "rendering.frame": ("site_frame",),
    "rendering.templating": ("interface_words", "template_environment"),
    "site": ("site_pages",),
    "urls": ("MISSING_PAGE", "to_root"),
}
