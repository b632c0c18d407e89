"""The pages of the site, one after the other: shared files, home, tasks, a page a card, and what crawlers look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import jinja2

from catalog import address
from catalog.certificate import certificate
from catalog.facts import Facts, Label
from catalog.listing import Door, families, lines, tally, tasks
from catalog.model import Hub, Page, Settings
from catalog.theme import environment, naming_template, static_pages, words


class Site(NamedTuple):
    """What every page is told of the site; ``guide`` says whether there is a guide to link to."""

    title: str
    description: str
    language: str
    guide: bool


class Maker(NamedTuple):
    """What pages are made with: the templates, the site, the hub, and the page of every card and of every task."""

    templates: jinja2.Environment
    site: Site
    hub: Hub
    cards: Mapping[str, str]
    tasks: Mapping[str, str]

    def page(self, path: str, template: str, section: str, context: Mapping[str, Any]) -> Page:
        """The page at ``path``, made with ``template``; ``section`` is its part of the navigation."""
        with naming_template(path):
            text = self.templates.get_template(template).render(
                {"site": self.site, "root": address.to_root(path), "section": section, **context}
            )
        return Page(path, text.encode(errors="replace"))


def pages(hub: Hub, cards: Sequence[Facts], folders: Sequence[Path], guide: Sequence[Page] = ()) -> Iterator[Page]:
    """Every file of the site but the index, made as it is asked for. ``folders`` hold templates, the first wins.

    ``guide`` is what MkDocs made; its pages are linked to, named in the site map and passed on.

    Raises:
        CatalogError: a template is missing or fails; the message names its file and line.
    """
    settings = hub.settings
    with naming_template("the site"):
        text = words(folders, settings.language)
        templates = environment(folders, text)
        by_task = tasks(cards, text.tasks.none)
    maker = Maker(
        templates,
        site(settings, bool(guide)),
        hub,
        address.card_pages({one.uid: one.card.uid for one in cards}),
        address.task_pages(label.id for label in by_task),
    )
    yield from static_pages(folders)
    yield from guide
    yield from _card_pages(maker, cards)
    yield from _task_pages(maker, by_task)
    yield _home(maker, cards, by_task)
    yield from _for_crawlers(maker, [page.path for page in guide if page.path.endswith(".html")])


def site(settings: Settings, guide: bool) -> Site:
    """What pages are told of the site that ``settings`` describe."""
    return Site(settings.title, settings.description, settings.language, guide)


def _card_pages(maker: Maker, cards: Sequence[Facts]) -> Iterator[Page]:
    groups = families(cards)
    for one in cards:
        family = groups[one.publisher, one.family]
        context = certificate(one, family, maker.cards, maker.tasks, maker.hub.vocabularies)
        yield maker.page(maker.cards[one.uid], "card.html", "models", context)


def _task_pages(maker: Maker, by_task: Mapping[Label, Sequence[Facts]]) -> Iterator[Page]:
    for task, cards in by_task.items():
        yield maker.page(maker.tasks[task.id], "task.html", "tasks", {"title": task.text, **_list(maker, cards)})
    yield maker.page(address.TASKS, "tasks.html", "tasks", {"doors": _doors(maker, by_task)})


def _home(maker: Maker, cards: Sequence[Facts], by_task: Mapping[Label, Sequence[Facts]]) -> Page:
    context = {"doors": _doors(maker, by_task), "tally": tally(cards), **_list(maker, cards)}
    return maker.page(address.HOME, "home.html", "models", context)


def _list(maker: Maker, cards: Sequence[Facts]) -> dict[str, Any]:
    units = maker.hub.vocabularies["units"]
    return {"total": len(cards), "lines": lines(families(cards).values(), maker.cards, units)}


def _doors(maker: Maker, by_task: Mapping[Label, Sequence[Facts]]) -> list[Door]:
    return [Door(task.text, maker.tasks[task.id], len(cards)) for task, cards in by_task.items()]


def _for_crawlers(maker: Maker, guide: Sequence[str]) -> Iterator[Page]:
    """The page for what is missing, robots.txt, and the site map where the settings say where the site will stand.

    The missing page is served at any depth, so its links begin at the site's own address.
    """
    url = maker.hub.settings.url.rstrip("/")
    base = f"{urlsplit(url).path.rstrip('/')}/"
    yield maker.page("404.html", "missing.html", "", {"root": base})
    allowed = "User-agent: *\nAllow: /\n"
    if url:
        paths = sorted({"", address.TASKS, *maker.cards.values(), *maker.tasks.values(), *guide})
        entries = "".join(f"<url><loc>{escape(f'{url}/{address.link(path)}')}</loc></url>\n" for path in paths)
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        head = '<?xml version="1.0" encoding="utf-8"?>\n'
        yield Page("sitemap.xml", f'{head}<urlset xmlns="{namespace}">\n{entries}</urlset>\n'.encode())
        allowed += f"Sitemap: {url}/sitemap.xml\n"
    yield Page("robots.txt", allowed.encode())
