"""Markdown that anybody may have written, as HTML that is safe to publish."""
