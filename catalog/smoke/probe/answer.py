"""The answers of the probe: lines of JSON behind a token, each with all that is known by then."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Mapping
from typing import Any


class Answer:
    """The facts so far, written after each step by the process that began, not by a fork of it."""

    def __init__(self, stream: int, token: str) -> None:
        self._stream = stream
        self._token = token
        self._process = os.getpid()
        self._facts: dict[str, Any] = {}

    def tell(self, facts: Mapping[str, Any]) -> None:
        """Write all facts so far, with ``facts`` and the most memory held until now, in bytes."""
        if os.getpid() != self._process:
            return
        self._facts.update(
            facts, peak_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        )
        line = f"{self._token} {json.dumps(self._facts, ensure_ascii=False)}\n".encode(
            errors="replace"
        )
        while line:
            line = line[os.write(self._stream, line) :]

    def begin(self, step: str, words: str) -> None:
        """Write which step begins, and in words what is done there."""
        self.tell({"rung": step, "stage": words})
