"""A smoke result counts while its card claims the same."""

import pytest

from catalog.claims.card_claims import claims_of
from catalog.claims.digest import digest_claims, is_fresh
from catalog.claims.facts import card_facts
from catalog.model import Check, SmokeResult, Verdict
from tests.card_facts import WORDS
from tests.cards import HEADER, card_text, read_card

TABLE = "## Performance\n\n| Model | Parameters (M) |\n| --- | --- |\n| ghostnet | {} |\n"


@pytest.mark.parametrize(
    ("change", "fresh"),
    [
        ({}, True),
        ({"summary": "other words", "author": "somebody else", "update-time": "2026-01-01"}, True),
        ({"parameters": "5.3M"}, False),
        ({"multiply-adds": "140M"}, False),
        (
            {"inputs": "[{name: image, shape: [1, 3, 227, 227], layout: NCHW, dtype: float32}]"},
            False,
        ),
        (
            {"inputs": "[{name: image, shape: [1, 3, 224, 224], layout: NHWC, dtype: float32}]"},
            False,
        ),
        ({"fine-tunable": "False"}, False),
        ({"model-name": "ghostnet_1x"}, False),
        ({"network": "networks/other"}, False),
        ({"tests": "[{inputs: a.npy, outputs: b.npy}]"}, False),
    ],
)
def test_a_result_is_fresh_while_the_card_says_the_same(
    change: dict[str, str], fresh: bool
) -> None:
    before = read_card(card_text({**HEADER, "parameters": "5.2M"}))
    after = read_card(card_text({**HEADER, "parameters": "5.2M", **change}))
    result = SmokeResult(
        before.uid,
        "n",
        (Check("network", "", "", Verdict.CONFIRMED, "why"),),
        stated=digest_claims(claims_of(before, WORDS)),
    )
    assert is_fresh(result, claims_of(after, WORDS)) == fresh
    assert (card_facts(after.uid, after, WORDS, result).result is not None) == fresh


def test_tables_count_and_other_words_do_not() -> None:
    card, same, changed = (
        read_card(card_text(body=body))
        for body in (
            TABLE.format("5.2"),
            "Words before.\n\n" + TABLE.format("5.2"),
            TABLE.format("5.3"),
        )
    )
    assert (
        digest_claims(claims_of(card, WORDS))
        == digest_claims(claims_of(same, WORDS))
        != digest_claims(claims_of(changed, WORDS))
    )


@pytest.mark.parametrize(
    ("change", "digest"),
    [
        ({}, "bf53bcd34c45d239"),
        ({"inputs": "[]", "input-shape": "'[1, 3, 8, 8]'"}, "74defcd0c84db630"),
    ],
)
def test_digests_of_committed_results_stay_valid(change: dict[str, str], digest: str) -> None:
    card = read_card(card_text({**HEADER, **change}))
    assert digest_claims(claims_of(card, WORDS)) == digest


def test_a_result_of_unknown_age_is_shown() -> None:
    assert is_fresh(SmokeResult("a", "n", ()), claims_of(read_card(card_text()), WORDS))
