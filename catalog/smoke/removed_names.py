"""Since when MindSpore has no longer what a network's code takes from it."""

from __future__ import annotations

import re

from catalog.network.code.mindspore_names import load_name_table
from catalog.proof.failures import LONGEST, Failure

# As reasons.of_error says it.
_NAME = re.compile(r"(?P<module>mindspore[\w.]*) has no (?P<name>\w+)")
_MODULE = re.compile(r"module (?P<module>mindspore[\w.]*) is missing")


def dated(failure: Failure, root: str) -> Failure:
    """``failure`` with the releases between which the name went, as the table of the hub at ``root`` has them."""
    found = _NAME.search(failure.words) or _MODULE.search(failure.words)
    if failure.kind != "removed-name" or not found:
        return failure
    parts = found.groupdict()
    history = load_name_table(root).history(parts["module"], parts.get("name", ""))
    return failure._replace(words=f"{failure.words}; {history}"[: 2 * LONGEST])
