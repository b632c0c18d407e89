"""The pages of a site in one language: cards, models, lists, boards, and what crawlers want."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from catalog.claims.facts import STATES, Facts
from catalog.hub.digests import value_digest
from catalog.model import Finding, Hub, Page
from catalog.rules import RULES
from catalog.website.card.neighbours import page_tasks
from catalog.website.card.page import CardSite, MadePages
from catalog.website.data.search import compare_page, search_page
from catalog.website.data.sitemap import crawler_pages
from catalog.website.lists.facets import FOLDERS
from catalog.website.lists.leaderboards import REASONS, DatasetBoards, board_plots, rank_models
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
from catalog.website.page_factory import PageFactory
from catalog.website.rendering.templating import (
    interface_words,
    naming_template,
    static_pages,
    template_environment,
)
from catalog.website.urls import (
    BOARDS_PAGE,
    COMPARE_DATA,
    COMPARE_PAGE,
    EVIDENCE_PAGE,
    FINDINGS_PAGE,
    HOME_PAGE,
    MISSING_PAGE,
    MODELS_PAGE,
    RULES_PAGE,
    SEARCH_DATA,
    pages_below,
)

_MOST_CHOICES = 10
_MOST_DOORS = 12


class SiteContent(NamedTuple):
    """What a site is made of: facts of cards, findings of each rule by its code, and the guide.

    ``made_pages`` knows the pages that the site has already, and makes those of cards.
    """

    cards: Sequence[Facts]
    findings: Mapping[str, Sequence[Finding]]
    made_pages: MadePages
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
    # What all pages but those of cards may show of each other.
    shared = value_digest(card_site, index.texts, index.choices, index.cards)
    make = PageFactory(templates, content.made_pages, card_site.prefix, shared)
    yield from static_pages(folders)
    yield from content.guide
    linked = [page.path for page in content.guide]
    for page in _own_pages(make, hub, index, content, card_site):
        linked.append(page.path)
        yield page
    html = [path for path in linked if path.endswith(".html")]
    yield from _for_crawlers(make, hub, card_site, html)


def _own_pages(
    make: PageFactory, hub: Hub, index: SiteIndex, content: SiteContent, card_site: CardSite
) -> Iterator[Page]:
    everything = value_digest(content.cards)
    yield make.file(
        SEARCH_DATA, everything, lambda: search_page(index.models, index.facets, index.texts)
    )
    yield make.file(
        COMPARE_DATA,
        everything,
        lambda: compare_page(index.lines, index.models, hub.vocabularies),
    )
    yield from content.made_pages.make(
        card_site, page_tasks(content.cards, index, content.made_pages.links)
    )
    yield from _board_and_model_pages(make, hub, index, everything)
    yield from _list_pages(make, index)
    yield from _maintainer_pages(make, index, content, everything)
    yield make.page(COMPARE_PAGE, "compare.html", "compare", everything, lambda: {"states": STATES})
    yield make.page(HOME_PAGE, "home.html", "home", everything, lambda: _home(index, content.cards))


def _board_and_model_pages(
    make: PageFactory, hub: Hub, index: SiteIndex, everything: str
) -> Iterator[Page]:
    boards, refused = rank_models(index.models, hub.vocabularies)
    at = pages_below("leaderboards", (board.dataset.id for board in boards))
    shared: dict[str, Any] = {"reasons": REASONS, "cards": index.cards}
    for board in boards:
        plots = partial(_board, board, index, shared)
        yield make.page(at[board.dataset.id], "board.html", "boards", board, plots)
    context = {"boards": boards, "pages": at, "refused": refused, "reasons": REASONS}
    yield make.page(BOARDS_PAGE, "boards.html", "boards", everything, lambda: context)
    places, largest = board_places(boards, at), largest_models(index.models)
    for model, line in zip(index.models, index.lines, strict=True):
        standings = places.get(model.id, ())
        shown = (model, line, standings, largest.get(model.newest.task.id))
        own: dict[str, Any] = {"model": model, "line": line, "standings": standings}
        own |= {"choices": index.choices, "cards": index.cards}
        versions = partial(model_context, model, index.cards, largest, hub.vocabularies)
        yield make.page(model.page, "model.html", "models", shown, partial(_joined, own, versions))


def _board(board: DatasetBoards, index: SiteIndex, shared: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "dataset": board.dataset,
        "boards": board_plots(board, index.cards),
        "refused": board.refused,
        "datasets": index.choices["dataset"],
        **shared,
    }


def _joined(context: Mapping[str, Any], more: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    return {**context, **more()}


def _list_pages(make: PageFactory, index: SiteIndex) -> Iterator[Page]:
    """The list of all models, a list for each choice of each facet, and all choices of a facet."""
    facets = value_digest(index.facets)
    shared = {
        "facets": index.facets,
        "texts": index.texts,
        "folders": FOLDERS,
        "most_choices": _MOST_CHOICES,
    }

    @cache
    def row(number: int) -> Markup:
        with naming_template(MODELS_PAGE):
            template = make.templates.get_template("_row.html")
            text = template.render({"line": index.lines[number], "root": "../"})
        return Markup(text)  # noqa: S704  # escaped by the template

    def context(facet: str, choice: str, title: str, numbers: Iterable[int]) -> dict[str, Any]:
        rows = [row(number) for number in numbers]
        return {**shared, "rows": rows, "facet": facet, "choice": choice, "title": title}

    numbers = tuple(range(len(index.lines)))
    every = partial(context, "", "", "", numbers)
    yield make.page(MODELS_PAGE, "models.html", "models", (facets, index.lines), every)
    for facet in index.facets:
        texts = index.texts[facet.name]
        for choice in facet.choices:
            lines = [index.lines[number] for number in choice.models]
            some = partial(context, facet.name, choice.id, texts[choice.id], choice.models)
            yield make.page(choice.page, "models.html", facet.name, (facets, lines), some)
        path = f"{FOLDERS[facet.name]}/index.html"
        doors = {"facet": facet, "texts": texts}
        yield make.page(path, "doors.html", facet.name, doors, partial(dict, doors))


def _home(index: SiteIndex, cards: Sequence[Facts]) -> dict[str, Any]:
    choices = {facet.name: facet.choices for facet in index.facets}
    places = {model.id: number for number, model in enumerate(index.models)}
    return {
        "cards": len(cards),
        "models": len(index.models),
        "tally": state_shares(cards),
        "tasks": choices["task"],
        "most_doors": _MOST_DOORS,
        "datasets": choices["dataset"],
        "versions": choices["version"],
        "texts": index.texts,
        "newest": [index.lines[places[model.id]] for model in newest_models(index.models)],
        "matrix": task_matrix(index.models, choices["task"], choices["version"]),
    }


def _maintainer_pages(
    make: PageFactory, index: SiteIndex, content: SiteContent, everything: str
) -> Iterator[Page]:
    """The pages for maintainers: findings, rules, evidence."""
    at, cards = index.cards, content.cards
    by_rule = rule_counts(RULES, cards, index.rules)
    context = {
        "rules": by_rule,
        "severities": severity_counts(cards),
        "worst": worst_cards(cards, at),
        "cards": len(cards),
    }
    yield make.page(FINDINGS_PAGE, "findings.html", "upkeep", everything, lambda: context)
    in_order = sorted(by_rule, key=lambda row: row.rule.code)
    yield make.page(RULES_PAGE, "rules.html", "upkeep", everything, lambda: {"rules": in_order})
    uids = {facts.card.path: facts.uid for facts in cards}
    for rule in RULES:
        findings = content.findings.get(rule.code, ())
        places = [
            (finding.path, finding.place, finding.message, finding.hint) for finding in findings
        ]
        named = [uids[finding.path] for finding in findings]
        rule_words = partial(rule_context, rule, findings, uids, at)
        yield make.long_page(
            index.rules[rule.code], "rule.html", "upkeep", (rule.code, places, named), rule_words
        )
    yield make.page(
        EVIDENCE_PAGE, "evidence.html", "upkeep", everything, lambda: _evidence(at, cards)
    )


def _evidence(at: Mapping[str, str], cards: Sequence[Facts]) -> dict[str, Any]:
    return {
        "runs": run_rows(cards, at),
        "tally": state_shares(cards),
        "total": len(cards),
        "kinds": failure_groups(cards, at),
        "against": check_rows(cards, at, "error"),
        "untestable": check_rows(cards, at, "warning"),
    }


def _for_crawlers(
    make: PageFactory, hub: Hub, card_site: CardSite, linked: Sequence[str]
) -> Iterator[Page]:
    """The page for what is missing, and what crawlers ask for.

    The missing page is served at any depth, so its links begin at the site's own address.
    """
    url = hub.settings.url.rstrip("/")
    base = f"{urlsplit(url).path.rstrip('/')}/"
    homes = {other.language: HOME_PAGE for other in card_site.frame.translations}
    context = {"root": base, "twins": homes}
    yield make.page(MISSING_PAGE, "missing.html", "", context, lambda: context)
    yield from crawler_pages(url, linked)
