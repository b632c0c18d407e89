"""BOD201 to BOD205: the sections of the body and their headings."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.model import Card, Hit, Hub
from catalog.rules.define import rule

_ORDER = (
    "introduction",
    "简介",
    "performance",
    "usage",
    "用法",
    "citation",
    "参考论文",
    "disclaimer",
    "免责声明",
)


@rule("BOD201", "repeated-section", "warning")
def repeated_section(card: Card, hub: Hub) -> Iterator[Hit]:
    """Two sections of one level and place have one title.

    bad body:
        ## Usage

        First.

        ## Usage

        Second.

    good body:
        ## Usage

        First.
    """
    path: list[tuple[int, str]] = []
    seen: set[tuple[str, ...]] = set()
    for section in card.sections:
        path = [
            *(parent for parent in path if parent[0] < section.level),
            (section.level, section.title.casefold()),
        ]
        key = tuple(title for _, title in path)
        if key in seen and section.title and section.level <= 2:
            yield Hit(
                card,
                section.heading,
                f"a second section {section.title!r}",
                "merge the two, or rename one",
            )
        seen.add(key)


@rule("BOD202", "sections-out-of-order", "info")
def sections_out_of_order(card: Card, hub: Hub) -> Iterator[Hit]:
    """The sections do not come in the usual order: introduction, performance, usage, citation, disclaimer.

    bad body:
        ## Citation

        Han et al., 2020.

        ## Usage

        Load it.

    good body:
        ## Usage

        Load it.

        ## Citation

        Han et al., 2020.
    """
    last = -1
    for section in card.sections:
        place = _ORDER.index(section.title.casefold()) if section.title.casefold() in _ORDER else -1
        if section.level == 2 and 0 <= place < last:
            yield Hit(
                card,
                section.heading,
                f"{section.title!r} stands behind {_ORDER[last]!r}",
                "move it up",
            )
        last = max(last, place)


@rule("BOD203", "skipped-heading-level", "info")
def skipped_heading_level(card: Card, hub: Hub) -> Iterator[Hit]:
    """A heading is more than one level below the one before it.

    Screen readers and tables of contents show a hole.

    bad body:
        #### Details

        Text.

    good body:
        ### Details

        Text.
    """
    level = 1
    for section in card.sections:
        if section.level > level + 1:
            message = f"a heading of level {section.level} below one of level {level}"
            yield Hit(card, section.heading, message, f"begin it with {'#' * (level + 1)}")
        level = section.level


@rule("BOD204", "second-title", "info")
def second_title(card: Card, hub: Hub) -> Iterator[Hit]:
    """The body has a heading of the first level beside the card's title.

    A page has one title; this one should begin with `##`.

    bad body:
        # GhostNet, once more

        Text.

    good body:
        ## Details

        Text.
    """
    if card.title_span.start < card.body_span.start and card.title:
        for section in card.sections:
            if section.level == 1:
                yield Hit(
                    card,
                    section.heading,
                    f"{section.title!r} is a second title",
                    "begin it with ##",
                )


@rule("BOD205", "missing-introduction", "info")
def missing_introduction(card: Card, hub: Hub) -> Iterator[Hit]:
    """The body does not say what the model is: it has no introduction, and no text before its first section.

    bad file:
        # GhostNet

        ---
        model-name: ghostnet
        ---

        ## Citation

        Han et al., 2020.
    """
    if not card.sections or not card.header:
        return
    titles = " ".join(section.title.casefold() for section in card.sections)
    usual = ("introduction", "简介", "介绍", "overview", "description", "about", "概述")
    before = card.source.text[card.body_span.start : card.sections[0].heading.start].strip()
    if not before and not any(word in titles for word in usual) and card.sections[0].level > 1:
        yield Hit(
            card,
            card.sections[0].heading,
            "the body has no introduction",
            "begin with '## Introduction'",
        )
