"""The facts of a card: normalised by the vocabularies, else as written."""

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.claims.facts import (
    Facts,
    Label,
    card_facts,
    hub_facts,
    relabel_facts,
    safe_link,
    without_places,
)
from catalog.claims.outline import card_outline
from catalog.hub.vocabularies import load_vocabularies
from catalog.model import Finding, Hub, Place, Settings, Source, Verdict
from catalog.parsing.card import parse_card
from tests.card_facts import make_facts


def shown(header: str, uid: str = "acme/1.2/net_digits") -> Facts:
    text = f"# A title\n\n---\n\n{header}\n\n---\n"
    card = parse_card(Source(f"{uid}.md", uid, text.encode(), text), {})
    return card_facts(uid, card, load_vocabularies("."))


@pytest.mark.parametrize(
    ("header", "field", "expected"),
    [
        ("module-type: cv-classification", "task", Label("classification", "Image classification")),
        ("module-type: CV-Classification", "task", Label("classification", "Image classification")),
        (
            "module-type: image_classification",
            "task",
            Label("classification", "Image classification"),
        ),
        ("module-type: cv", "task", Label("cv", "Computer vision")),
        ("module-type: cv-dreaming", "task", Label("cv", "Computer vision")),
        ("module-type: Dream walking", "task", Label("dreamwalking", "Dream walking")),
        ("module-type: '--'", "task", Label("", "--")),
        ("x: y", "task", Label("", "")),
        ("train-dataset: imagenet2012", "datasets", (Label("imagenet-1k", "ImageNet-1k"),)),
        (
            "train-dataset: [coco, MNIST]",
            "datasets",
            (Label("coco-2017", "COCO 2017"), Label("mnist", "MNIST")),
        ),
        ("train-dataset: My Own", "datasets", (Label("My Own", "My Own"),)),
        ("license: Apache2.0", "licence", Label("Apache-2.0", "Apache-2.0")),
        ("license: mine", "licence", Label("mine", "mine")),
        ("train-backend: ascend\ninfer-backend: Ascend", "backends", (Label("ascend", "Ascend"),)),
        ("mindspore-version: v1.10", "version", "1.10"),
        ("mindspore-version: nightly", "version", "nightly"),
        ("x: y", "version", "1.2"),
        ("repo-link: <https://git.example/a>", "source_link", "https://git.example/a"),
        ("repo-link: javascript:alert(1)", "source_link", ""),
        ("repo-link: see https://git.example", "source_link", ""),
        ("summary: |\n  two\n  lines", "summary", "two lines"),
        ("author: |\n  A\n  B", "author", "A B"),
        ("update-time: 2022-3-4", "updated", "2022-3-4"),
        ("update-time: 2022-3-4", "day", "2022-03-04"),
        ("update-time: soon", "day", ""),
        ("backbone-name: vgg", "backbone", "vgg"),
        (
            "used-for: [inference, play]",
            "uses",
            (Label("inference", "Inference"), Label("play", "play")),
        ),
        ("parameters: 5M", "size", 5_000_000),
        ("x: y", "result", None),
        ("x: y", "findings", {}),
        ("model-name: resnet", "model", "resnet"),
        ("x: y", "model", "A title"),
        ("x: y", "readable", True),
        ("", "readable", False),
    ],
)
def test_facts_of_a_card(header: str, field: str, expected: object) -> None:
    assert getattr(shown(header), field) == expected


@pytest.mark.parametrize(
    ("uid", "publisher", "family"),
    [
        ("acme/1.2/net_digits", "acme", "netdigits"),
        ("acme/gpu/1.0/net_v1.0_digits", "acme", "netdigits"),
        ("acme/1.10/net_v1.10", "acme", "net"),
        ("acme/1.0/yolov3_coco", "acme", "yolov3coco"),
        ("acme/1.0/net_v1.0_digits_cn", "acme", "netdigits"),
        ("alone", "", "alone"),
        ("acme/1.0/__", "acme", "__"),
    ],
)
def test_family_leaves_the_version_out(uid: str, publisher: str, family: str) -> None:
    card = shown("x: y", uid)
    assert (card.publisher, card.family) == (publisher, family)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://a.example/b?c#d", True),
        ("HTTP://a.example", True),
        ("ftp://a.example", False),
        ("//a.example", False),
        ("javascript:alert(1)//https://a", False),
        ("https://a.example/ b", False),
        ('https://a.example/"onclick', False),
        ("", False),
    ],
)
def test_safe_link(text: str, safe: bool) -> None:
    assert safe_link(text) == (text if safe else "")


def test_findings_are_counted_by_file() -> None:
    text = "# B\n\n---\n\nx: y\n\n---\n"
    cards = {
        uid: parse_card(Source(f"cards/{uid}.md", uid, text.encode(), text), {})
        for uid in ("b", "a")
    }
    hub = Hub(cards, load_vocabularies("."), {}, Settings())
    findings = [
        Finding(path, Place(1, 1, 1, 1), "ABC123", "a-fault", "error", "", "")
        for path in ("cards/a.md", "cards/a.md", "x")
    ]
    assert [(facts.uid, dict(facts.findings)) for facts in hub_facts(hub, {}, findings)] == [
        ("a", {"error": 2}),
        ("b", {}),
    ]


def test_labels_of_another_language_take_the_place_of_ours() -> None:
    header = (
        "module-type: cv-classification\ntrain-dataset: [mnist, My Own]\ninfer-backend: GPU\n"
        "used-for: inference\nlicense: MIT\n"
        "metrics: [{name: top-1 accuracy, value: 1}, {name: charm, value: 2}]"
    )
    english = shown(header)
    other = {
        name: replace(
            words,
            terms={
                key: replace(term, label=f"{name}: {term.label}")
                for key, term in words.terms.items()
            },
        )
        for name, words in load_vocabularies(".").items()
    }
    (facts,) = relabel_facts([english], other)
    assert facts.task == Label("classification", "tasks: Image classification")
    assert facts.datasets == (Label("mnist", "datasets: MNIST"), Label("My Own", "My Own"))
    assert facts.backends == (Label("gpu", "backends: GPU"),)
    assert facts.uses == (Label("inference", "uses: Inference"),)
    assert facts.licence == Label("MIT", "licences: MIT")
    assert [metric.label for metric in facts.metrics] == ["metrics: Top-1 accuracy", "charm"]
    (domain,) = relabel_facts([shown("module-type: cv")], other)
    assert domain.task == Label("cv", "domains: Computer vision")


def test_facts_without_places_are_those_of_a_card_with_more_words() -> None:
    header = (
        "metrics: [{name: mAP, value: 1}]\nparameters: 5M\nmultiply-adds: 2G\n"
        "inputs: [{name: x, shape: [1, 3], layout: NC, dtype: float32}]\n"
        "asset: [{asset-link: a, file-format: ckpt}]"
    )
    facts = [without_places(shown(lines + header)) for lines in ("", "author: somebody\n")]
    assert facts[0].author != facts[1].author
    assert facts[0]._replace(author="") == facts[1]._replace(author="")
    assert facts[0] != shown(header)


@pytest.mark.parametrize(
    ("text", "level", "title"), [("## A *b*\n", 2, "A *b*"), ("#### C\n", 4, "C")]
)
def test_the_outline_of_a_card(text: str, level: int, title: str) -> None:
    body = text + "\n```python\npass\n```\n"
    whole = f"# T\n\n---\n\nx: y\nx: z\n\n---\n\n{body}"
    outline = card_outline(parse_card(Source("p.md", "a/1.0/n_cn", whole.encode(), whole), {}))
    assert (outline.uid, outline.path, outline.language) == ("a/1.0/n_cn", "p.md", "zh")
    assert (outline.readable, outline.code) == (True, ("python",))
    assert [(section.level, section.title) for section in outline.sections] == [(level, title)]
    assert [fault.kind for fault in outline.faults] == ["repeated-key"]


def test_corpus_gives_facts_for_every_card(corpus: Path) -> None:
    words = load_vocabularies(".")
    paths = sorted((corpus / "hub").rglob("*.md"))
    sources = [
        Source(path.name, path.stem, path.read_bytes(), path.read_text(errors="replace"))
        for path in paths
    ]
    every = [card_facts(source.uid, parse_card(source, {}), words) for source in sources]
    assert sum(facts.title != "" for facts in every) == len(paths) > 2000
    assert (
        sum(
            facts.task.id in words["tasks"].terms or facts.task.id in words["domains"].terms
            for facts in every
        )
        > 1900
    )


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (Verdict.CONFIRMED, "confirmed"),
        (Verdict.CONTRADICTED, "contradicted"),
        (Verdict.NOT_STATED, "measured"),
        (Verdict.UNTESTABLE, "untestable"),
        (Verdict.FAILED, "failed"),
        (None, "unchecked"),
    ],
)
def test_status_becomes_a_state(verdict: Verdict | None, state: str) -> None:
    assert make_facts("a/1.0/n", verdict=verdict).state == state
