"""NET101 to NET107: the folder, the entry point and the imports of the network's code.

The code is read, never imported or run. No rule reports what reading it does not settle.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.model import Card, Hit, Hub, Route
from catalog.network.code.create_network import CREATE_NETWORK
from catalog.network.code.imports import CodeFault, FaultKind
from catalog.network.code.mindspore_uses import removed_uses
from catalog.network.code.namespaces import read_namespace
from catalog.network.code.study import code_of, hub_studies
from catalog.network.locate import ENTRY_POINT, Missing, Network
from catalog.rules.define import rule


def _at(card: Card) -> Route:
    """Where the card says where its code is."""
    if "network" not in card.header:
        return ("repo-link",)
    return ("network", "source") if card.value("network", "source") else ("network",)


def _missing(card: Card, hub: Hub, kind: str) -> Iterator[Hit]:
    code = code_of(card, hub)
    if code and isinstance(code.network, Missing) and code.network.kind == kind:
        yield Hit(
            card,
            _at(card),
            code.network.reason,
            "correct the path, or add the folder with its code",
        )


@rule("NET101", "missing-network-folder", "error")
def missing_network_folder(card: Card, hub: Hub) -> Iterator[Hit]:
    """The folder of the network is not there.

    It is looked for below the hub's folder, or where `[smoke.sources]` of `catalog.toml` maps the repository's link to.

    bad:
        network: networks/no_such_folder

    good:
        network: networks/ghostnet
    """
    yield from _missing(card, hub, "no-folder")


@rule("NET102", "missing-entry-point", "error")
def missing_entry_point(card: Card, hub: Hub) -> Iterator[Hit]:
    """The folder of the network has no `mindspore_hub_conf.py`.

    The hub's loader begins there; without it nobody can load the model.

    bad:
        network: networks/ghostnet
        === networks/ghostnet/src/ghostnet.py
        class GhostNet: ...
    """
    yield from _missing(card, hub, "no-entry-point")


@rule("NET103", "missing-create-network", "error")
def missing_create_network(card: Card, hub: Hub) -> Iterator[Hit]:
    """The entry point does not define `create_network`.

    bad:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        def build(name): ...

    good:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name): return object()
    """
    code = code_of(card, hub)
    if code and code.study and code.study.entry:
        space = read_namespace(code.study.entry, "")
        if CREATE_NETWORK not in space.names and not space.stars and not space.is_open:
            signature = f"{CREATE_NETWORK}(name, *args, **kwargs)"
            hint = f"define {signature}, which returns the network of that name"
            yield Hit(
                card,
                _at(card),
                f"{_stated_folder(code.network)}/{ENTRY_POINT} defines no {CREATE_NETWORK}",
                hint,
            )


def _stated_folder(network: Network | Missing) -> str:
    return network.stated.rstrip("/")


def _faults(card: Card, hub: Hub, *kinds: FaultKind) -> Iterator[tuple[CodeFault, str]]:
    """The faults of these kinds, each with the file and the line where it stands."""
    code = code_of(card, hub)
    if code and code.study:
        for fault in code.study.faults:
            if fault.kind in kinds:
                yield fault, f"{_stated_folder(code.network)}/{fault.file}:{fault.line}"


@rule("NET104", "missing-network-module", "error")
def missing_network_module(card: Card, hub: Hub) -> Iterator[Hit]:
    """The network's code imports a module that its folder does not have.

    Only imports that run whenever the network is loaded are looked at.

    bad:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        from src.ghostnet import create_network
        === networks/ghostnet/src/config.py
        classes = 1000

    bad:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        from .ghostnet import create_network
        === networks/ghostnet/ghostnet.py
        def create_network(name): return object()

    good:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        from src.ghostnet import create_network
        === networks/ghostnet/src/ghostnet.py
        def create_network(name): return object()
    """
    for fault, where in _faults(card, hub, "missing-module", "relative-import"):
        if fault.kind == "relative-import":
            message = f"{where} imports {fault.name!r} relatively, but belongs to no package"
            yield Hit(
                card,
                _at(card),
                message,
                "name the module from the folder on, as in `from src.net import Net`",
            )
        else:
            message = f"{where} imports {fault.module!r}, which the folder does not have"
            yield Hit(card, _at(card), message, "add the module, or correct the import")


@rule("NET105", "missing-network-name", "error")
def missing_network_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The network's code imports a name that its own module does not have.

    bad:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        from src.config import config_gpu
        def create_network(name): return config_gpu
        === networks/ghostnet/src/config.py
        config = {"classes": 1000}

    good:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        from src.config import config
        def create_network(name): return config
        === networks/ghostnet/src/config.py
        config = {"classes": 1000}
    """
    for fault, where in _faults(card, hub, "missing-name"):
        message = f"{where} imports {fault.name!r}, which {fault.module} does not have"
        yield Hit(card, _at(card), message, "correct the import, or define the name there")


@rule("NET106", "broken-network-code", "error")
def broken_network_code(card: Card, hub: Hub) -> Iterator[Hit]:
    """The network's code is not Python.

    bad:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        def create_network(name):
            print "ghostnet"
    """
    for _, where in _faults(card, hub, "broken-code"):
        yield Hit(
            card,
            _at(card),
            f"{where} is not Python",
            "correct the line; Python 2 has to be brought up to date",
        )


@rule("NET107", "removed-from-mindspore", "warning")
def removed_from_mindspore(card: Card, hub: Hub) -> Iterator[Hit]:
    """The network's code takes a name from MindSpore that the release does not have.

    The release is the newest that `[smoke] mindspore` of `catalog.toml` names, else the newest that the catalog knows.
    Code behind `try` or behind a question for the version is passed over.

    bad:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        import mindspore.dataset.vision.c_transforms
        def create_network(name): return object()

    bad:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        from mindspore import ops
        def create_network(name): return ops.ResizeBilinear((1, 1))

    good:
        network: networks/ghostnet
        === networks/ghostnet/mindspore_hub_conf.py
        from mindspore import ops
        def create_network(name): return ops.ResizeBilinearV2()
    """
    code = code_of(card, hub)
    if not code or not code.study:
        return
    mindspore = hub_studies(hub)
    faults = [removed for removed in code.study.faults if removed.kind == "removed-import"]
    faults += [
        fault
        for module in code.study.modules.values()
        for fault in removed_uses(module, mindspore.table, mindspore.version)
    ]
    for fault in faults:
        whole = f"{fault.module}.{fault.name}" if fault.name else fault.module
        since = mindspore.table.history(fault.module, fault.name)
        message = (
            f"{_stated_folder(code.network)}/{fault.file}:{fault.line} takes {whole!r}, "
            f"which MindSpore {mindspore.version} has not ({since})"
        )
        yield Hit(card, _at(card), message, "use what replaced it")
