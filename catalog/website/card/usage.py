"""Python that loads and runs a card's network, written from what the card says."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from keyword import iskeyword
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from catalog.model import Asset, Card, Input

_DTYPE = re.compile(r"(bool|float(16|32|64)|u?int(8|16|32|64))")


def usage_snippet(card: Card, inputs: Sequence[Input], assets: Sequence[Asset]) -> str:
    """Python that builds the network, loads its checkpoint and runs it once on zeros.

    A card without a ``network`` entry gets the hub's own call, which needs ``mindspore_hub``.
    """
    source = card.text("network", "source") or card.text("network")
    checkpoints = [file_name(asset.link) for asset in assets if asset.format.lower() == "ckpt"]
    imports, call = _call(card, source)
    lines = [f"network = {call}", "network.set_train(False)"]
    if source and len(checkpoints) == 1:
        lines.append(f"mindspore.load_checkpoint({checkpoints[0]!r}, network)")
    tensors = [_zeros(tensor) for tensor in inputs]
    if tensors:
        lines.append(f"outputs = network({', '.join(tensors)})")
    needed = ["import mindspore"] if source or tensors else []
    return "\n".join([*needed, *imports, "", *lines, ""])


@lru_cache(maxsize=4096)
def file_name(link: str) -> str:
    """The last part of a link's path, decoded; the link itself where it has none."""
    try:
        return unquote(PurePosixPath(urlsplit(link).path).name) or link
    except ValueError:
        return link


def _call(card: Card, source: str) -> tuple[list[str], str]:
    """The imports that a card's network needs, and the call that builds it."""
    arguments = list(_arguments(card))
    if not source:
        call = f"mindspore_hub.load({', '.join([repr(card.uid), *arguments])})"
        return ["import mindspore_hub"], call
    module, _, factory = source.partition(":")
    if all(map(_is_name, (*module.split("."), factory))):
        return [f"from {module} import {factory}"], f"{factory}({', '.join(arguments)})"
    folder = f"from mindspore_hub_conf import create_network  # in the folder {source!r}"
    name = card.text("network", "name") or card.text("model-name")
    return [folder], f"create_network({', '.join([repr(name), *arguments])})"


def _arguments(card: Card) -> Iterator[str]:
    arguments = card.value("network", "arguments")
    for key, value in arguments.items() if isinstance(arguments, dict) else ():
        if isinstance(value, str) and _is_name(key):
            yield f"{key}={_literal(value)}"


def _is_name(text: str) -> bool:
    return text.isidentifier() and not iskeyword(text)


def _literal(text: str) -> str:
    """``text`` as Python: a number, True, False or None as it stands, all else in quotes."""
    word = {"true": "True", "false": "False", "null": "None"}.get(text, text)
    try:
        value = ast.literal_eval(word)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return repr(text)
    is_plain = isinstance(value, int | None) or (isinstance(value, float) and math.isfinite(value))
    return repr(value if is_plain else text)


def _zeros(tensor: Input) -> str:
    dtype = tensor.dtype if _DTYPE.fullmatch(tensor.dtype) else "float32"
    return f"mindspore.ops.zeros({tensor.shape}, mindspore.{dtype})"
