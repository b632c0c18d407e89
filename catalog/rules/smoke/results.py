"""SMK1: results of smoke runs, reported at the place of each fact on the card.

The results are in the file that `[smoke] results` of `catalog.toml` names; without it the rules
report nothing. A result for what the card no longer says is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from catalog.claims.card_claims import claims_of
from catalog.claims.digest import is_fresh
from catalog.hub.open import own_smoke_results
from catalog.model import (
    Card,
    Check,
    Edit,
    Fix,
    Hit,
    Hub,
    Route,
    SmokeResult,
    Span,
    Verdict,
)
from catalog.rules.define import rule

_ROUTES: Mapping[str, tuple[Route, ...]] = {
    "network": (("network", "source"), ("network",), ("repo-link",)),
    "name": (("network", "name"), ("model-name",)),
    "classes": (("network", "arguments", "num_classes"), ("train-dataset",)),
    "backbone": (("backbone-name",),),
    "fine-tunable": (("fine-tunable",),),
    "weights": (("asset", 0, "asset-link"),),
    "test outputs": (("tests",),),
}
"""Where a fact stands on a card, the first that there is."""
_SHAPES = ("input shape", "input layout")


@rule("SMK101", "contradicted-by-smoke", "error", "fixable")
def contradicted_by_smoke(card: Card, hub: Hub) -> Iterator[Hit]:
    """The network says otherwise than the card: `catalog smoke` built, ran and measured it.

    A shape and a layout that are contradicted can be written as they were proved; figures are for a human to judge.

    bad:
        parameters: 5.2M
        === smoke.json
        {"version": 1, "results": [{"uid": "mindspore/1.5/ghostnet_imagenet2012", "verdict": "contradicted",
          "network": "networks/ghostnet", "environment": {}, "seconds": 1, "peak_memory": 0, "log": "", "checks": [
          {"fact": "parameters", "claimed": "5.2M", "measured": "3,970,873 in all", "verdict": "contradicted",
           "evidence": "counted in the network that was built"}]}]}

    bad:
        input-shape: [227, 227, 3]
        === smoke.json
        {"version": 1, "results": [{"uid": "mindspore/1.5/ghostnet_imagenet2012", "verdict": "contradicted",
          "network": "networks/ghostnet", "environment": {}, "seconds": 1, "peak_memory": 0, "log": "", "checks": [
          {"fact": "input shape", "claimed": "[227, 227, 3]", "measured": "1x3x300x300", "verdict": "contradicted",
           "evidence": "runs at another size only"},
          {"fact": "input layout", "claimed": "", "measured": "NCHW", "verdict": "not stated",
           "evidence": "by trial"}]}]}

    good:
        parameters: 4.0M
        === smoke.json
        {"version": 1, "results": [{"uid": "mindspore/1.5/ghostnet_imagenet2012", "verdict": "contradicted",
          "network": "networks/ghostnet", "environment": {}, "seconds": 1, "peak_memory": 0, "log": "", "checks": [
          {"fact": "parameters", "claimed": "5.2M", "measured": "3,970,873 in all", "verdict": "contradicted",
           "evidence": "counted in the network that was built"}]}]}
    """
    for check, where in _checks(card, hub, Verdict.CONTRADICTED):
        measured = f": {check.measured} was measured" if check.measured else ""
        claim = f"{check.fact} {check.claimed!r}" if check.claimed else check.fact
        fix = _proved_shape(card, hub) if check.fact in _SHAPES else None
        hint = f"write what is true: {check.evidence}"
        yield Hit(card, where, f"{claim} is contradicted by smoke{measured}", hint, fix)


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
    for check, where in _checks(card, hub, Verdict.FAILED):
        yield Hit(
            card,
            where,
            f"smoke: {check.fact} failed: {check.evidence}",
            "mend the network, and run smoke again",
        )


@rule("SMK103", "layout-proved-by-smoke", "info", "fixable")
def layout_proved_by_smoke(card: Card, hub: Hub) -> Iterator[Hit]:
    """The card does not say which axis is which, and `catalog smoke` has found it out.

    bad:
        input-shape: [224, 224, 3]
        === smoke.json
        {"version": 1, "results": [{"uid": "mindspore/1.5/ghostnet_imagenet2012", "verdict": "not stated",
          "network": "networks/ghostnet", "environment": {}, "seconds": 1, "peak_memory": 0, "log": "", "checks": [
          {"fact": "input shape", "claimed": "[224, 224, 3]", "measured": "1x3x224x224", "verdict": "not stated",
           "evidence": "runs with a batch axis and the channels in front"},
          {"fact": "input layout", "claimed": "", "measured": "NCHW", "verdict": "not stated",
           "evidence": "runs at 1x3x224x224, with a batch axis and the channels in front"}]}]}

    good:
        inputs: [{name: image, shape: [1, 3, 224, 224], layout: NCHW, dtype: float32}]
    """
    for check, where in _checks(card, hub, Verdict.NOT_STATED):
        if check.fact == "input layout":
            message = (
                f"the layout is not stated, and smoke has proved {check.measured}: {check.evidence}"
            )
            yield Hit(
                card,
                where,
                message,
                "write the shape and the layout under inputs",
                _proved_shape(card, hub),
            )


def _proved_shape(card: Card, hub: Hub) -> Fix | None:
    """Writes the input as it was proved; None where there are several, or in another form."""
    measured = {check.fact: check.measured for check in _results(hub)[card.uid].checks}
    layout = measured.get("input layout", "")
    sizes = measured.get("input shape", "").split("x")
    if (
        len(claims_of(card, hub.vocabularies).inputs) != 1
        or len(sizes) != len(layout)
        or not all(size.isdecimal() for size in sizes)
    ):
        return None
    shape = f"[{', '.join(sizes)}]"
    if isinstance(card.value("inputs"), list):
        routes: tuple[Route, ...] = (("inputs", 0, "shape"), ("inputs", 0, "layout"))
        edits = tuple(
            Edit(_whole(card, route), text)
            for route, text in zip(routes, (shape, layout), strict=True)
        )
        return Fix(f"write {shape}, {layout}", edits, safe=False) if card.text(*routes[1]) else None
    name = "image" if {"H", "W"} <= set(layout) else "input"
    entry = f"inputs: [{{name: {name}, shape: {shape}, layout: {layout}, dtype: float32}}]"
    old = Span(card.key_spans["input-shape",].start, _whole(card, ("input-shape",)).end)
    return Fix(f"write {shape}, {layout}, under inputs", (Edit(old, entry),), safe=False)


def _whole(card: Card, route: Route) -> Span:
    """The span of a value, with the bracket that closes a list."""
    start, end = card.span(*route)
    return Span(start, end + card.source.text.startswith("]", end))


@lru_cache(maxsize=1)
def _results(hub: Hub) -> Mapping[str, SmokeResult]:
    """The results by UID; none where the file is not there yet."""
    return own_smoke_results(hub.settings)


def _checks(card: Card, hub: Hub, verdict: Verdict) -> Iterator[tuple[Check, Route | Span]]:
    """The checks with this verdict whose facts the card still states, and where it does."""
    result = _results(hub).get(card.uid)
    for check in (
        result.checks if result and is_fresh(result, claims_of(card, hub.vocabularies)) else ()
    ):
        where = _place(card, hub, check) if check.verdict == verdict else None
        if where is not None:
            yield check, where


def _place(card: Card, hub: Hub, check: Check) -> Route | Span | None:
    """Where the fact stands on the card; None where the card says something else by now."""
    match check.fact:
        case "parameters" | "multiply-adds":
            claims = claims_of(card, hub.vocabularies)
            counts = claims.parameters if check.fact == "parameters" else claims.multiply_adds
            return next((count.where for count in counts if count.text == check.claimed), None)
        case "input shape" | "input layout":
            return _input_place(card, hub, check)
        case "backbone" | "fine-tunable":
            (route,) = _ROUTES[check.fact]
            return route if card.text(*route).lower() == check.claimed.lower() else None
        case "name":
            names = [route for route in _ROUTES["name"] if card.text(*route)]
            route = names[0] if names else ()
            return route if route and card.text(*route).lower() == check.claimed.lower() else None
    routes = _ROUTES.get(check.fact, _ROUTES["network"])
    return next((route for route in routes if card.value(*route) is not None), ())


def _input_place(card: Card, hub: Hub, check: Check) -> Span | None:
    claims = claims_of(card, hub.vocabularies)
    declared = claims.inputs
    shapes = ", ".join(f"[{', '.join(map(str, tensor.shape))}]" for tensor in declared)
    layouts = ", ".join(tensor.layout for tensor in declared if tensor.layout)
    shown = shapes if check.fact == "input shape" else layouts
    if declared:
        return declared[0].where if shown == check.claimed else None
    stated = claims.resolution
    return stated.where if stated and stated.text == check.claimed else None
