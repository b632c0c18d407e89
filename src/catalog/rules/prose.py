"""PRS: what the sentences say about the model, against what the header says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model import Card, Edit, Fix, Hit, Hub, Span, Term, fold
from catalog.rules.define import rule
from catalog.rules.schema import module_type

_IS_NETWORK = re.compile(r"\bis (an?) ([a-z][a-z-]*) (?:network|model)\b", re.I)
_BOILERPLATE = re.compile(r"[\w\s./+-]{1,60} is used for (?:cv|nlp|audio|recommend|gnn|mm|rl)\.?", re.I)
_PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX|lorem ipsum)\b|\[network-fo\]|<your[ -][^>]*>")
_WORD = re.compile(r"[A-Za-z][\w.+-]*")


def _domain_named(word: str, hub: Hub) -> Term | None:
    word = word.lower()
    return next(
        (term for term in hub.vocabularies["domains"].terms.values() if word in term.data.get("words", ())), None
    )


@rule("PRS101", "other-domain-in-prose", "error")
def other_domain_in_prose(card: Card, hub: Hub) -> Iterator[Hit]:
    """The text calls the model a network of another domain than its module type.

    bad body:
        ssd is a audio network.

    good body:
        ssd is a cv network.
    """
    domain, _ = module_type(card.text("module-type"), hub)
    if not domain or domain == "mm":
        return
    for found in _IS_NETWORK.finditer(card.source.text, *card.body_span):
        named = _domain_named(found[2], hub)
        if named and named.id not in (domain, "mm"):
            right = f"{'an' if domain[0] in 'aeiou' else 'a'} {domain}"
            fix = Fix(f"write {right} network", (Edit(Span(found.start(1), found.end(2)), right),), safe=False)
            message = f"the text calls it {found[1]} {found[2]} network, module-type is {card.text('module-type')!r}"
            yield Hit(card, Span(found.start(2), found.end(2)), message, f"write '{right} network'", fix)


_KNOWN_MODELS = re.compile(
    "alexnet|lenet|vgg|resnet|resnext|googlenet|inception|mobilenet|shufflenet|squeezenet|efficientnet|densenet|ghostnet|"
    "yolo|ssd|retinanet|fasterrcnn|maskrcnn|deeplab|unet|bert|gpt|transformer|tinybert|ernie|deepfm|widedeep|ncf|dcgan|cyclegan"
)


@rule("PRS102", "other-model-in-summary", "warning")
def other_model_in_summary(card: Card, hub: Hub) -> Iterator[Hit]:
    """The summary speaks of another model.

    It names a well-known network that stands nowhere else in the card: not in its name, title, backbone, path or
    repository. Most such summaries were copied from another card.

    bad:
        summary: AlexNet used to classify the classes of ImageNet

    good:
        summary: GhostNet used to classify the classes of ImageNet
    """
    summary = card.text("summary")
    if not summary:
        return
    own = fold(
        " ".join(
            (card.title, card.uid, *(card.text(key) for key in ("model-name", "backbone-name", "repo-link", "title")))
        )
    )
    named = [match for match in _WORD.finditer(summary) if _family(match[0])]
    if named and not any(_family(match[0]) in own for match in named):
        word = named[0][0]
        message = f"the summary speaks of {word!r}, the card of {card.text('model-name') or card.title!r}"
        yield Hit(card, card.within(word, "summary"), message, "write the summary of this model")


def _family(word: str) -> str:
    """The well-known network that a word names, without its version (``resnet`` for ``ResNet-50``); empty for none."""
    bare = re.sub(r"(?:v?\d[\w.]*|[-_].*)$", "", word.lower())
    return fold(bare) if _KNOWN_MODELS.fullmatch(fold(bare)) else ""


@rule("PRS103", "boilerplate-summary", "info")
def boilerplate_summary(card: Card, hub: Hub) -> Iterator[Hit]:
    """The summary says no more than the module type.

    The summary is what people read in lists and search results.

    bad:
        summary: ghostnet is used for cv

    good:
        summary: an image classifier of 5.2 M parameters that makes half of its features by cheap operations
    """
    if _BOILERPLATE.fullmatch(card.text("summary")):
        yield Hit(
            card,
            ("summary",),
            "the summary says no more than module-type",
            "say what it does, on what, and what sets it apart",
        )


@rule("PRS104", "placeholder-text", "warning")
def placeholder_text(card: Card, hub: Hub) -> Iterator[Hit]:
    """A placeholder was left in the card.

    bad body:
        TODO: describe the training.

    good body:
        Trained for 500 epochs.
    """
    blocks = [block.content for block in card.code_blocks]
    for found in _PLACEHOLDER.finditer(card.source.text, card.header_span.start, card.body_span.end):
        if not any(span.start <= found.start() < span.end for span in blocks):
            yield Hit(
                card, Span(*found.span()), f"the placeholder {found[0]!r} was left here", "write what belongs here"
            )
