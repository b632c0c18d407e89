"""The pages of the site, one after the other: shared files, cards, models, lists, boards, and what crawlers want."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from catalog.claims.facts import STATES, Facts
from catalog.model import Finding, Hub, Page, Settings, Words
from catalog.rules import RULES
from catalog.website.card.body import SharedPages, share_pages
from catalog.website.card.context import Neighbours, card_context
from catalog.website.data.search import compare_page, search_page
from catalog.website.data.sitemap import crawler_pages
from catalog.website.lists.facets import FOLDERS, NONE, Facet, FacetChoice, count_facets
from catalog.website.lists.leaderboards import REASONS, board_plots, rank_models
from catalog.website.lists.models import (
    Model,
    ModelLine,
    group_families,
    group_models,
    model_lines,
    newest_models,
    state_shares,
)
from catalog.website.lists.overview import task_matrix
from catalog.website.lists.related import find_related
from catalog.website.maintainer import (
    check_rows,
    failure_groups,
    rule_context,
    rule_counts,
    run_rows,
    severity_counts,
    worst_cards,
)
from catalog.website.model.context import board_places, largest_models, model_context
from catalog.website.templating import (
    RenderedPage,
    interface_words,
    naming_template,
    static_pages,
    template_environment,
)
from catalog.website.urls import (
    BOARDS_PAGE,
    COMPARE_PAGE,
    EVIDENCE_PAGE,
    FINDINGS_PAGE,
    HOME_PAGE,
    MISSING_PAGE,
    MODELS_PAGE,
    RULES_PAGE,
    pages_below,
    to_root,
)

_MOST_CHOICES = 10
_MOST_DOORS = 12


class Translation(NamedTuple):
    """The site in another language: what the language is called there, and where it stands.

    ``way`` leads there from this site's folder, ``url`` from anywhere; it is empty where the settings do not say.
    """

    language: str
    name: str
    way: str
    url: str


class Site(NamedTuple):
    """What every page is told of the site; ``guide`` says whether there is a guide to link to.

    ``shared`` is the way from this site's folder to what all languages have in common.
    """

    title: str
    description: str
    language: str
    guide: bool
    url: str
    image_hosts: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()
    shared: str = ""


class Shelves(NamedTuple):
    """The catalog put in order: models with their lines, facets with the words of their choices, and pages by id."""

    models: tuple[Model, ...]
    lines: tuple[ModelLine, ...]
    facets: tuple[Facet, ...]
    texts: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, Mapping[str, str]]
    cards: Mapping[str, str]
    rules: Mapping[str, str]


class Maker(NamedTuple):
    """What pages are made with: the templates, the site, the hub, the catalog put in order, the words of cards.

    ``is_ours`` says that all templates are ours, which do no more with the words of a card than show them.
    """

    templates: jinja2.Environment
    site: Site
    hub: Hub
    shelves: Shelves
    prose: Callable[[Facts], Markup]
    is_ours: bool

    def page(self, path: str, template: str, section: str, context: Mapping[str, Any]) -> Page:
        """The page at ``path``, made with ``template``; ``section`` is its part of the navigation."""
        with naming_template(path):
            text = self.templates.get_template(template).render(_known(path, section, context))
        return Page(path, text.encode(errors="replace"))

    def long_page(self, path: str, template: str, section: str, context: Mapping[str, Any]) -> Page:
        """As ``page``, of perhaps tens of thousands of lines: made while it is written."""
        return Page(
            path, b"", more=RenderedPage(self.templates, template, _known(path, section, context))
        )


def _known(path: str, section: str, context: Mapping[str, Any]) -> dict[str, Any]:
    return {"root": to_root(path), "path": path, "section": section, "twins": {}} | dict(context)


def pages(
    hub: Hub,
    cards: Sequence[Facts],
    folders: Sequence[Path],
    guide: Sequence[Page] = (),
    findings: Mapping[str, Iterable[Finding]] = MappingProxyType({}),
    around: Site | None = None,
    common: SharedPages | None = None,
) -> Iterator[Page]:
    """Every file of the site but the index, made as it is asked for. ``folders`` hold templates, the first wins.

    ``guide`` is what MkDocs made; its pages are linked to, named in the site map and passed on. ``findings`` are those
    of each rule, by its code. ``around`` is what pages are told of the site where it has more than one language, and
    ``common`` what those in all languages have in common.

    Raises:
        CatalogError: a template is missing or fails; the message names its file and line.
    """
    with naming_template("the site"):
        text = interface_words(folders, hub.settings.language)
        told = around or site(hub.settings, bool(guide))
        known = common or share_pages(cards, hub.settings.image_hosts)
        shelves = _shelves(hub, cards, known.pages, text)
        maker = Maker(
            template_environment(folders, text, told),
            told,
            hub,
            shelves,
            known.prose,
            len(folders) == 1,
        )
    yield from static_pages(folders)
    yield from guide
    made = []
    for page in _own_pages(maker, cards, findings):
        made.append(page.path)
        yield page
    linked = [page.path for page in guide] + made
    yield from _for_crawlers(maker, [path for path in linked if path.endswith(".html")])


def site(
    settings: Settings, guide: bool, translations: Sequence[Translation] = (), shared: str = ""
) -> Site:
    """What pages are told of the site that ``settings`` describe."""
    url = f"{settings.url.rstrip('/')}/" if settings.url else ""
    named = (settings.title, settings.description, settings.language)
    return Site(*named, guide, url, settings.image_hosts, tuple(translations), shared)


def _shelves(
    hub: Hub, cards: Sequence[Facts], at: Mapping[str, str], text: SimpleNamespace
) -> Shelves:
    found = group_models(cards)
    every = count_facets(found)
    return Shelves(
        found,
        model_lines(found, hub.vocabularies["units"]),
        every,
        {
            facet.name: {choice.id: _words_of(facet.name, choice, text) for choice in facet.choices}
            for facet in every
        },
        {facet.name: {choice.id: choice.page for choice in facet.choices} for facet in every},
        at,
        pages_below("rules", (rule.code.lower() for rule in RULES)),
    )


def _words_of(facet: str, choice: FacetChoice, text: SimpleNamespace) -> str:
    """What a choice is called: by the card, else by the interface."""
    if choice.id == NONE:
        return str(getattr(text.none, facet))
    if facet == "status":
        return str(getattr(text.state, choice.id).word)
    return str(getattr(text.range, choice.id)) if facet == "parameters" else choice.text


def _own_pages(
    maker: Maker, cards: Sequence[Facts], findings: Mapping[str, Iterable[Finding]]
) -> Iterator[Page]:
    shelves, words = maker.shelves, maker.hub.vocabularies
    yield search_page(shelves.models, shelves.facets, shelves.texts)
    yield compare_page(shelves.lines, shelves.models, words)
    yield from _card_pages(maker, cards)
    yield from _board_and_model_pages(maker)
    yield from _list_pages(maker)
    yield from _upkeep_pages(maker, cards, findings)
    yield maker.page(COMPARE_PAGE, "compare.html", "compare", {"states": STATES})
    yield _home(maker, cards)


def _card_pages(maker: Maker, cards: Sequence[Facts]) -> Iterator[Page]:
    shelves = maker.shelves
    around = Neighbours(
        maker.hub.settings,
        maker.hub.vocabularies,
        shelves.cards,
        shelves.choices,
        {rule.code: shelves.rules[rule.code.lower()] for rule in RULES},
        {one.uid: model for model in shelves.models for one in model.cards},
        group_families(cards),
        find_related(cards),
        maker.prose,
    )
    for one in cards:
        context = card_context(one, around)
        page = maker.page(shelves.cards[one.uid], "card.html", "models", context)
        yield (
            replace(page, words=_words(page.data, context["body"], one)) if maker.is_ours else page
        )


def _words(data: bytes, body: str, one: Facts) -> Words | None:
    """Where the words of a card stand in its page; None where there are none, or they cannot be told from others."""
    words = body.encode(errors="replace")
    start = data.find(words) if words else -1
    if start < 0 or data.find(words, start + 1) >= 0:
        return None
    return Words(one.card.path, start, start + len(words))


def _board_and_model_pages(maker: Maker) -> Iterator[Page]:
    shelves, words = maker.shelves, maker.hub.vocabularies
    boards, refused = rank_models(shelves.models, words)
    at = pages_below("leaderboards", (one.dataset.id for one in boards))
    for one in boards:
        context: dict[str, Any] = {
            "dataset": one.dataset,
            "boards": board_plots(one, shelves.cards),
            "refused": one.refused,
        }
        context |= {
            "datasets": shelves.choices["dataset"],
            "reasons": REASONS,
            "cards": shelves.cards,
        }
        yield maker.page(at[one.dataset.id], "board.html", "boards", context)
    context = {"boards": boards, "pages": at, "refused": refused, "reasons": REASONS}
    yield maker.page(BOARDS_PAGE, "boards.html", "boards", context)
    places, largest = board_places(boards, at), largest_models(shelves.models)
    for model, line in zip(shelves.models, shelves.lines, strict=True):
        context = {"model": model, "line": line, "standings": places.get(model.id, ())}
        context |= {"choices": shelves.choices, "cards": shelves.cards}
        yield maker.page(
            model.page,
            "model.html",
            "models",
            context | model_context(model, shelves.cards, largest, words),
        )


def _list_pages(maker: Maker) -> Iterator[Page]:
    """The list of all models, one for each choice of each facet, and a page of all choices of each facet."""
    shelves = maker.shelves
    row = maker.templates.get_template("_row.html")
    with naming_template(MODELS_PAGE):
        rows = [Markup(row.render({"line": line, "root": "../"})) for line in shelves.lines]  # noqa: S704  # escaped by it
    shared = {
        "facets": shelves.facets,
        "texts": shelves.texts,
        "folders": FOLDERS,
        "most_choices": _MOST_CHOICES,
    }
    context = {"rows": rows, "facet": "", "choice": "", "title": ""}
    yield maker.page(MODELS_PAGE, "models.html", "models", shared | context)
    for facet in shelves.facets:
        for choice in facet.choices:
            title = shelves.texts[facet.name][choice.id]
            context = {"rows": [rows[number] for number in choice.models], "title": title}
            context |= {"facet": facet.name, "choice": choice.id}
            yield maker.page(choice.page, "models.html", facet.name, shared | context)
        doors = {"facet": facet, "texts": shelves.texts[facet.name]}
        yield maker.page(f"{FOLDERS[facet.name]}/index.html", "doors.html", facet.name, doors)


def _home(maker: Maker, cards: Sequence[Facts]) -> Page:
    shelves = maker.shelves
    every = {facet.name: facet.choices for facet in shelves.facets}
    places = {model.id: number for number, model in enumerate(shelves.models)}
    context = {
        "cards": len(cards),
        "models": len(shelves.models),
        "tally": state_shares(cards),
        "tasks": every["task"],
        "most_doors": _MOST_DOORS,
        "datasets": every["dataset"],
        "versions": every["version"],
        "texts": shelves.texts,
        "newest": [shelves.lines[places[model.id]] for model in newest_models(shelves.models)],
        "matrix": task_matrix(shelves.models, every["task"], every["version"]),
    }
    return maker.page(HOME_PAGE, "home.html", "home", context)


def _upkeep_pages(
    maker: Maker, cards: Sequence[Facts], findings: Mapping[str, Iterable[Finding]]
) -> Iterator[Page]:
    """The pages for maintainers: findings, rules, evidence."""
    at = maker.shelves.cards
    rules = {rule.code: maker.shelves.rules[rule.code.lower()] for rule in RULES}
    by_rule = rule_counts(RULES, cards, rules)
    context = {
        "rules": by_rule,
        "severities": severity_counts(cards),
        "worst": worst_cards(cards, at),
        "cards": len(cards),
    }
    yield maker.page(FINDINGS_PAGE, "findings.html", "upkeep", context)
    yield maker.page(
        RULES_PAGE,
        "rules.html",
        "upkeep",
        {"rules": sorted(by_rule, key=lambda one: one.rule.code)},
    )
    uids = {one.card.path: one.uid for one in cards}
    for rule in RULES:
        context = rule_context(rule, findings.get(rule.code, ()), uids, at)
        yield maker.long_page(rules[rule.code], "rule.html", "upkeep", context)
    context = {
        "runs": run_rows(cards, at),
        "tally": state_shares(cards),
        "total": len(cards),
        "kinds": failure_groups(cards, at),
    }
    context["against"] = check_rows(cards, at, "error")
    context["untestable"] = check_rows(cards, at, "warning")
    yield maker.page(EVIDENCE_PAGE, "evidence.html", "upkeep", context)


def _for_crawlers(maker: Maker, linked: Sequence[str]) -> Iterator[Page]:
    """The page for what is missing, and what crawlers ask for.

    The missing page is served at any depth, so its links begin at the site's own address.
    """
    url = maker.hub.settings.url.rstrip("/")
    base = f"{urlsplit(url).path.rstrip('/')}/"
    homes = {other.language: HOME_PAGE for other in maker.site.translations}
    yield maker.page(MISSING_PAGE, "missing.html", "", {"root": base, "twins": homes})
    yield from crawler_pages(url, linked)
