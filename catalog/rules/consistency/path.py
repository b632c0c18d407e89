"""CON1: the card's path against its header, its snippets and its links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model import Card, CodeBlock, Edit, Fix, Hit, Hub, Span, Uid, fold
from catalog.parsing.snippets import Literal, read_snippets
from catalog.rules.define import rule

_ZOO_PATH = re.compile(r"((?:official|research|community)/[\w-]+(?:/[\w-]+)+)")


def _place(card: Card, block: CodeBlock, text: Literal) -> Span:
    """Where a literal of a block stands in the card: searched, since indentation moves it."""
    literal = block.text[text.where.start : text.where.end]
    line = block.text.count("\n", 0, text.where.start)
    start = block.content.start
    for _ in range(line):
        start = card.source.text.index("\n", start) + 1
    index = card.source.text.find(literal, start, block.content.end)
    return Span(index, index + len(literal)) if index >= 0 else block.content


def _is_loadable(uid: Uid) -> bool:
    """Whether snippets can load ``uid``: it is whole, without spaces."""
    return uid.is_whole and not re.search(r"\s", uid)


@rule("CON101", "other-uid-in-snippet", "error", "fixable")
def other_uid_in_snippet(card: Card, hub: Hub) -> Iterator[Hit]:
    """The usage snippet loads another model than this card's.

    Whoever copies it gets other weights, or none.

    bad body:
        ```python
        import mindspore_hub as mshub
        model = "mindspore/1.5/alexnet_cifar10"
        network = mshub.load(model)
        ```

    good body:
        ```python
        import mindspore_hub as mshub
        network = mshub.load("mindspore/1.5/ghostnet_imagenet2012")
        ```
    """
    own = card.uid.english
    if not _is_loadable(own):
        return
    for block, snippet in read_snippets(card):
        for load in snippet.loads:
            if _is_loadable(Uid(load.value.strip()).english) and load.value not in (
                own,
                card.uid,
            ):
                span = _place(card, block, load)
                quote = card.source.text[span.start]
                fix = (
                    Fix("load this card", (Edit(span, f"{quote}{own}{quote}"),), safe=False)
                    if quote in "\"'"
                    else None
                )
                yield Hit(
                    card,
                    span,
                    f"the snippet loads {load.value!r}, this card is {own!r}",
                    f"write '{own}'",
                    fix,
                )


@rule("CON102", "load-without-asset", "error")
def load_without_asset(card: Card, hub: Hub) -> Iterator[Hit]:
    """The usage snippet loads weights, but the card has none.

    `load` downloads the file of the first asset; without one it fails.

    bad body:
        ```python
        import mindspore_hub as mshub
        network = mshub.load("mindspore/1.5/ghostnet_imagenet2012")
        ```
    """
    if card.value("asset"):
        return
    for block, snippet in read_snippets(card):
        for load in snippet.loads:
            span = _place(card, block, load)
            yield Hit(
                card,
                span,
                "the snippet loads weights, but the card has no asset",
                "add the asset, or say how to get the weights",
            )


@rule("CON103", "version-against-folder", "error")
def version_against_folder(card: Card, hub: Hub) -> Iterator[Hit]:
    """The MindSpore version is another one than the card's folder says.

    bad:
        mindspore-version: "1.3"

    good:
        mindspore-version: "1.5"
    """
    folder = card.uid.version
    versions = [version.lstrip("vV") for version in card.texts("mindspore-version")]
    if folder and versions and not any(_same_release(version, folder) for version in versions):
        readable = all(re.fullmatch(r"\d+(\.\d+)+", version) for version in versions)
        if readable:
            stated = card.text("mindspore-version")
            message = f"mindspore-version is {stated!r}, the card's folder is {folder!r}"
            yield Hit(card, ("mindspore-version",), message, f'write "{folder}", or move the card')


def _same_release(version: str, folder: str) -> bool:
    return version == folder or version.startswith(folder + ".") or folder.startswith(version + ".")


@rule("CON104", "backend-against-folder", "error")
def backend_against_folder(card: Card, hub: Hub) -> Iterator[Hit]:
    """The backend is another one than the card's folder or its snippet says.

    bad:
        === mindspore/gpu/1.5/ghostnet_imagenet2012
        infer-backend: ascend

    bad body:
        ```python
        context.set_context(mode=context.GRAPH_MODE, device_target="TPU")
        ```

    good:
        === mindspore/gpu/1.5/ghostnet_imagenet2012
        infer-backend: gpu
    """
    folder = card.uid.backend
    backends = [
        term.id
        for word in card.texts("infer-backend")
        if (term := hub.vocabularies["backends"].find(word))
    ]
    if folder and backends and folder not in backends:
        message = (
            f"infer-backend is {card.text('infer-backend')!r}, the card's folder is {folder!r}"
        )
        yield Hit(card, ("infer-backend",), message, f"write '{folder}', or move the card")
    for block, snippet in read_snippets(card):
        for target in snippet.targets:
            term = hub.vocabularies["backends"].find(target.value)
            if term is None or (backends and term.id not in backends):
                wanted = " or ".join(
                    str(hub.vocabularies["backends"].terms[backend].data["device-target"])
                    for backend in backends
                )
                message = f"the snippet runs on {target.value!r}" + (
                    f", the card on {' and '.join(backends)}" if backends else ""
                )
                yield Hit(
                    card,
                    _place(card, block, target),
                    message,
                    f"write {wanted or 'Ascend, GPU or CPU'}",
                )


@rule("CON105", "path-against-repository", "warning")
def path_against_repository(card: Card, hub: Hub) -> Iterator[Hit]:
    """The text names another folder of the model zoo than the repository link.

    Readers who follow the text end in an old or a wrong folder.

    bad body:
        The network comes from the model zoo, model_zoo/official/cv/ghostnet.

    good body:
        The network comes from the model zoo, research/cv/ghostnet.
    """
    linked = _ZOO_PATH.search(card.text("repo-link"))
    if not linked:
        return
    folder = linked[1].rstrip("/")
    for match in _ZOO_PATH.finditer(card.source.text, *card.body_span):
        path = match[1].rstrip("/")
        left = card.source.text[max(0, match.start() - 11) : match.start()].removesuffix(
            "model_zoo/"
        )
        before = left[-1:]
        if before == "/" or _inside(path, folder) or _inside(folder, path):
            continue
        if fold(path.rpartition("/")[2]) == fold(folder.rpartition("/")[2]):
            message = f"the text names the folder {path!r}, repo-link {folder!r}"
            yield Hit(
                card,
                Span(match.start(1), match.start(1) + len(path)),
                message,
                f"write '{folder}', or mend repo-link",
            )


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


@rule("CON106", "publisher-against-folder", "warning")
def publisher_against_folder(card: Card, hub: Hub) -> Iterator[Hit]:
    """The user ID is not the first folder of the card's path.

    bad:
        user-id: somebody

    good:
        user-id: mindspore
    """
    publisher = card.uid.publisher if _is_loadable(card.uid) else ""
    user = card.text("user-id")
    if publisher and user and fold(user) != fold(publisher):
        yield Hit(
            card,
            ("user-id",),
            f"user-id is {user!r}, the card lies below {publisher!r}",
            f"write '{publisher}', or move the card",
        )
