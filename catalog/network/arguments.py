"""The arguments that a network is built with: from a card's header or its usage snippet."""

from __future__ import annotations

import ast
import math
import re
from typing import Any

from catalog.model import Card

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


def snippet_arguments(card: Card) -> dict[str, Any]:
    """The keyword arguments of ``mshub.load`` in the usage snippet, its own options left out.

    MindSpore Hub passes them on to ``create_network``.
    """
    for block in card.code_blocks:
        if block.language not in {"python", "py"}:
            continue
        try:
            tree = ast.parse(block.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    ast.Attribute(ast.Name("mshub" | "mindspore_hub"), "load"), _, keywords
                ):
                    return {
                        keyword.arg: keyword.value.value
                        for keyword in keywords
                        if keyword.arg
                        and keyword.arg not in _LOADER_OPTIONS
                        and isinstance(keyword.value, ast.Constant)
                    }
    return {}


def type_scalars(value: Any) -> Any:
    """``value`` with every text in it typed as YAML 1.2's core schema types it unquoted.

    A card's scalars are read as their text, so ``"37"`` in quotes is the number 37 here too.
    """
    match value:
        case dict():
            return {key: type_scalars(item) for key, item in value.items()}
        case list():
            return [type_scalars(item) for item in value]
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
