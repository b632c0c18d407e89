"""The five cards that the project began with: every fault in them, by code and line."""

from collections import Counter
from pathlib import Path

import pytest

from catalog.hub.open import open_hub
from catalog.hub.settings import load_settings
from catalog.lint.engine import choose_rules, lint
from catalog.model import Finding
from catalog.rules import RULES
from tests.cards import ROOT

FAULTS = {
    "noah-cvlab/ascend/0.7/ghostnet_ssd_v1.0": [
        (13, "SHP102 undeclared-layout"),
        (17, "MET104 metric-as-key"),
        (17, "MET102 undeclared-scale"),
        (23, "LNK101 moving-branch"),
        (35, "SCH203 licence-without-spdx"),
        (43, "CON105 path-against-repository"),
        (57, "CON102 load-without-asset"),
    ],
    "mindspore/1.5/ghostnet_imagenet2012": [
        (17, "MET105 metric-as-text"),
        (38, "SCH203 licence-without-spdx"),
        (40, "PRS103 boilerplate-summary"),
    ],
    "mindspore/ascend/1.1/ssd_v1.1": [
        (1, "MET109 no-metric"),
        (13, "SHP102 undeclared-layout"),
        (23, "LNK102 moved-repository"),
        (38, "SYN203 trailing-space"),
        (39, "AST205 odd-version-in-file-name"),
        (39, "AST204 misspelt-file-name"),
        (39, "AST204 misspelt-file-name"),
        (42, "SCH203 licence-without-spdx"),
        (52, "PRS101 other-domain-in-prose"),
        (89, "SYN202 missing-final-newline"),
    ],
    "noah-cvlab/gpu/1.0/ghostnet_v1.0_oxford_pets": [
        (9, "SCH109 module-type-spelling"),
        (13, "SHP102 undeclared-layout"),
        (19, "MET102 undeclared-scale"),
        (26, "LNK105 bare-link"),
        (26, "LNK102 moved-repository"),
        (26, "LNK101 moving-branch"),
        (41, "LNK105 bare-link"),
        (44, "SCH203 licence-without-spdx"),
        (46, "PRS102 other-model-in-summary"),
        (53, "CON105 path-against-repository"),
        (109, "SYN202 missing-final-newline"),
    ],
    "mindspore/ascend/1.3/ssdresnet50_v1.3_coco2017": [
        (13, "SHP102 undeclared-layout"),
        (13, "SHP105 shape-against-name"),
        (15, "SCH105 malformed-version"),
        (19, "MET103 metric-against-file-name"),
        (19, "MET107 metric-of-other-task"),
        (25, "LNK102 moved-repository"),
        (35, "SCH105 malformed-version"),
        (41, "AST105 temporary-path"),
        (44, "SCH203 licence-without-spdx"),
        (46, "PRS103 boilerplate-summary"),
    ],
}


@pytest.fixture(scope="module")
def found(seeds: Path) -> list[Finding]:
    if not seeds.is_dir():
        pytest.skip("the five cards are not beside the corpus")
    hub = open_hub([seeds], load_settings(ROOT))
    assert hub.cards.keys() == FAULTS.keys()
    return lint(hub, choose_rules(RULES, hub.settings))


@pytest.mark.parametrize("uid", FAULTS)
def test_known_faults(found: list[Finding], uid: str) -> None:
    lines = Counter((one.place.line, f"{one.code} {one.name}") for one in found if one.uid == uid)
    assert Counter(FAULTS[uid]) <= lines


def test_nothing_else_is_called_an_error(found: list[Finding]) -> None:
    errors = {
        (one.uid, one.place.line, f"{one.code} {one.name}")
        for one in found
        if one.severity == "error"
    }
    assert errors <= {(uid, line, name) for uid, faults in FAULTS.items() for line, name in faults}
