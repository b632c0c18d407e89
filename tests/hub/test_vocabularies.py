"""The card schema and the vocabularies: ours, those of a hub, and files that are wrong."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from catalog.hub.card_schema import HeaderChecker, load_schema
from catalog.hub.resources import resource_folders
from catalog.hub.vocabularies import VOCABULARIES, load_key_aliases, load_vocabularies
from catalog.model import CatalogError
from tests.cards import HEADER, ROOT, card_text, read_card

HERE = str(ROOT)
CARD = load_schema("card", HERE)
CHECKER = HeaderChecker(CARD)
WORDS = load_vocabularies(HERE)


@pytest.mark.parametrize("name", ["card", "findings", "index", "smoke"])
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(load_schema(name, HERE))


def test_every_key_of_a_card_has_a_description_to_hint_with() -> None:
    parts = dict(CARD["properties"])
    for key, part in CARD["properties"].items():
        parts |= {
            f"{key}.{name}": inner
            for name, inner in part.get("items", {}).get("properties", {}).items()
        }
    assert [name for name, part in parts.items() if not part.get("description")] == []


def test_every_vocabulary_of_the_card_schema_is_there() -> None:
    named = {part["x-vocabulary"] for part in CARD["properties"].values() if "x-vocabulary" in part}
    assert named <= WORDS.keys() == set(VOCABULARIES)


@pytest.mark.parametrize(
    ("name", "word", "expected"),
    [
        ("licences", "Apache2.0", "Apache-2.0"),
        ("backends", "Ascend", "ascend"),
        ("datasets", "imagenet2012", "imagenet-1k"),
        ("datasets", "COCO 2017", "coco-2017"),
        ("metrics", "top1acc", "top-1 accuracy"),
        ("file_formats", ".ckpt", "ckpt"),
        ("units", " % ", "percent"),
        ("backends", "tpu", None),
        ("backends", "--", None),
        ("backends", "", None),
        ("metrics", "AP50acc", "AP50"),
        ("metrics", "mAP@.5IoU", "AP50"),
        ("metrics", "mAP@[.5:.95]", "mAP"),
        ("metrics", "TRP@FAR=0.1%", "TPR@FAR=0.1%"),
        ("metrics", "whole", "whole tumour Dice"),
    ],
)
def test_words_are_found_however_they_are_spelt(name: str, word: str, expected: str | None) -> None:
    term = WORDS[name].find(word)
    assert (term.id if term else None) == expected


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_spelling_leads_to_its_term(name: str) -> None:
    vocabulary = WORDS[name]
    assert all(
        vocabulary.find(word) is term
        for term in vocabulary.terms.values()
        for word in (term.id, term.label)
    )
    assert vocabulary.terms


@pytest.mark.parametrize(
    ("name", "id_", "label", "label_zh"),
    [
        ("tasks", "classification", "Image classification", "图像分类"),
        ("domains", "cv", "Computer vision", "计算机视觉"),
    ],
)
def test_terms_have_labels_in_two_languages(name: str, id_: str, label: str, label_zh: str) -> None:
    term = WORDS[name].terms[id_]
    assert (term.label, term.label_zh) == (label, label_zh)


def test_keys_of_other_languages_stand_for_keys_of_the_schema() -> None:
    keys = set(CARD["properties"])
    for part in CARD["properties"].values():
        keys |= (
            part.get("items", {}).get("properties", {}).keys() | part.get("properties", {}).keys()
        )
    assert set(load_key_aliases(HERE).values()) <= keys


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, set()),
        ({"model-version": "v1"}, {(("model-version",), "pattern")}),
        ({"license": ""}, {(("license",), "minLength")}),
        ({"inputs": "[]"}, {(("inputs",), "minItems")}),
        ({"inputs": "[{shape: [1], layout: nchw}]"}, {(("inputs", 0, "layout"), "pattern")}),
        ({"asset": "[{file-format: ckpt}]"}, {(("asset", 0), "required")}),
        ({"colour": "red"}, {((), "additionalProperties")}),
        ({"asset": "ghostnet.ckpt"}, {(("asset",), "type")}),
    ],
)
def test_schema_errors(
    change: dict[str, str], expected: set[tuple[tuple[str | int, ...], str]]
) -> None:
    card = read_card(card_text(HEADER | change))
    assert {(error.route, error.keyword) for error in CHECKER.errors(card.header)} == expected


def test_a_hub_overrides_file_by_file(tmp_path: Path) -> None:
    own = tmp_path / "schema"
    own.mkdir()
    (own / "backends.yaml").write_text("tpu: {label: TPU, aliases: [v5e]}\n", encoding="utf-8")
    words = load_vocabularies(str(tmp_path))
    assert list(words["backends"].terms) == ["tpu"]
    assert words["units"].terms == WORDS["units"].terms
    assert resource_folders("schema", str(tmp_path)) == [own, ROOT / "schema"]
    assert resource_folders("schema", HERE) == [ROOT / "schema"]


@pytest.mark.parametrize(
    ("file", "data", "complaint"),
    [
        ("card.schema.json", b"{", "schema/card.schema.json is not JSON"),
        ("card.schema.json", b"[]", "schema/card.schema.json is not a JSON object"),
        ("backends.yaml", b"a: [", "schema/backends.yaml is not YAML"),
        ("backends.yaml", b"- a", "schema/backends.yaml is not a mapping"),
        ("backends.yaml", b"a: text", "schema/backends.yaml: 'a' is not a mapping"),
        (
            "backends.yaml",
            b"a: {aliases: b}",
            "schema/backends.yaml: aliases of 'a' are not a list",
        ),
        (
            "backends.yaml",
            b"a: {aliases: [c-d]}\nb: {aliases: [CD]}",
            "both 'a' and 'b' are spelt 'CD'",
        ),
        ("backends.yaml", b"\xff", "cannot read"),
        ("keys_zh.yaml", b"- a", "schema/keys_zh.yaml is not a mapping"),
    ],
)
def test_files_that_are_wrong_are_named(
    tmp_path: Path, file: str, data: bytes, complaint: str
) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / file).write_bytes(data)
    with pytest.raises(CatalogError, match=complaint):
        (
            load_schema("card", str(tmp_path)),
            load_vocabularies(str(tmp_path)),
            load_key_aliases(str(tmp_path)),
        )


def test_a_schema_that_nobody_has_is_said() -> None:
    with pytest.raises(CatalogError, match=r"there is no schema/cart\.schema\.json"):
        load_schema("cart", HERE)
