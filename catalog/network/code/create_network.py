"""What becomes of ``create_network(name)``: its text is followed with the name known and everything else unknown."""

from __future__ import annotations

import ast
import operator
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

Outcome = Literal["built", "refused", "nothing", "unknown"]

CREATE = "create_network"

_UNKNOWN = object()
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
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}


def outcomes(entry: ast.Module, name: str) -> set[Outcome]:
    """All that may become of a call with ``name``: something is built, an error is raised, nothing is returned.

    ``unknown`` is among them where the text does not tell.
    """
    function = creator(entry)
    if function is None or function.decorator_list or not function.args.args:
        return {"unknown"}
    known = {**_constants(entry), **dict.fromkeys(_parameters(function), _UNKNOWN)}
    known[function.args.args[0].arg] = name
    found: set[Outcome] = set()
    try:
        return found | {"nothing"} if _follow(function.body, known, found) else found
    except RecursionError:
        return {"unknown"}


def refuses(entry: ast.Module, name: str) -> bool:
    """Whether no way through ``create_network`` builds a network of this name."""
    return outcomes(entry, name) <= {"refused", "nothing"}


def creator(entry: ast.Module) -> ast.FunctionDef | None:
    """The one definition of ``create_network``; None where there is none, or more than one."""
    found = [
        node for node in entry.body if isinstance(node, ast.FunctionDef) and node.name == CREATE
    ]
    return found[0] if len(found) == 1 else None


def arguments_taken(entry: ast.Module) -> frozenset[str] | None:
    """The names of the arguments behind the network's name; None where ``create_network`` takes any, or is not told."""
    function = creator(entry)
    if function is None or function.args.kwarg or function.decorator_list:
        return None
    positional = [one.arg for one in function.args.args[1:]]
    return frozenset((*positional, *(one.arg for one in function.args.kwonlyargs)))


def names_known(entry: ast.Module) -> list[str]:
    """The texts that ``create_network`` holds its name against, in their order."""
    function = creator(entry)
    if function is None or not function.args.args:
        return []
    name, known = function.args.args[0].arg, _constants(entry)
    found: list[str] = []
    for node in ast.walk(function):
        match node:
            case ast.Compare(left, _, [right]) if _mentions(left, name):
                value = _value(right, known)
            case ast.Compare(left, _, [right]) if _mentions(right, name):
                value = _value(left, known)
            case ast.Subscript(table, key) if _mentions(key, name):
                value = _value(table, known)
            case _:
                continue
        found += [value] if isinstance(value, str) else _texts(value)
    return list(dict.fromkeys(found))


def _texts(value: Any) -> list[str]:
    return (
        [one for one in value if isinstance(one, str)]
        if isinstance(value, (list, tuple, set, dict))
        else []
    )


def _mentions(node: ast.expr, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _parameters(function: ast.FunctionDef) -> Iterator[str]:
    given = function.args
    optional = [one for one in (given.vararg, given.kwarg) if one]
    yield from (one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs, *optional))


def _constants(entry: ast.Module) -> dict[str, Any]:
    """The names that the module binds once, to something that the text tells."""
    stores: Counter[str] = Counter()
    values: dict[str, ast.expr] = {}
    for node in ast.walk(entry):
        match node:
            case ast.Name(name, ast.Store() | ast.Del()) | ast.Subscript(
                ast.Name(name), _, ast.Store() | ast.Del()
            ):
                stores[name] += 1
            case ast.Attribute(
                ast.Name(name), "update" | "append" | "add" | "setdefault" | "pop" | "extend"
            ):
                stores[name] += 2
            case ast.Assign([ast.Name(name)], value) if node in entry.body:
                values[name] = value
    return {name: _value(value, {}) for name, value in values.items() if stores[name] == 1}


def _follow(body: list[ast.stmt], known: dict[str, Any], found: set[Outcome]) -> bool:
    """Adds what the statements may come to; whether what stands after them may be reached."""
    return all(_step(node, known, found) for node in body)


def _step(node: ast.stmt, known: dict[str, Any], found: set[Outcome]) -> bool:
    goes_on = True
    match node:
        case ast.Return() | ast.Raise():
            found.add(_returned(node.value, known) if isinstance(node, ast.Return) else "refused")
            goes_on = False
        case ast.If():
            held = _first_that_may_hold(node, known)
            goes_on = _branch(_value(held.test, known), held.body, held.orelse, known, found)
        case ast.With(_, body):
            goes_on = _follow(body, known, found)
        case ast.Assert(test):
            truth = _value(test, known)
            goes_on = truth is _UNKNOWN or bool(truth)
        case ast.Assign([ast.Name(name)], value):
            goes_on = not _is_missing_key(value, known)
            _forget_changed(value, known)
            known[name] = _value(value, known)
        case ast.Expr(value):
            _forget_changed(value, known)
        case ast.Pass() | ast.Import() | ast.ImportFrom():
            pass
        case _:
            _forget(node, known, found)
    if not goes_on and isinstance(node, ast.Assert | ast.Assign):
        found.add("refused")
    return goes_on


def _first_that_may_hold(node: ast.If, known: dict[str, Any]) -> ast.If:
    """The branch of a chain of ``elif`` before which all tests fail: factories have hundreds, one within the other."""
    while len(node.orelse) == 1 and isinstance(following := node.orelse[0], ast.If):
        truth = _value(node.test, known)
        if truth is _UNKNOWN or truth:
            break
        node = following
    return node


def _forget_changed(value: ast.expr, known: dict[str, Any]) -> None:
    """Takes out of ``known`` what a call in the expression may change: lists and tables that it is given or owns."""
    for call in ast.walk(value):
        if isinstance(call, ast.Call):
            for one in ast.walk(call):
                if isinstance(one, ast.Name) and isinstance(known.get(one.id), list | dict):
                    known[one.id] = _UNKNOWN
        elif isinstance(call, ast.NamedExpr):
            known[call.target.id] = _UNKNOWN


def _branch(
    truth: Any,
    body: list[ast.stmt],
    orelse: list[ast.stmt],
    known: dict[str, Any],
    found: set[Outcome],
) -> bool:
    if truth is not _UNKNOWN:
        return _follow(body if truth else orelse, known, found)
    one, other = dict(known), dict(known)
    goes_on = [
        branch for part, branch in ((body, one), (orelse, other)) if _follow(part, branch, found)
    ]
    for name in {*one, *other}:
        values = [branch.get(name, _UNKNOWN) for branch in goes_on]
        known[name] = (
            values[0] if values and all(value is values[0] for value in values) else _UNKNOWN
        )
    return bool(goes_on)


def _forget(node: ast.stmt, known: dict[str, Any], found: set[Outcome]) -> None:
    """Of a loop, a handler and the like: whatever it binds is unknown, and so is what becomes of the call."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store | ast.Del):
            known[inner.id] = _UNKNOWN
        elif isinstance(inner, ast.Subscript | ast.Attribute) and isinstance(inner.value, ast.Name):
            known[inner.value.id] = _UNKNOWN
        elif isinstance(inner, ast.Return | ast.Raise):
            found.add("unknown")


def _returned(value: ast.expr | None, known: dict[str, Any]) -> Outcome:
    if value is None or (isinstance(value, ast.Constant) and value.value is None):
        return "nothing"
    return "refused" if _is_missing_key(value, known) else "built"


def _is_missing_key(value: ast.expr, known: dict[str, Any]) -> bool:
    """Whether the expression begins with a look-up that fails: ``TABLE[name](…)``."""
    match value:
        case ast.Call(function):
            return _is_missing_key(function, known)
        case ast.Subscript(table, key):
            found, wanted = _value(table, known), _value(key, known)
            return isinstance(found, dict) and isinstance(wanted, str) and wanted not in found
    return False


def _value(node: ast.expr, known: dict[str, Any]) -> Any:
    """The value of an expression, or ``_UNKNOWN``. Of a dictionary only the keys are known."""
    found: Any = _UNKNOWN
    match node:
        case ast.Constant(value):
            found = value
        case ast.Name(name):
            found = known.get(name, _UNKNOWN)
        case ast.Tuple(items) | ast.List(items) | ast.Set(items):
            values = [_value(item, known) for item in items]
            found = _UNKNOWN if _UNKNOWN in values else values
        case ast.Dict(keys):
            values = [_value(key, known) if key else _UNKNOWN for key in keys]
            if all(isinstance(value, str | int | None) for value in values):
                found = dict.fromkeys(values, _UNKNOWN)
        case ast.UnaryOp(ast.Not(), operand):
            value = _value(operand, known)
            found = _UNKNOWN if value is _UNKNOWN else not value
        case ast.BoolOp(kind, operands):
            found = _joined(isinstance(kind, ast.And), [_value(one, known) for one in operands])
        case ast.Compare(left, [kind], [right]):
            found = _compared(kind, _value(left, known), _value(right, known))
        case ast.Call(ast.Attribute(owner, method), arguments, []):
            found = _called(_value(owner, known), method, [_value(one, known) for one in arguments])
    return found


def _joined(is_and: bool, values: list[Any]) -> Any:
    if any(value is not _UNKNOWN and bool(value) != is_and for value in values):
        return not is_and
    return _UNKNOWN if _UNKNOWN in values else is_and


def _compared(kind: ast.cmpop, left: Any, right: Any) -> Any:
    if left is _UNKNOWN or right is _UNKNOWN:
        return _UNKNOWN
    compare = _COMPARISONS.get(type(kind))
    try:
        return compare(left, right) if compare else _UNKNOWN
    except TypeError:
        return _UNKNOWN


def _called(owner: Any, method: str, arguments: list[Any]) -> Any:
    if isinstance(owner, dict) and method == "keys" and not arguments:
        return owner
    if (
        not isinstance(owner, str)
        or method not in _METHODS
        or not all(isinstance(one, str) for one in arguments)
    ):
        return _UNKNOWN
    try:
        return getattr(owner, method)(*arguments)
    except (TypeError, ValueError):
        return _UNKNOWN
