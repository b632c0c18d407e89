"""Long lists as JSON, an item a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def listed(before: str, items: Iterable[Mapping[str, Any]], after: str) -> str:
    """A document with a list in it: ``items``, with ``before`` and ``after`` as they are.

    An item a line reads well beside other lines, can be searched, and costs a third of an indented document.
    """
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f"{before}[\n{lines}\n]{after}\n" if lines else f"{before}[]{after}\n"
