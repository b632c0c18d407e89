"""PRS1: what the sentences of a card say about the model, against its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalog.claims.counts import parse_count
from catalog.model import Card, Edit, Fix, Hit, Hub, Span, Term, Vocabulary, fold
from catalog.rules.define import rule
from catalog.rules.module_types import domain_and_task
from catalog.rules.well_known_networks import network_of_word

_IS_NETWORK = re.compile(r" is (an?) ([A-Za-z][A-Za-z-]*) (?:network|model)\b")
_BOILERPLATE = re.compile(
    r"[\w\s./+-]{1,60} is used for (?:cv|nlp|audio|recommend|gnn|mm|rl)\.?", re.I
)
_PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX|lorem ipsum)\b|\[network-fo\]|<your[ -][^>]*>")
_PLACEHOLDERS = ("TODO", "TBD", "FIXME", "XXX", "lorem ipsum", "[network-fo]", "<your")
_A_VOWEL = re.compile(
    r" (a) (image|audio|object|input|output|efficient|example"
    r"|improved|online|effective|accurate|end)\b"
)
_AN_CONSONANT = re.compile(r" (an) (network|model|detector|dataset|new|simple|large|small)\b")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]*")


def _domain_named(word: str, hub: Hub) -> Term | None:
    word = word.lower()
    return next(
        (
            term
            for term in hub.vocabularies["domains"].terms.values()
            if word in term.data.get("words", ())
        ),
        None,
    )


@rule("PRS101", "other-domain-in-prose", "error", "fixable")
def other_domain_in_prose(card: Card, hub: Hub) -> Iterator[Hit]:
    """The text calls the model a network of another domain than its module type.

    bad body:
        ssd is a audio network.

    good body:
        ssd is a cv network.
    """
    domain, _ = domain_and_task(card.text("module-type"), hub)
    if not domain or domain == "mm":
        return
    for match in _IS_NETWORK.finditer(card.source.text, *card.body_span):
        named = _domain_named(match[2], hub)
        if named and named.id not in (domain, "mm"):
            right = f"{'an' if domain[0] in 'aeiou' else 'a'} {domain}"
            fix = Fix(
                f"write {right} network",
                (Edit(Span(match.start(1), match.end(2)), right),),
                safe=False,
            )
            message = (
                f"the text speaks of {match[2]!r}, module-type is {card.text('module-type')!r}"
            )
            yield Hit(
                card, Span(match.start(2), match.end(2)), message, f"write '{right} network'", fix
            )


@rule("PRS102", "other-model-in-summary", "warning")
def other_model_in_summary(card: Card, hub: Hub) -> Iterator[Hit]:
    """The summary speaks of another model.

    It names a well-known network that stands nowhere else in the card: not in its name, title, backbone, path or
    repository, nor does it name this model beside it. Most such summaries were copied from another card.

    bad:
        summary: AlexNet used to classify the classes of ImageNet

    good:
        summary: GhostNet used to classify the classes of ImageNet
    """
    summary = card.text("summary")
    named = _named(summary, hub.vocabularies["networks"])
    if not named:
        return
    own, folded = _own_names(card), fold(summary)
    names_itself = any(
        name and name in folded for name in (fold(card.title), fold(card.text("model-name")))
    )
    if not names_itself and not any(
        name in own or name in fold(card.body) for name in named.values()
    ):
        word = next(iter(named))
        message = (
            f"the summary speaks of {word!r}, the card of {card.text('model-name') or card.title!r}"
        )
        yield Hit(card, card.within(word, "summary"), message, "write the summary of this model")


@lru_cache(maxsize=4096)
def _named(text: str, networks: Vocabulary) -> dict[str, str]:
    """The words of ``text`` that name well-known networks, and the names of those."""
    return {
        match[0]: network
        for match in _WORD.finditer(text)
        if (network := network_of_word(match[0], networks))
    }


def _own_names(card: Card) -> str:
    """The names of the card's own model joined: title, path, model, backbone and repository."""
    keys = ("model-name", "backbone-name", "repo-link", "title")
    return fold(" ".join((card.title, card.uid, *(card.text(key) for key in keys))))


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
    text = card.source.text
    if not any(text.find(word, card.header_span.start) >= 0 for word in _PLACEHOLDERS):
        return
    for match in _PLACEHOLDER.finditer(
        card.source.text, card.header_span.start, card.body_span.end
    ):
        if not card.is_block(match.start()):
            yield Hit(
                card,
                Span(*match.span()),
                f"the placeholder {match[0]!r} was left here",
                "write what belongs here",
            )


_IMPLEMENTATION = re.compile(
    r"uses the implementation of (?:the )?([\w.+-]+)(?= from the MindSpore)"
)


@rule("PRS105", "other-model-in-introduction", "warning")
def other_model_in_introduction(card: Card, hub: Hub) -> Iterator[Hit]:
    """The introduction says that the card uses the implementation of another model.

    The name shares no word with the card's name, title, backbone, path or repository, or has another number than they.

    bad body:
        This MindSpore Hub model uses the implementation of AlexNet from the MindSpore model zoo.

    bad file:
        # GhostNet

        ---
        model-name: ghostnet_130
        ---

        This MindSpore Hub model uses the implementation of ghostnet_100 from the MindSpore model zoo.

    good body:
        This MindSpore Hub model uses the implementation of GhostNet from the MindSpore model zoo.
    """
    for match in _IMPLEMENTATION.finditer(card.source.text, *card.body_span):
        words = [fold(word) for word in re.split(r"[-_.]", match[1]) if len(fold(word)) > 1]
        letters = [re.sub(r"\d+$", "", word) for word in words]
        own = _own_names(card) + fold(card.text("summary"))
        is_other = words and not any(word and word in own for word in (*letters, fold(match[1])))
        if is_other or _numbered_otherwise(fold(match[1]), card):
            name = card.text("model-name") or card.title
            message = f"the introduction speaks of {match[1]!r}, the card of {name!r}"
            yield Hit(card, Span(*match.span(1)), message, "name this card's model")


def _numbered_otherwise(name: str, card: Card) -> bool:
    """Whether ``name`` and the card's model differ only in their number: resnet101 and resnet50.

    A number that begins with the other may be a version before a size: resnetv2 and resnetv250.
    """
    parts, own = (
        re.fullmatch(r"([a-z]\D*)(\d+)", folded) for folded in (name, fold(card.text("model-name")))
    )
    return bool(parts and own and parts[1] == own[1] and not own[2].startswith(parts[2]))


@rule("PRS106", "wrong-article", "info", "fixable")
def wrong_article(card: Card, hub: Hub) -> Iterator[Hit]:
    """The article does not fit the word behind it.

    bad body:
        This is a image classifier, with a audio tagger, or an detector.

    good body:
        This is an image classifier, with an audio tagger, or a detector.
    """
    for pattern, right in ((_A_VOWEL, "an"), (_AN_CONSONANT, "a")):
        for match in pattern.finditer(card.source.text, *card.body_span):
            if not card.is_block(match.start()):
                span = Span(*match.span(1))
                message = f"the article does not fit: '{match[1]} {match[2]}'"
                fix = Fix(f"write {right}", (Edit(span, right),))
                yield Hit(card, span, message, f"write '{right} {match[2]}'", fix)


_TRAINABLE = re.compile(
    r"\ball (?:the )?(?:parameters|weights)\b[^.\n]{0,40}\bare (?P<word>trainable|fixed|frozen)\b",
    re.I,
)


@rule("PRS107", "trainable-against-prose", "warning")
def trainable_against_prose(card: Card, hub: Hub) -> Iterator[Hit]:
    """The text says of all parameters another thing than `fine-tunable`.

    bad body:
        All parameters in the module are frozen.

    good body:
        All parameters in the module are trainable.
    """
    claimed = card.text("fine-tunable").lower()
    signs = {"true": ("frozen", "fixed"), "false": ("trainable",)}.get(claimed, ())
    if not any(card.mentions(sign) for sign in signs):
        return
    for match in _TRAINABLE.finditer(card.source.text, *card.body_span):
        stated = "true" if match["word"].lower() == "trainable" else "false"
        if claimed != stated:
            message = (
                f"the text says that all parameters are {match['word']}, "
                f"fine-tunable is {claimed.title()}"
            )
            yield Hit(
                card,
                Span(*match.span()),
                message,
                "count the trainable parameters and mend one of the two",
            )


_PARAMETERS = re.compile(
    r"(?P<count>\d+(?:\.\d+)?\s?[MBk]|\d+(?:\.\d+)? million) (?:trainable )?parameters"
)


@rule("PRS108", "parameters-against-summary", "warning")
def parameters_against_summary(card: Card, hub: Hub) -> Iterator[Hit]:
    """The summary counts other parameters than the header.

    bad:
        parameters: 5.2M
        summary: an image classifier of 52 M parameters

    good:
        parameters: 5.2M
        summary: an image classifier of 5.2 M parameters
    """
    match = _PARAMETERS.search(card.text("summary"))
    counted = (
        parse_count(match["count"], "", card.within(match["count"], "summary")) if match else None
    )
    stated = parse_count(card.text("parameters"), "", card.span("parameters"))
    if (
        counted
        and stated
        and abs(counted.value - stated.value) > max(counted.resolution, stated.resolution)
    ):
        message = f"the summary speaks of {counted.text} parameters, the header of {stated.text}"
        yield Hit(card, counted.where, message, "count them, and mend one of the two")
