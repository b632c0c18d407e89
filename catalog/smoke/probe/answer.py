"""What the probe tells: lines of JSON behind a token, each with all that is known by then."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Mapping
from typing import Any


class Answer:
    """What is known so far, written out after each step by the process that began it, not by a fork of it."""

    def __init__(self, stream: int, token: str) -> None:
        self._stream = stream
        self._token = token
        self._process = os.getpid()
        self._known: dict[str, Any] = {}

    def tell(self, facts: Mapping[str, Any]) -> None:
        """Write out all that was told before, with ``facts`` and the most memory held so far, in bytes."""
        if os.getpid() != self._process:
            return
        self._known.update(
            facts, peak_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        )
        line = f"{self._token} {json.dumps(self._known, ensure_ascii=False)}\n".encode(
            errors="replace"
        )
        while line:
            line = line[os.write(self._stream, line) :]

    def step(self, rung: str, words: str) -> None:
        """Tell which rung of the ladder is tried now, and in words what is done there."""
        self.tell({"rung": rung, "stage": words})
