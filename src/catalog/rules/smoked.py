"""SMK: what a smoke run found out, told at the place of each fact on the card.

The results are in the file that `[smoke] results` of `catalog.toml` names; without it, nothing is said. A result for
what the card no longer says is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from catalog import claims, schema
from catalog.model import Card, CatalogError, Check, Hit, Hub, Route, SmokeResult, Span, Verdict
from catalog.rules.define import rule
from catalog.smoke.results import from_json

_ROUTES: Mapping[str, tuple[Route, ...]] = {
    "network": (("network", "source"), ("network",), ("repo-link",)),
    "name": (("network", "name"), ("model-name",)),
    "classes": (("network", "arguments", "num_classes"), ("train-dataset",)),
    "backbone": (("backbone-name",),),
    "fine-tunable": (("fine-tunable",),),
}
"""Where a fact stands on a card, the first that there is."""


@rule("SMK101", "contradicted-by-smoke", "error")
def contradicted_by_smoke(card: Card, hub: Hub) -> Iterator[Hit]:
    """The network says otherwise than the card: `catalog smoke` built, ran and measured it.

    bad:
        parameters: 5.2M
        === smoke.json
        {"version": 1, "results": [{"uid": "mindspore/1.5/ghostnet_imagenet2012", "verdict": "contradicted",
          "network": "networks/ghostnet", "environment": {}, "seconds": 1, "peak_memory": 0, "log": "", "checks": [
          {"fact": "parameters", "claimed": "5.2M", "measured": "3,970,873 in all", "verdict": "contradicted",
           "evidence": "counted in the network that was built"}]}]}

    good:
        parameters: 4.0M
        === smoke.json
        {"version": 1, "results": [{"uid": "mindspore/1.5/ghostnet_imagenet2012", "verdict": "contradicted",
          "network": "networks/ghostnet", "environment": {}, "seconds": 1, "peak_memory": 0, "log": "", "checks": [
          {"fact": "parameters", "claimed": "5.2M", "measured": "3,970,873 in all", "verdict": "contradicted",
           "evidence": "counted in the network that was built"}]}]}
    """
    for check, where in _checks(card, hub, "contradicted"):
        measured = f": {check.measured} was measured" if check.measured else ""
        said = f"{check.fact} {check.claimed!r}" if check.claimed else check.fact
        yield Hit(card, where, f"{said} is contradicted by smoke{measured}", f"write what is true: {check.evidence}")


@rule("SMK102", "failed-smoke", "error")
def failed_smoke(card: Card, hub: Hub) -> Iterator[Hit]:
    """The network does not build, does not run, or does not do what every network must: `catalog smoke` tried.

    bad:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name): return object()
        === smoke.json
        {"version": 1, "results": [{"uid": "mindspore/1.5/ghostnet_imagenet2012", "verdict": "failed",
          "network": "networks/ghostnet create_network('ghostnet')", "environment": {}, "seconds": 1, "peak_memory": 0,
          "log": "", "failure": "not-a-cell", "checks": [
          {"fact": "network", "claimed": "networks/ghostnet create_network('ghostnet')", "measured": "",
           "verdict": "failed", "evidence": "building the network: ghostnet gives object, which is no Cell"}]}]}
    """
    for check, where in _checks(card, hub, "failed"):
        yield Hit(card, where, f"smoke: {check.fact} failed: {check.evidence}", "mend the network, and run smoke again")


@lru_cache(maxsize=1)
def _results(hub: Hub) -> Mapping[str, SmokeResult]:
    """The results by UID; none where the file is not there yet."""
    path = Path(hub.settings.root, hub.settings.smoke_results)
    if not hub.settings.smoke_results or not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"cannot read {path}: {error}") from error
    form = schema.load("smoke", hub.settings.root)
    return {result.uid: result for result in from_json(text, form, hub.settings.smoke_results)}


def _checks(card: Card, hub: Hub, verdict: Verdict) -> Iterator[tuple[Check, Route | Span]]:
    """The checks with this verdict whose facts the card still states, and where it does."""
    result = _results(hub).get(card.uid)
    for check in result.checks if result else ():
        where = _place(card, check) if check.verdict == verdict else None
        if where is not None:
            yield check, where


def _place(card: Card, check: Check) -> Route | Span | None:
    """Where the fact stands on the card; None where the card says something else by now."""
    match check.fact:
        case "parameters" | "multiply-adds":
            counts = claims.parameters(card) if check.fact == "parameters" else claims.multiply_adds(card)
            return next((count.where for count in counts if count.text == check.claimed), None)
        case "input shape" | "input layout":
            return _input_place(card, check)
        case "backbone" | "fine-tunable":
            (route,) = _ROUTES[check.fact]
            return route if card.text(*route).lower() == check.claimed.lower() else None
        case "name":
            route = next((one for one in _ROUTES["name"] if card.text(*one)), ())
            return route if route and card.text(*route).lower() == check.claimed.lower() else None
    routes = _ROUTES.get(check.fact, _ROUTES["network"])
    return next((route for route in routes if card.value(*route) is not None), ())


def _input_place(card: Card, check: Check) -> Span | None:
    declared = claims.inputs(card)
    shapes = ", ".join(f"[{', '.join(map(str, one.shape))}]" for one in declared)
    layouts = ", ".join(one.layout for one in declared if one.layout)
    said = shapes if check.fact == "input shape" else layouts
    return declared[0].where if declared and said == check.claimed else None
