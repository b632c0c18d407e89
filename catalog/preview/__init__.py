"""The site while it is written: live reload, and MkDocs' plugin."""

FACE = {
    "live_reload": ("WATCHED", "let_reload", "rebuilder", "run_build", "watch"),
}
