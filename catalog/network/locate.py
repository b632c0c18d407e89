"""Where a card's network is: its ``network:`` entry, its ``repo-link`` or a model package.

Nothing is imported or run here but ``git``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.model import Card, Settings
from catalog.network.arguments import snippet_arguments, type_scalars
from catalog.network.git_mirror import SCHEME, AbsentError, MirrorError, read_mirror
from catalog.network.model_packages import (
    KNOWN,
    Package,
    installed_release,
    package_named,
    package_networks,
)
from catalog.network.names import matching_names, names_to_try

ENTRY_POINT = "mindspore_hub_conf.py"
PACKAGE_SCHEME = "package:"
# Below the hub's folder: what git mirrors gave, by commit.
CACHE = ".cache/sources"

_FACTORY = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", re.ASCII)


@dataclass(frozen=True)
class Network:
    """A network to build, by ``create_network(name, **arguments)`` or ``factory(**arguments)``.

    ``folder`` is absolute and has the entry point; it or ``factory`` (``package.module:function``)
    is empty. ``stated`` is what the card says, ``how`` tells in words how it was found. ``asked``
    is the card's name of a network that a package calls ``name``.
    """

    stated: str
    how: str
    folder: str = ""
    factory: str = ""
    name: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""

    @property
    def call(self) -> str:
        """The call that builds it, as Python would write it."""
        given = [f"{key}={value!r}" for key, value in self.arguments.items()]
        if self.factory:
            return f"{self.factory}({', '.join(given)})"
        return f"{self.stated} create_network({', '.join([repr(self.name), *given])})"


@dataclass(frozen=True)
class Missing:
    """No network to build: what the card states, why there is none here, and the reason's class."""

    stated: str
    reason: str
    kind: str = "no-network"


def find_network(card: Card, settings: Settings) -> Network | Missing:
    """The network of ``card``: by its ``network:`` entry, its ``repo-link`` or a known package."""
    entry = card.value("network")
    if entry is not None:
        return _stated(card, Path(settings.root), entry)
    link = card.text("repo-link")
    prefix = max(
        (prefix for prefix in settings.smoke_sources if _covers(prefix, link)),
        key=len,
        default=None,
    )
    if prefix is not None:
        return _mapped(card, settings, link, prefix)
    for package in KNOWN:
        if package.home in link or not link:
            network = _in_package(card, package, link)
            if isinstance(network, Network) or link:
                return network
    if not link:
        return Missing("", "the card has neither a network entry nor a repo-link")
    return Missing(
        link, "the card has no network entry, and no local folder is mapped to its repo-link"
    )


def _stated(card: Card, root: Path, entry: Any) -> Network | Missing:
    source = card.text("network") if isinstance(entry, str) else card.text("network", "source")
    if not source:
        return Missing("", "the card's network entry has no source")
    name = card.text("network", "name") or card.text("model-name")
    arguments = card.value("network", "arguments")
    if arguments is not None and not isinstance(arguments, dict):
        return Missing(source, "the network's arguments are no mapping")
    try:
        given = type_scalars(arguments or {})
    except RecursionError:
        return Missing(source, "the network's arguments are nested too deep")
    if _FACTORY.fullmatch(source):
        return Network(source, "its network entry", factory=source, arguments=given)
    return _in_folder(root, source, name, given, "its network entry")


def _mapped(card: Card, settings: Settings, link: str, prefix: str) -> Network | Missing:
    """The network at ``link``, in the folder, mirror or package that ``prefix`` is mapped to."""
    root, source = Path(settings.root), settings.smoke_sources[prefix]
    below = link[len(prefix.rstrip("/")) :].strip("/")
    if source.startswith(PACKAGE_SCHEME):
        return _in_package(card, package_named(source.removeprefix(PACKAGE_SCHEME)), link)
    if not source.startswith(SCHEME):
        folder = "/".join(part for part in (source.rstrip("/"), below) if part)
        return _in_folder(
            root,
            folder,
            card.text("model-name"),
            snippet_arguments(card),
            f"its repo-link, mapped to {folder}",
        )
    try:
        place, revision = read_mirror(source, below, root, root / CACHE)
    except (MirrorError, OSError, ValueError) as error:
        kind = "no-folder" if isinstance(error, AbsentError) else "no-mirror"
        return Missing(link, f"its repo-link, in the git mirror: {error}", kind)
    how = f"its repo-link, in the git mirror at {revision.ref}, commit {revision.commit[:12]}"
    return _with_entry_point(
        place, revision.path or link, card.text("model-name"), snippet_arguments(card), how
    )


def _in_package(card: Card, package: Package, link: str) -> Network | Missing:
    """The network of the package that a name on the card spells; ``link`` is the card's own."""
    factories = package_networks(package)
    if factories is None:
        return Missing(link, f"the package {package.name} is not installed here", "no-package")
    wanted = names_to_try(card)
    for name, where in wanted:
        matches = matching_names(name, factories)
        if len(matches) > 1:
            return Missing(
                link, f"{package.name} has more than one {name}: {', '.join(matches)}", "no-name"
            )
        if matches:
            how = f"its {where} in {installed_release(package.name)}"
            return Network(
                link or package.name,
                how,
                factory=factories[matches[0]],
                name=matches[0],
                asked=name,
            )
    tried = ", ".join(dict.fromkeys(name for name, _ in wanted)) or "the card, which names no model"
    return Missing(link, f"{installed_release(package.name)} has no network for {tried}", "no-name")


def _in_folder(
    root: Path, source: str, name: str, arguments: Mapping[str, Any], how: str
) -> Network | Missing:
    try:
        base = root.resolve()
        folder = (base / source).resolve()
        is_folder = folder.is_dir()
    except (OSError, ValueError) as error:
        return Missing(source, f"{source!r} is no usable path: {error}", "no-folder")
    if not folder.is_relative_to(base):
        return Missing(source, f"{source} leads out of the hub's folder ({how})", "no-folder")
    if not is_folder:
        return Missing(source, f"{source} is no folder of this hub ({how})", "no-folder")
    return _with_entry_point(folder, source, name, arguments, how)


def _with_entry_point(
    folder: Path, source: str, name: str, arguments: Mapping[str, Any], how: str
) -> Network | Missing:
    if not (folder / ENTRY_POINT).is_file():
        return Missing(source, f"{source} has no {ENTRY_POINT} ({how})", "no-entry-point")
    if not name:
        reason = f"{source} needs a name: the card states neither network.name nor model-name"
        return Missing(source, reason, "no-name")
    return Network(source, how, folder=str(folder), name=name, arguments=arguments)


def _covers(prefix: str, link: str) -> bool:
    """Whether ``link`` is ``prefix`` or below it: ``…/ssd`` does not cover ``…/ssd_ghostnet``."""
    stem = prefix.rstrip("/")
    return bool(stem) and (link == stem or link.startswith(f"{stem}/"))
