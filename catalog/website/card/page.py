"""The page of one card, made from plain data alone, so that any process can make it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import jinja2

from catalog.hub.vocabularies import load_vocabularies, translate_vocabularies
from catalog.model import CardBody, Page, Vocabulary
from catalog.website.card.context import card_context
from catalog.website.card.neighbours import PageTask
from catalog.website.rendering.frame import Frame
from catalog.website.rendering.templating import (
    interface_words,
    naming_template,
    page_context,
    template_environment,
)


class CardSite(NamedTuple):
    """What the pages of all cards in one language have in common.

    ``root`` is the hub's folder, ``folders`` hold templates; ``digest`` stands for the content of
    both. ``edit_url`` is where sources of cards are edited, ``prefix`` the folder of the language.
    """

    root: str
    folders: tuple[str, ...]
    digest: str
    frame: Frame
    edit_url: str
    prefix: str


class MadePages(Protocol):
    """The pages of a site: which of them it has already, and those of cards, made by somebody."""

    def stands(self, path: str, key: str) -> bool:
        """Whether the site has the page of ``key`` at ``path``: it need not be made."""

    @property
    def links(self) -> Mapping[str, Sequence[str]]:
        """The cards that the words of a card link to, by its UID."""

    def make(self, site: CardSite, tasks: Iterable[PageTask]) -> Iterator[Page]:
        """The page of each task, in order, at its path below the site's folder."""


def card_page(site: CardSite, task: PageTask, body: CardBody) -> bytes:
    """The page of a card, as UTF-8. Raises CatalogError where a template is missing or fails."""
    path = task.around.page
    templates, words = _language(site.root, site.folders, site.digest, site.frame)
    context = card_context(task.facts, body, task.around, site.frame, site.edit_url, words)
    with naming_template(path):
        text = templates.get_template("card.html").render(page_context(path, "models", context))
    return text.encode(errors="replace")


@lru_cache(maxsize=8)
def _language(
    root: str,
    folders: tuple[str, ...],
    digest: str,  # noqa: ARG001  # templates and words of another content are others
    frame: Frame,
) -> tuple[jinja2.Environment, Mapping[str, Vocabulary]]:
    """The templates and the vocabularies of one language."""
    paths = [Path(folder) for folder in folders]
    with naming_template("the site"):
        words = interface_words(paths, frame.language)
        templates = template_environment(paths, words, frame)
    return templates, translate_vocabularies(load_vocabularies(root), frame.language)
