"""NET108 to NET110: what ``create_network`` is called with, against what its code accepts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from catalog.model import Card, Hit, Hub, Route, did_you_mean
from catalog.network.code.create_network import accepted_arguments, compared_names, refuses_name
from catalog.network.code.study import code_of
from catalog.network.locate import ENTRY_POINT, Network
from catalog.rules.define import rule


@rule("NET108", "refused-name", "error")
def refused_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """`create_network` raises an error for the card's name, or returns nothing.

    The name is `network.name`, else `model-name`.

    bad:
        model-name: ghostnet_1x
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name, *args, **kwargs):
            if name == "ghostnet":
                return object()
            raise NotImplementedError(name)

    good:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name, *args, **kwargs):
            networks = {"ghostnet": object}
            return networks[name](*args, **kwargs)
    """
    for entry, name, stated in _names(card, hub):
        if refuses_name(entry, name) and refuses_name(entry, name.lower()):
            names = compared_names(entry)
            hint = (
                did_you_mean(name, names).lstrip(": ") or f"it knows {', '.join(names[:8])}"
                if names
                else ""
            )
            message = f"create_network in {stated}/{ENTRY_POINT} has no network for {name!r}"
            yield Hit(card, _named_at(card), message, hint or "write a name that it knows")


@rule("NET109", "capitals-in-name", "error")
def capitals_in_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """`create_network` wants a name with capitals, which the hub's loader never asks for.

    The loader turns every name to lower case before it calls `create_network`: nobody can load the model.

    bad:
        model-name: GhostNet
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name):
            if name != "GhostNet":
                raise NotImplementedError(name)
            return object()

    good:
        model-name: GhostNet
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name):
            if name != "ghostnet":
                raise NotImplementedError(name)
            return object()
    """
    for entry, name, stated in _names(card, hub):
        if refuses_name(entry, name.lower()) and not refuses_name(entry, name):
            message = (
                f"create_network in {stated}/{ENTRY_POINT} knows {name!r}, "
                f"but the loader asks for {name.lower()!r}"
            )
            yield Hit(
                card,
                _named_at(card),
                message,
                "have create_network compare name.lower() with names in lower case",
            )


def _names(card: Card, hub: Hub) -> Iterator[tuple[ast.Module, str, str]]:
    code = code_of(card, hub)
    if code and isinstance(code.network, Network) and code.study and code.study.entry:
        yield code.study.entry, code.network.name, code.network.stated.rstrip("/")


def _named_at(card: Card) -> Route:
    return ("network", "name") if card.value("network", "name") else ("model-name",)


@rule("NET110", "refused-argument", "error")
def refused_argument(card: Card, hub: Hub) -> Iterator[Hit]:
    """`create_network` does not take an argument of the card's network entry.

    bad:
        network: {source: networks/ghostnet, name: ghostnet, arguments: {num_clases: 10}}
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name, num_classes=1000):
            return object()

    good:
        network: {source: networks/ghostnet, name: ghostnet, arguments: {num_classes: 10}}
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name, num_classes=1000):
            return object()
    """
    given = card.value("network", "arguments")
    for entry, _, stated in _names(card, hub) if isinstance(given, dict) else ():
        taken = accepted_arguments(entry)
        if taken is None:
            continue
        for name in given:
            if name not in taken:
                hint = (
                    did_you_mean(name, taken).lstrip(": ")
                    or f"it takes {', '.join(sorted(taken)) or 'none'}"
                )
                message = f"create_network in {stated}/{ENTRY_POINT} takes no {name!r}"
                yield Hit(card, card.key_span("network", "arguments", name), message, hint)
