"""The backbone that a card names, among the modules of the network that was built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.model import Check, Verdict, fold
from catalog.smoke.verdicts.claims import NetworkClaims

# Families of backbones that name themselves in their classes: one is never built of another.
_FAMILIES = re.compile(
    r"resnext|resnest|resnet|mobilenet|ghostnet|densenet|inception|efficientnet|darknet"
    r"|shufflenet|squeezenet|vgg|swin|hrnet|xception|nasnet|regnet|convnext|googlenet|alexnet"
    r"|lenet|bert|unet"
)
# Built from the classes of another family, with other numbers.
_RELATIVES = {"resnext": "resnet", "resnest": "resnet", "googlenet": "inception"}
_SHORTEST = 3


def backbone_check(claims: NetworkClaims, answer: Mapping[str, Any]) -> Iterator[Check]:
    """The named backbone among the classes and attributes of the network's tree."""
    modules: Sequence[str] = answer.get("modules", [])
    wanted = fold(claims.backbone)
    if not wanted or not modules:
        return
    for name in modules:
        if len(fold(name)) >= _SHORTEST and _is_related(fold(name), wanted):
            evidence = "a name in the network's tree of modules"
            yield Check("backbone", claims.backbone, name, Verdict.CONFIRMED, evidence)
            return
    families = {_family(match) for name in modules for match in _FAMILIES.findall(name.lower())}
    named = _FAMILIES.search(wanted)
    if families and named and _family(named[0]) not in families:
        measured = ", ".join(sorted(families))
        evidence = "the families named in the tree of modules"
        yield Check("backbone", claims.backbone, measured, Verdict.CONTRADICTED, evidence)
        return
    evidence = "no class and no attribute of the network is called so"
    yield Check("backbone", claims.backbone, "", Verdict.UNTESTABLE, evidence)


def _family(name: str) -> str:
    return _RELATIVES.get(name, name)


def _is_related(name: str, wanted: str) -> bool:
    """Whether a name holds the other, or its stem: ``resnet`` and ``resnet50``."""
    stem = re.sub(r"\d.*", "", wanted)
    return (
        wanted in name
        or (name in wanted and bool(re.match(name, wanted)))
        or (len(stem) > _SHORTEST and stem in name)
    )
