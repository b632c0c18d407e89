"""How ``create_network(name)`` ends, by its text: the name is known, all else is unknown."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from catalog.network.code.expressions import UNKNOWN, evaluate

CallOutcome = Literal["built", "refused", "nothing", "unknown"]

CREATE_NETWORK = "create_network"


def call_outcomes(entry: ast.Module, name: str) -> set[CallOutcome]:
    """How a call with ``name`` may end: it builds a network, refuses the name or returns nothing.

    ``unknown`` is among the outcomes where the text does not tell.
    """
    function = find_definition(entry)
    if function is None or function.decorator_list or not function.args.args:
        return {"unknown"}
    variables = {**_constants(entry), **dict.fromkeys(_parameters(function), UNKNOWN)}
    variables[function.args.args[0].arg] = name
    outcomes: set[CallOutcome] = set()
    try:
        return outcomes | {"nothing"} if _follow(function.body, variables, outcomes) else outcomes
    except RecursionError:
        return {"unknown"}


def refuses_name(entry: ast.Module, name: str) -> bool:
    """Whether no way through ``create_network`` builds a network of this name."""
    return call_outcomes(entry, name) <= {"refused", "nothing"}


def find_definition(entry: ast.Module) -> ast.FunctionDef | None:
    """The only definition of ``create_network``; None where there is none, or more than one."""
    definitions = [
        node
        for node in entry.body
        if isinstance(node, ast.FunctionDef) and node.name == CREATE_NETWORK
    ]
    return definitions[0] if len(definitions) == 1 else None


def accepted_arguments(entry: ast.Module) -> frozenset[str] | None:
    """The arguments of ``create_network`` after the name; None where any is taken, or unclear."""
    function = find_definition(entry)
    if function is None or function.args.kwarg or function.decorator_list:
        return None
    arguments = (*function.args.args[1:], *function.args.kwonlyargs)
    return frozenset(argument.arg for argument in arguments)


def compared_names(entry: ast.Module) -> list[str]:
    """The texts that ``create_network`` compares its name with, in their order."""
    function = find_definition(entry)
    if function is None or not function.args.args:
        return []
    name, variables = function.args.args[0].arg, _constants(entry)
    names: list[str] = []
    for node in ast.walk(function):
        match node:
            case ast.Compare(left, _, [right]) if _mentions(left, name):
                value = evaluate(right, variables)
            case ast.Compare(left, _, [right]) if _mentions(right, name):
                value = evaluate(left, variables)
            case ast.Subscript(table, key) if _mentions(key, name):
                value = evaluate(table, variables)
            case _:
                continue
        names += [value] if isinstance(value, str) else _texts(value)
    return list(dict.fromkeys(names))


def _texts(value: Any) -> list[str]:
    if not isinstance(value, (list, tuple, set, dict)):
        return []
    return [item for item in value if isinstance(item, str)]


def _mentions(node: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def _parameters(function: ast.FunctionDef) -> Iterator[str]:
    given = function.args
    parameters = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
    yield from (parameter.arg for parameter in parameters if parameter)


def _constants(entry: ast.Module) -> dict[str, Any]:
    """The names that the module binds once, each with its value where the text tells it."""
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
    return {name: evaluate(value, {}) for name, value in values.items() if stores[name] == 1}


def _follow(body: list[ast.stmt], variables: dict[str, Any], outcomes: set[CallOutcome]) -> bool:
    """Adds how the statements may end; returns whether what stands after them may be reached."""
    return all(_step(node, variables, outcomes) for node in body)


def _step(node: ast.stmt, variables: dict[str, Any], outcomes: set[CallOutcome]) -> bool:
    goes_on = True
    match node:
        case ast.Return() | ast.Raise():
            outcomes.add(
                _returned(node.value, variables) if isinstance(node, ast.Return) else "refused"
            )
            goes_on = False
        case ast.If():
            held = _first_that_may_hold(node, variables)
            goes_on = _branch(
                evaluate(held.test, variables), held.body, held.orelse, variables, outcomes
            )
        case ast.With(_, body):
            goes_on = _follow(body, variables, outcomes)
        case ast.Assert(test):
            truth = evaluate(test, variables)
            goes_on = truth is UNKNOWN or bool(truth)
        case ast.Assign([ast.Name(name)], value):
            goes_on = not _is_missing_key(value, variables)
            _forget_changed(value, variables)
            variables[name] = evaluate(value, variables)
        case ast.Expr(value):
            _forget_changed(value, variables)
        case ast.Pass() | ast.Import() | ast.ImportFrom():
            pass
        case _:
            _forget(node, variables, outcomes)
    if not goes_on and isinstance(node, ast.Assert | ast.Assign):
        outcomes.add("refused")
    return goes_on


def _first_that_may_hold(node: ast.If, variables: dict[str, Any]) -> ast.If:
    """The first ``if`` or ``elif`` of a chain whose test may hold.

    Factories have hundreds, each nested in the one before: a loop does not run out of stack.
    """
    while len(node.orelse) == 1 and isinstance(following := node.orelse[0], ast.If):
        truth = evaluate(node.test, variables)
        if truth is UNKNOWN or truth:
            break
        node = following
    return node


def _forget_changed(value: ast.expr, variables: dict[str, Any]) -> None:
    """Makes unknown the lists and tables that a call in the expression may change."""
    for call in ast.walk(value):
        if isinstance(call, ast.Call):
            for part in ast.walk(call):
                if isinstance(part, ast.Name) and isinstance(variables.get(part.id), list | dict):
                    variables[part.id] = UNKNOWN
        elif isinstance(call, ast.NamedExpr):
            variables[call.target.id] = UNKNOWN


def _branch(
    truth: Any,
    body: list[ast.stmt],
    orelse: list[ast.stmt],
    variables: dict[str, Any],
    outcomes: set[CallOutcome],
) -> bool:
    if truth is not UNKNOWN:
        return _follow(body if truth else orelse, variables, outcomes)
    branches = [(body, dict(variables)), (orelse, dict(variables))]
    going_on = [values for part, values in branches if _follow(part, values, outcomes)]
    for name in {name for _, values in branches for name in values}:
        results = [values.get(name, UNKNOWN) for values in going_on]
        is_same = bool(results) and all(result is results[0] for result in results)
        variables[name] = results[0] if is_same else UNKNOWN
    return bool(going_on)


def _forget(node: ast.stmt, variables: dict[str, Any], outcomes: set[CallOutcome]) -> None:
    """Makes unknown what a loop, a handler or the like binds, and how the call ends in it."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store | ast.Del):
            variables[inner.id] = UNKNOWN
        elif isinstance(inner, ast.Subscript | ast.Attribute) and isinstance(inner.value, ast.Name):
            variables[inner.value.id] = UNKNOWN
        elif isinstance(inner, ast.Return | ast.Raise):
            outcomes.add("unknown")


def _returned(value: ast.expr | None, variables: dict[str, Any]) -> CallOutcome:
    if value is None or (isinstance(value, ast.Constant) and value.value is None):
        return "nothing"
    return "refused" if _is_missing_key(value, variables) else "built"


def _is_missing_key(value: ast.expr, variables: dict[str, Any]) -> bool:
    """Whether the expression begins with a look-up of a missing key: ``TABLE[name](…)``."""
    match value:
        case ast.Call(function):
            return _is_missing_key(function, variables)
        case ast.Subscript(table, key):
            entries, wanted = evaluate(table, variables), evaluate(key, variables)
            return isinstance(entries, dict) and isinstance(wanted, str) and wanted not in entries
    return False
