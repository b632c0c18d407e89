"""Two folders change places in one step: whoever looks sees one tree or the other, no mixture."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def exchange(first: Path, second: Path) -> bool:
    """Whether the two folders have changed places; False where the system cannot do it.

    Linux can since 3.15, on its usual file systems (``renameat2(2)``, ``RENAME_EXCHANGE``).
    """
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done = renameat2(
        _AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE
    )
    return bool(done == 0)
