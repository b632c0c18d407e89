"""Where a card's network is: what its ``network:`` entry says, or the local folder its ``repo-link`` is mapped to.

Nothing is imported or run here.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.model import Card, Settings

ENTRY_POINT = "mindspore_hub_conf.py"

# YAML 1.2.2, section 10.3.2: tag resolution of the core schema.
_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEAN = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = (
    (re.compile(r"[-+]?[0-9]+"), 10),
    (re.compile(r"0o[0-7]+"), 8),
    (re.compile(r"0x[0-9a-fA-F]+"), 16),
)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_NOT_A_NUMBER = {".nan", ".NaN", ".NAN"}

_LOADER_OPTIONS = {"name", "source", "pretrained", "force_reload"}

_FACTORY = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", re.ASCII)


@dataclass(frozen=True)
class Network:
    """A network to build: in ``folder`` by ``create_network(name, **arguments)``, or by ``factory(**arguments)``.

    ``folder`` is absolute; it or ``factory`` (``package.module:function``) is empty. ``stated`` is what the card says,
    ``how`` tells in words how it was found.
    """

    stated: str
    how: str
    folder: str = ""
    factory: str = ""
    name: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def call(self) -> str:
        """The call that builds it, as Python would write it."""
        given = [f"{key}={value!r}" for key, value in self.arguments.items()]
        if self.factory:
            return f"{self.factory}({', '.join(given)})"
        return f"{self.stated} create_network({', '.join([repr(self.name), *given])})"


@dataclass(frozen=True)
class Missing:
    """No network to build: what the card states of one, and the reason why there is none here."""

    stated: str
    reason: str


def find(card: Card, settings: Settings) -> Network | Missing:
    """The network that ``card`` names. Its own ``network:`` entry goes before the settings' ``smoke_sources``."""
    entry = card.value("network")
    if entry is not None:
        return _stated(card, Path(settings.root), entry)
    link = card.text("repo-link")
    if not link:
        return Missing("", "the card has neither a network entry nor a repo-link")
    prefix = max((prefix for prefix in settings.smoke_sources if _covers(prefix, link)), key=len, default=None)
    if prefix is None:
        return Missing(link, "the card has no network entry, and no local folder is mapped to its repo-link")
    below = link[len(prefix.rstrip("/")) :].strip("/")
    source = "/".join(part for part in (settings.smoke_sources[prefix].rstrip("/"), below) if part)
    how = f"its repo-link, mapped to {source}"
    return _in_folder(Path(settings.root), source, card.text("model-name"), _load_arguments(card), how)


def _load_arguments(card: Card) -> dict[str, Any]:
    """What the usage snippet gives to ``mshub.load`` beside the model: the hub hands it on to ``create_network``."""
    for block in card.code_blocks:
        try:
            tree = ast.parse(block.text) if block.language in {"python", "py"} else ast.Module([], [])
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Attribute(ast.Name("mshub" | "mindspore_hub"), "load"), _, keywords):
                    return {
                        keyword.arg: keyword.value.value
                        for keyword in keywords
                        if keyword.arg
                        and keyword.arg not in _LOADER_OPTIONS
                        and isinstance(keyword.value, ast.Constant)
                    }
    return {}


def typed(value: Any) -> Any:
    """``value`` with every text in it typed as YAML 1.2's core schema types it unquoted.

    A card's scalars are read as their text, so ``"37"`` in quotes is the number 37 here too.
    """
    match value:
        case dict():
            return {key: typed(item) for key, item in value.items()}
        case list():
            return [typed(item) for item in value]
        case str():
            return _typed_scalar(value)
    return value


def _typed_scalar(text: str) -> Any:
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    for pattern, base in _INTEGER:
        if pattern.fullmatch(text):
            return _integer(text, base)
    if _FLOAT.fullmatch(text):
        return float(text)
    if sign := _INFINITE.fullmatch(text):
        return -math.inf if sign[1] == "-" else math.inf
    return math.nan if text in _NOT_A_NUMBER else text


def _integer(text: str, base: int) -> int | str:
    """The number, or the text where it has more digits than Python converts."""
    try:
        return int(text, base)
    except ValueError:
        return text


def _stated(card: Card, root: Path, entry: Any) -> Network | Missing:
    source = card.text("network") if isinstance(entry, str) else card.text("network", "source")
    if not source:
        return Missing("", "the card's network entry has no source")
    name = card.text("network", "name") or card.text("model-name")
    arguments = card.value("network", "arguments")
    if arguments is not None and not isinstance(arguments, dict):
        return Missing(source, "the network's arguments are no mapping")
    given = typed(arguments or {})
    if _FACTORY.fullmatch(source):
        return Network(source, "its network entry", factory=source, arguments=given)
    return _in_folder(root, source, name, given, "its network entry")


def _in_folder(root: Path, source: str, name: str, arguments: Mapping[str, Any], how: str) -> Network | Missing:
    try:
        base = root.resolve()
        folder = (base / source).resolve()
        has_entry_point = (folder / ENTRY_POINT).is_file()
    except (OSError, ValueError) as error:
        return Missing(source, f"{source!r} is no usable path: {error}")
    if not folder.is_relative_to(base):
        return Missing(source, f"{source} leads out of the hub's folder ({how})")
    if not has_entry_point:
        lacks = f"has no {ENTRY_POINT}" if folder.is_dir() else "is no folder of this hub"
        return Missing(source, f"{source} {lacks} ({how})")
    if not name:
        return Missing(source, f"{source} needs a name: the card states neither network.name nor model-name")
    return Network(source, how, folder=str(folder), name=name, arguments=arguments)


def _covers(prefix: str, link: str) -> bool:
    """Whether ``link`` is ``prefix`` or a path below it; ``…/ssd`` does not cover ``…/ssd_ghostnet``."""
    stem = prefix.rstrip("/")
    return bool(stem) and (link == stem or link.startswith(f"{stem}/"))
