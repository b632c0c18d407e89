"""The five cards that the project began with: every fault that is known of them, by code and line."""

from collections import Counter
from pathlib import Path

import pytest
from cards import ROOT

from catalog import settings
from catalog.hub import open_hub
from catalog.lint import choose, lint
from catalog.model import Finding
from catalog.rules import RULES

FAULTS = {
    "noah-cvlab/ascend/0.7/ghostnet_ssd_v1.0": [
        (13, "undeclared-layout"),
        (17, "metric-as-key"),
        (17, "undeclared-scale"),
        (23, "moving-branch"),
        (35, "licence-without-spdx"),
        (43, "path-against-repository"),
        (57, "load-without-asset"),
    ],
    "mindspore/1.5/ghostnet_imagenet2012": [
        (17, "metric-as-text"),
        (38, "licence-without-spdx"),
        (40, "boilerplate-summary"),
    ],
    "mindspore/ascend/1.1/ssd_v1.1": [
        (13, "undeclared-layout"),
        (23, "moved-repository"),
        (38, "trailing-space"),
        (39, "odd-version-in-file-name"),
        (39, "misspelt-file-name"),
        (39, "misspelt-file-name"),
        (42, "licence-without-spdx"),
        (52, "other-domain-in-prose"),
        (89, "missing-final-newline"),
    ],
    "noah-cvlab/gpu/1.0/ghostnet_v1.0_oxford_pets": [
        (9, "module-type-spelling"),
        (13, "undeclared-layout"),
        (19, "undeclared-scale"),
        (26, "bare-link"),
        (26, "moved-repository"),
        (26, "moving-branch"),
        (41, "bare-link"),
        (44, "licence-without-spdx"),
        (46, "other-model-in-summary"),
        (53, "path-against-repository"),
        (109, "missing-final-newline"),
    ],
    "mindspore/ascend/1.3/ssdresnet50_v1.3_coco2017": [
        (13, "undeclared-layout"),
        (15, "malformed-version"),
        (19, "metric-against-file-name"),
        (19, "metric-of-other-task"),
        (25, "moved-repository"),
        (35, "malformed-version"),
        (41, "temporary-path"),
        (44, "licence-without-spdx"),
        (46, "boilerplate-summary"),
    ],
}


@pytest.fixture(scope="module")
def found(seeds: Path) -> list[Finding]:
    if not seeds.is_dir():
        pytest.skip("the five cards are not beside the corpus")
    hub = open_hub([seeds], settings.load(ROOT))
    assert hub.cards.keys() == FAULTS.keys()
    return lint(hub, choose(RULES, hub.settings))


@pytest.mark.parametrize("uid", FAULTS)
def test_known_faults(found: list[Finding], uid: str) -> None:
    lines = Counter((one.place.line, one.name) for one in found if one.uid == uid)
    assert Counter(FAULTS[uid]) <= lines


def test_nothing_else_is_called_an_error(found: list[Finding]) -> None:
    errors = {(one.uid, one.place.line, one.name) for one in found if one.severity == "error"}
    assert errors <= {(uid, line, name) for uid, faults in FAULTS.items() for line, name in faults}
