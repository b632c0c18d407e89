"""BOD206 to BOD209: pictures, HTML and Python in the body."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator

from catalog.model import Card, Edit, Fix, Hit, Hub, Span
from catalog.parsing.snippets import read_snippets
from catalog.rules.define import rule

_IMAGE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\([^)\n]+\)|<img\b(?P<attributes>[^>]*)>", re.I)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>\n]*>")
_DANGEROUS = frozenset(
    [
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "style",
        "link",
        "meta",
        "base",
        "svg",
        "input",
        "button",
    ]
)
_STRANGE = frozenset(
    [
        "marquee",
        "blink",
        "applet",
        "frame",
        "frameset",
        "video",
        "audio",
        "canvas",
        "math",
        "textarea",
        "select",
    ]
)
_HANDLER = re.compile(r"\son\w+\s*=|=\s*[\"']?\s*(?:javascript|vbscript|data:text/html)", re.I)


@rule("BOD206", "image-without-text", "info")
def image_without_text(card: Card, hub: Hub) -> Iterator[Hit]:
    """A picture has no text for those who cannot see it.

    bad body:
        ![](https://example.org/ghost-module.png)

    good body:
        ![the ghost module](https://example.org/ghost-module.png)
    """
    for image in _images(card):
        attributes = image["attributes"]
        empty = (
            not image["alt"].strip()
            if attributes is None
            else not re.search(r"\balt=[\"'][^\"']", attributes)
        )
        if empty:
            yield Hit(
                card,
                Span(*image.span()),
                "the picture has no alternative text",
                "write ![what it shows](address)",
            )


def _images(card: Card) -> Iterator[re.Match[str]]:
    if card.mentions("![") or card.mentions("<img"):
        for image in _IMAGE.finditer(card.source.text, *card.body_span):
            if not card.is_code(image.start()):
                yield image


@rule("BOD207", "html-not-shown", "warning")
def html_not_shown(card: Card, hub: Hub) -> Iterator[Hit]:
    """The body has HTML that the site does not show.

    Scripts, frames and forms are removed from every page, since a card may come from anybody.

    bad body:
        <iframe src="https://example.org/demo"></iframe>

    bad body:
        <a href="javascript:alert(1)">open</a>

    good body:
        <div align="center">A picture</div>
    """
    if not card.mentions("<"):
        return
    for tag in _TAG.finditer(card.source.text, *card.body_span):
        name = tag["name"].lower()
        if tag["close"] or card.is_code(tag.start()):
            continue
        if name in _DANGEROUS or name in _STRANGE:
            yield Hit(
                card,
                Span(*tag.span()),
                f"the site does not show <{name}>",
                "say it in Markdown, or link it",
            )
        elif _HANDLER.search(tag[0]):
            message = f"the site drops the script in <{name}>"
            yield Hit(card, Span(*tag.span()), message, "leave out attributes that run scripts")


@rule("BOD208", "name-never-defined", "warning")
def name_never_defined(card: Card, hub: Hub) -> Iterator[Hit]:
    """The snippet uses a name that nothing in it defines.

    Whoever copies it begins with a NameError.

    bad body:
        ```python
        import mindspore_hub as mshub

        context.set_context(device_target="CPU")
        ```

    good body:
        ```python
        import mindspore_hub as mshub
        from mindspore import context

        context.set_context(device_target="CPU")
        ```
    """
    defined = set(dir(builtins))
    for block, snippet in read_snippets(card):
        defined |= snippet.defines
        if snippet.star or not snippet.imports:
            defined |= {name.value for name in snippet.uses}
            continue
        for name in snippet.uses:
            if name.value not in defined:
                defined.add(name.value)
                yield Hit(
                    card,
                    _place(card, block.content, name.value),
                    f"{name.value!r} is never defined",
                    "import or define it",
                )


def _place(card: Card, content: Span, name: str) -> Span:
    match = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)").search(card.source.text, *content)
    return Span(*match.span()) if match else content


@rule("BOD209", "prompt-in-snippet", "info", "fixable")
def prompt_in_snippet(card: Card, hub: Hub) -> Iterator[Hit]:
    """A block of Python shows the prompt of an interactive session.

    It cannot be copied and run.

    bad body:
        ```python
        >>> import mindspore
        ```

    good body:
        ```python
        import mindspore
        ```
    """
    for block in card.code_blocks:
        if block.language in ("python", "py", "python3") and block.text.startswith(">>> "):
            start = block.content.start
            edits = tuple(
                Edit(Span(start + match.start(), start + match.end()), "")
                for match in re.finditer(
                    r"^(?:>>>|\.\.\.) ?", card.source.text[start : block.content.end], re.M
                )
            )
            plain = all(
                line.startswith((">>>", "...")) for line in block.text.splitlines() if line.strip()
            )
            fix = Fix("drop the prompts", edits) if plain else None
            yield Hit(
                card,
                Span(start, start + 3),
                "the block begins with a prompt",
                "show the code alone",
                fix,
            )
