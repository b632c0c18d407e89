"""Values of expressions in a network's code, as far as its text tells them; nothing is run."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

UNKNOWN = object()

_METHODS = {
    "lower",
    "upper",
    "strip",
    "startswith",
    "endswith",
    "replace",
    "split",
    "removeprefix",
    "removesuffix",
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.Is: operator.eq,
    ast.NotEq: operator.ne,
    ast.IsNot: operator.ne,
    ast.In: lambda item, items: item in items,
    ast.NotIn: lambda item, items: item not in items,
}


def evaluate(node: ast.expr, variables: dict[str, Any]) -> Any:
    """The value of an expression; ``UNKNOWN`` where its text does not tell.

    ``variables`` holds the values of names. Of a dictionary only the keys are looked at: each of
    its values is ``UNKNOWN``.
    """
    result: Any = UNKNOWN
    match node:
        case ast.Constant(value):
            result = value
        case ast.Name(name):
            result = variables.get(name, UNKNOWN)
        case ast.Tuple(items) | ast.List(items) | ast.Set(items):
            values = [evaluate(item, variables) for item in items]
            result = UNKNOWN if UNKNOWN in values else values
        case ast.Dict(keys):
            values = [evaluate(key, variables) if key else UNKNOWN for key in keys]
            if all(isinstance(value, str | int | None) for value in values):
                result = dict.fromkeys(values, UNKNOWN)
        case ast.UnaryOp(ast.Not(), operand):
            value = evaluate(operand, variables)
            result = UNKNOWN if value is UNKNOWN else not value
        case ast.BoolOp(kind, operands):
            result = _joined(
                isinstance(kind, ast.And), [evaluate(item, variables) for item in operands]
            )
        case ast.Compare(left, [kind], [right]):
            result = _compared(kind, evaluate(left, variables), evaluate(right, variables))
        case ast.Call(ast.Attribute(owner, method), arguments, []):
            result = _called(
                evaluate(owner, variables),
                method,
                [evaluate(item, variables) for item in arguments],
            )
    return result


def _joined(is_and: bool, values: list[Any]) -> Any:
    if any(value is not UNKNOWN and bool(value) != is_and for value in values):
        return not is_and
    return UNKNOWN if UNKNOWN in values else is_and


def _compared(kind: ast.cmpop, left: Any, right: Any) -> Any:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    compare = _COMPARISONS.get(type(kind))
    try:
        return compare(left, right) if compare else UNKNOWN
    except TypeError:
        return UNKNOWN


def _called(owner: Any, method: str, arguments: list[Any]) -> Any:
    if isinstance(owner, dict) and method == "keys" and not arguments:
        return owner
    if (
        not isinstance(owner, str)
        or method not in _METHODS
        or not all(isinstance(argument, str) for argument in arguments)
    ):
        return UNKNOWN
    try:
        return getattr(owner, method)(*arguments)
    except (TypeError, ValueError):
        return UNKNOWN
