"""Why a network could not be measured, in one line each."""

from __future__ import annotations

import re
import signal

LONGEST = 300

_MEMORY = re.compile(r"memory isn't enough|bad_alloc|cannot allocate memory|allocate memory failed|out of memory", re.I)
# A shell reports a process that signal n ended as status 128 + n (POSIX.1-2024, Shell & Utilities, section 2.8.2).
_SIGNALLED = 128


class Refused(Exception):  # noqa: N818 - it is no error of ours
    """The network cannot be measured; the text says why."""


def is_memory(error: BaseException) -> bool:
    """Whether ``error`` says that memory ran out."""
    return isinstance(error, MemoryError) or says_memory(str(error))


def says_memory(text: str) -> bool:
    """Whether a message or a log says that memory ran out."""
    return bool(_MEMORY.search(text))


def of_error(error: BaseException) -> str:
    """Why ``error`` was raised: the first line of it that says something."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip(" -\t")), "")
    match error:
        case Refused():
            words = first
        case ModuleNotFoundError():
            words = f"module {error.name} is missing"
        case _ if is_memory(error):
            words = "out of memory"
        case _:
            words = f"raised {type(error).__name__}: {first}" if first else f"raised {type(error).__name__}"
    return words[:LONGEST]


def of_end(status: int) -> str:
    """Why a process ended with ``status`` before it had answered: a shell's status, or minus a signal's number."""
    number = -status if status < 0 else status - _SIGNALLED
    if number > 0:
        try:
            return f"crashed with {signal.Signals(number).name}"
        except ValueError:
            pass
    return f"the network's code ended the process with status {status}"
