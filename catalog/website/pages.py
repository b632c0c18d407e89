"""The pages of a site in one language: shared files, cards, models, lists, boards, what crawlers want."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from catalog.claims.facts import STATES, Facts
from catalog.model import Finding, Hub, Page
from catalog.rules import RULES
from catalog.website.card.neighbours import page_tasks
from catalog.website.card.page import CardPages, CardSite
from catalog.website.data.search import compare_page, search_page
from catalog.website.data.sitemap import crawler_pages
from catalog.website.frame import Frame
from catalog.website.lists.facets import FOLDERS
from catalog.website.lists.leaderboards import REASONS, board_plots, rank_models
from catalog.website.lists.models import newest_models, state_shares
from catalog.website.lists.overview import task_matrix
from catalog.website.lists.site_index import SiteIndex, index_site
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
    page_context,
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
)

_MOST_CHOICES = 10
_MOST_DOORS = 12


class PageFactory(NamedTuple):
    """What pages are made with: the templates, what they are told of the site, the hub, its index."""

    templates: jinja2.Environment
    site: Frame
    hub: Hub
    site_index: SiteIndex

    def page(self, path: str, template: str, section: str, context: Mapping[str, Any]) -> Page:
        """The page at ``path``, made with ``template``; ``section`` is its part of the navigation."""
        with naming_template(path):
            known = page_context(path, section, context)
            text = self.templates.get_template(template).render(known)
        return Page(path, text.encode(errors="replace"))

    def long_page(self, path: str, template: str, section: str, context: Mapping[str, Any]) -> Page:
        """As ``page``, of perhaps tens of thousands of lines: made while it is written."""
        known = page_context(path, section, context)
        return Page(path, b"", more=RenderedPage(self.templates, template, known))


class SiteContent(NamedTuple):
    """What a site is made of: facts of cards, findings of each rule by its code, and the guide.

    ``card_pages`` makes the pages of cards.
    """

    cards: Sequence[Facts]
    findings: Mapping[str, Sequence[Finding]]
    card_pages: CardPages
    guide: Sequence[Page] = ()


def pages_of_language(hub: Hub, content: SiteContent, card_site: CardSite) -> Iterator[Page]:
    """Every file of the site in one language but the index, made as it is asked for.

    Pages of the guide are linked to, named in the site map and passed on.

    Raises:
        CatalogError: a template is missing or fails; the message names its file and line.
    """
    folders = [Path(folder) for folder in card_site.folders]
    with naming_template("the site"):
        words = interface_words(folders, hub.settings.language)
        templates = template_environment(folders, words, card_site.frame)
        index = index_site(hub, content.cards, words)
        factory = PageFactory(templates, card_site.frame, hub, index)
    yield from static_pages(folders)
    yield from content.guide
    linked = [page.path for page in content.guide]
    for page in _own_pages(factory, content, card_site):
        linked.append(page.path)
        yield page
    yield from _for_crawlers(factory, [path for path in linked if path.endswith(".html")])


def _own_pages(factory: PageFactory, content: SiteContent, card_site: CardSite) -> Iterator[Page]:
    index, words = factory.site_index, factory.hub.vocabularies
    card_pages = content.card_pages
    yield search_page(index.models, index.facets, index.texts)
    yield compare_page(index.lines, index.models, words)
    yield from card_pages.make(card_site, page_tasks(content.cards, index, card_pages.links))
    yield from _board_and_model_pages(factory)
    yield from _list_pages(factory)
    yield from _maintainer_pages(factory, content)
    yield factory.page(COMPARE_PAGE, "compare.html", "compare", {"states": STATES})
    yield _home(factory, content.cards)


def _board_and_model_pages(factory: PageFactory) -> Iterator[Page]:
    index, words = factory.site_index, factory.hub.vocabularies
    boards, refused = rank_models(index.models, words)
    at = pages_below("leaderboards", (board.dataset.id for board in boards))
    for board in boards:
        context: dict[str, Any] = {
            "dataset": board.dataset,
            "boards": board_plots(board, index.cards),
            "refused": board.refused,
            "datasets": index.choices["dataset"],
            "reasons": REASONS,
            "cards": index.cards,
        }
        yield factory.page(at[board.dataset.id], "board.html", "boards", context)
    context = {"boards": boards, "pages": at, "refused": refused, "reasons": REASONS}
    yield factory.page(BOARDS_PAGE, "boards.html", "boards", context)
    places, largest = board_places(boards, at), largest_models(index.models)
    for model, line in zip(index.models, index.lines, strict=True):
        context = {"model": model, "line": line, "standings": places.get(model.id, ())}
        context |= {"choices": index.choices, "cards": index.cards}
        yield factory.page(
            model.page,
            "model.html",
            "models",
            context | model_context(model, index.cards, largest, words),
        )


def _list_pages(factory: PageFactory) -> Iterator[Page]:
    """The list of all models, a list for each choice of each facet, and all choices of a facet."""
    index = factory.site_index
    row = factory.templates.get_template("_row.html")
    with naming_template(MODELS_PAGE):
        texts = (row.render({"line": line, "root": "../"}) for line in index.lines)
        rows = [Markup(text) for text in texts]  # noqa: S704  # escaped by the template
    shared = {
        "facets": index.facets,
        "texts": index.texts,
        "folders": FOLDERS,
        "most_choices": _MOST_CHOICES,
    }
    context = {"rows": rows, "facet": "", "choice": "", "title": ""}
    yield factory.page(MODELS_PAGE, "models.html", "models", shared | context)
    for facet in index.facets:
        for choice in facet.choices:
            title = index.texts[facet.name][choice.id]
            context = {"rows": [rows[number] for number in choice.models], "title": title}
            context |= {"facet": facet.name, "choice": choice.id}
            yield factory.page(choice.page, "models.html", facet.name, shared | context)
        doors = {"facet": facet, "texts": index.texts[facet.name]}
        yield factory.page(f"{FOLDERS[facet.name]}/index.html", "doors.html", facet.name, doors)


def _home(factory: PageFactory, cards: Sequence[Facts]) -> Page:
    index = factory.site_index
    every = {facet.name: facet.choices for facet in index.facets}
    places = {model.id: number for number, model in enumerate(index.models)}
    context = {
        "cards": len(cards),
        "models": len(index.models),
        "tally": state_shares(cards),
        "tasks": every["task"],
        "most_doors": _MOST_DOORS,
        "datasets": every["dataset"],
        "versions": every["version"],
        "texts": index.texts,
        "newest": [index.lines[places[model.id]] for model in newest_models(index.models)],
        "matrix": task_matrix(index.models, every["task"], every["version"]),
    }
    return factory.page(HOME_PAGE, "home.html", "home", context)


def _maintainer_pages(factory: PageFactory, content: SiteContent) -> Iterator[Page]:
    """The pages for maintainers: findings, rules, evidence."""
    at, cards = factory.site_index.cards, content.cards
    rules = factory.site_index.rules
    by_rule = rule_counts(RULES, cards, rules)
    context = {
        "rules": by_rule,
        "severities": severity_counts(cards),
        "worst": worst_cards(cards, at),
        "cards": len(cards),
    }
    yield factory.page(FINDINGS_PAGE, "findings.html", "upkeep", context)
    yield factory.page(
        RULES_PAGE,
        "rules.html",
        "upkeep",
        {"rules": sorted(by_rule, key=lambda row: row.rule.code)},
    )
    uids = {facts.card.path: facts.uid for facts in cards}
    for rule in RULES:
        context = rule_context(rule, content.findings.get(rule.code, ()), uids, at)
        yield factory.long_page(rules[rule.code], "rule.html", "upkeep", context)
    context = {
        "runs": run_rows(cards, at),
        "tally": state_shares(cards),
        "total": len(cards),
        "kinds": failure_groups(cards, at),
    }
    context["against"] = check_rows(cards, at, "error")
    context["untestable"] = check_rows(cards, at, "warning")
    yield factory.page(EVIDENCE_PAGE, "evidence.html", "upkeep", context)


def _for_crawlers(factory: PageFactory, linked: Sequence[str]) -> Iterator[Page]:
    """The page for what is missing, and what crawlers ask for.

    The missing page is served at any depth, so its links begin at the site's own address.
    """
    url = factory.hub.settings.url.rstrip("/")
    base = f"{urlsplit(url).path.rstrip('/')}/"
    homes = {other.language: HOME_PAGE for other in factory.site.translations}
    yield factory.page(MISSING_PAGE, "missing.html", "", {"root": base, "twins": homes})
    yield from crawler_pages(url, linked)
