"""BOD1: whether the body has a title, text and sections, and whether its Python parses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model import Card, Edit, Fix, Hit, Hub, Span
from catalog.parsing.snippets import PYTHON, BrokenSnippet, read_snippet
from catalog.rules.define import rule

_FENCE = re.compile(r"(`{3,}|~{3,})[ \t\r]*\n")


@rule("BOD101", "python-does-not-parse", "error")
def python_does_not_parse(card: Card, hub: Hub) -> Iterator[Hit]:
    """A block of Python is not Python.

    Whoever copies the snippet begins with a SyntaxError.

    bad body:
        ```python
        network = mshub.load("mindspore/1.5/ghostnet_imagenet2012"
        network.set_train(False)
        ```

    good body:
        ```python
        x = 1
        ```
    """
    for block in card.code_blocks:
        if block.language not in PYTHON:
            continue
        broken = read_snippet(block.text)
        if isinstance(broken, BrokenSnippet):
            line = block.text.count("\n", 0, broken.position)
            start = block.content.start
            for _ in range(line):
                start = card.source.text.find("\n", start) + 1
            end = card.source.text.find("\n", start)
            content = card.source.text[start : end if end >= 0 else None]
            left = start + len(content) - len(content.lstrip())
            where = Span(left, max(left, start + len(content.rstrip())))
            yield Hit(
                card,
                where,
                f"Python cannot read this line: {broken.reason}",
                "mend it, or call the block 'text'",
            )


@rule("BOD105", "python-without-language", "info", "fixable")
def python_without_language(card: Card, hub: Hub) -> Iterator[Hit]:
    """A block of Python does not say that it is Python.

    It is shown without colours, and nobody checks what it loads.

    bad body:
        ```
        import mindspore
        x = mindspore.Tensor(1)
        ```

    good body:
        ```python
        import mindspore
        x = mindspore.Tensor(1)
        ```
    """
    for block in card.code_blocks:
        if block.language or not re.search(r"^(?:import|from) \w+", block.text, re.M):
            continue
        snippet = read_snippet(block.text)
        fence = _FENCE.search(
            card.source.text, *card.line_span(Span(block.content.start - 1, block.content.start))
        )
        if fence and not isinstance(snippet, BrokenSnippet) and snippet.imports:
            fix = Fix("call it python", (Edit(Span(fence.end(1), fence.end(1)), "python"),))
            where = Span(*fence.span(1))
            yield Hit(
                card, where, "this block of Python does not say so", f"write {fence[1]}python", fix
            )


@rule("BOD102", "empty-body", "warning")
def empty_body(card: Card, hub: Hub) -> Iterator[Hit]:
    """Nothing stands below the header.

    bad file:
        # GhostNet

        ---
        model-name: ghostnet
        ---
    """
    if card.header and not card.body.strip():
        at = Span(card.body_span.start, card.body_span.start)
        yield Hit(
            card, at, "the body is empty", "say what the model is, how to use it and what to cite"
        )


@rule("BOD103", "missing-title", "warning")
def missing_title(card: Card, hub: Hub) -> Iterator[Hit]:
    """The card has no title.

    bad file:
        ---
        model-name: ghostnet
        ---

        A small network.
    """
    if card.header and not card.title and not card.text("title"):
        yield Hit(
            card,
            card.title_span,
            "the card has no title",
            "begin it with a line '# Name of the model'",
        )


@rule("BOD104", "empty-section", "info")
def empty_section(card: Card, hub: Hub) -> Iterator[Hit]:
    """A heading has nothing below it.

    bad body:
        ## Performance

        ## Citation

        Han et al., GhostNet, 2020.

    good body:
        ## Citation

        Han et al., GhostNet, 2020.
    """
    for section in card.sections:
        if (
            section.level > 1
            and not card.source.text[section.content.start : section.content.end].strip()
        ):
            yield Hit(
                card,
                section.heading,
                f"the section {section.title!r} is empty",
                "fill it or delete its heading",
            )
