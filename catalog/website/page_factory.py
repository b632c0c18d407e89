"""Pages that are made only where the site has them not, from the same values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jinja2

from catalog.hub.digests import value_digest
from catalog.model import Page
from catalog.website.card.page import MadePages
from catalog.website.rendering.templating import RenderedPage, naming_template, page_context

Context = Callable[[], Mapping[str, Any]]


class PageFactory(NamedTuple):
    """What pages of one language are made with.

    The key of a page is a digest of ``shared``, of its template and of the values that it shows:
    where the site has a page of that key, it is left alone. ``prefix`` is the folder of the
    language. ``shared`` stands for the templates and for what any page may show of any other.
    """

    templates: jinja2.Environment
    made_pages: MadePages
    prefix: str
    shared: str

    def page(self, path: str, template: str, section: str, shown: object, context: Context) -> Page:
        """The page at ``path``; ``section`` is its part of the navigation.

        ``context`` gives what the template names; it depends on nothing but ``shown`` and what is
        shared.
        """

        def make() -> Page:
            with naming_template(path):
                names = page_context(path, section, context())
                text = self.templates.get_template(template).render(names)
            return Page(path, text.encode(errors="replace"))

        return self.file(path, (template, section, shown), make)

    def long_page(
        self, path: str, template: str, section: str, shown: object, context: Context
    ) -> Page:
        """As ``page``, of perhaps tens of thousands of lines: made while it is written."""

        def make() -> Page:
            names = page_context(path, section, context())
            return Page(path, b"", more=RenderedPage(self.templates, template, names))

        return self.file(path, (template, section, shown), make)

    def file(self, path: str, shown: object, make: Callable[[], Page]) -> Page:
        """The file at ``path`` that ``make`` makes of ``shown``."""
        if self.made_pages.stands(self.prefix + path, value_digest(self.shared, shown)):
            return Page(path, b"", stands=True)
        return make()
