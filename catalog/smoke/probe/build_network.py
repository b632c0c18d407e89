"""Builds the network of a request, by ``create_network`` of its folder or by its factory."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from catalog.proof.failures import Refused
from catalog.smoke.probe.parameter_values import fill_parameters, without_values

_ENTRY = "mindspore_hub_conf"


def build_network(request: Mapping[str, Any]) -> tuple[Any, str]:
    """The network in evaluation mode, and the call or the name that gave it.

    The hub's loader lower-cases the name first, so that is tried first, then the name as the card
    writes it.

    Raises:
        Refused: the name is refused, or what was built is no network.
    """
    arguments = request["arguments"]
    if request["factory"]:
        sys.path.append(request["root"])
        module, _, function = request["factory"].partition(":")
        factory = getattr(importlib.import_module(module), function)
        return _cell(_built(partial(factory, **arguments)), request["factory"]), request["factory"]
    sys.path.insert(0, request["folder"])
    create = importlib.import_module(_ENTRY).create_network
    network, name = _by_name(create, request["name"], arguments)
    return _cell(network, name), name


def _by_name(
    create: Callable[..., Any], stated: str, arguments: Mapping[str, Any]
) -> tuple[Any, str]:
    """The network, and the spelling of the name that built it."""
    refusals: list[Exception] = []
    for name in dict.fromkeys((stated.lower(), stated)):
        try:
            return _built(partial(create, name, **arguments)), name
        except NotImplementedError as error:
            words = f"create_network refuses the name {name!r}: {error}"
            refusals.append(Refused("name-refused", words))
        except Exception as error:  # noqa: BLE001 - the other spelling may still be meant
            refusals.append(error)
    raise refusals[0]


def _built(factory: Callable[[], Any]) -> Any:
    """What ``factory`` gives, built without values where that works."""
    try:
        with without_values():
            network = factory()
        if hasattr(network, "get_parameters"):
            fill_parameters(network)
    except NotImplementedError:
        raise
    except Exception:  # noqa: BLE001 - code that reads values while it builds needs them
        return factory()
    return network


def _cell(network: Any, name: str) -> Any:
    import mindspore

    if not isinstance(network, mindspore.nn.Cell):
        raise Refused(
            "not-a-cell", f"{name} gives {type(network).__name__}, which is no MindSpore Cell"
        )
    return network.set_train(False)
