"""A process confines itself: by limits, and by namespaces of Linux where the system allows.

The calls are those of mount(2), mount_setattr(2), prctl(2), capset(2) and unshare(2); Python has
none of them in 3.11.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from contextlib import suppress

_NEW_MOUNTS, _NEW_PROCESSES = 0x00020000, 0x20000000
_BIND, _RECURSIVE, _PRIVATE = 4096, 16384, 1 << 18
_MOUNT_SETATTR, _HERE, _WHOLE_TREE, _READ_ONLY = 442, -100, 0x8000, 1
_PARENT_DEATH_SIGNAL, _DROP_FROM_BOUND, _NO_NEW_PRIVILEGES = 1, 24, 38
_CAPABILITIES_VERSION, _MOST_CAPABILITIES = 0x20080522, 64
_LARGEST_FILE = 2**30


def limit_resources(memory: int) -> None:
    """Sets this process's limits: ``memory`` bytes of data, no core dump, no large file."""
    # RLIMIT_AS would do as well, but counts address space that MindSpore reserves and never uses.
    wanted = {
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_FSIZE: _LARGEST_FILE,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def die_with_parent() -> None:
    """Has the system end this process when its parent ends."""
    with suppress(OSError, AttributeError):
        _check(_libc().prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))


def enter_own_tree() -> None:
    """Gives this process's children a process tree and mounts of their own.

    Raises:
        OSError: the system does not allow it.
    """
    _check(_libc().unshare(_NEW_MOUNTS | _NEW_PROCESSES))


def make_read_only(writable: str) -> None:
    """Makes all files read-only but those below ``writable``.

    Raises:
        OSError: the system does not allow it.
    """
    libc = _libc()
    place = os.fsencode(writable)
    _check(libc.mount(b"none", b"/", None, _RECURSIVE | _PRIVATE, None))
    with suppress(OSError):
        # A container may mask parts of /proc; then the old one stays: it shows the system's
        # processes, which can still not be touched.
        _check(libc.mount(b"proc", b"/proc", b"proc", 0, None))
    _check(libc.mount(place, place, None, _BIND, None))
    _set_attributes(b"/", _WHOLE_TREE, _Attributes(_READ_ONLY, 0, 0, 0))
    _set_attributes(place, 0, _Attributes(0, _READ_ONLY, 0, 0))


def count_processes() -> int:
    """How many processes this process's own tree has; 0 where it has no tree of its own."""
    with suppress(OSError):
        own_process = os.readlink("/proc/self")  # noqa: PTH115 - a link that is no file
        if os.getpid() == 1 and own_process == "1":
            names = os.listdir("/proc")  # noqa: PTH208 - names are wanted
            return sum(name.isdigit() for name in names)
    return 0


def drop_privileges() -> None:
    """Gives up, for good, the powers over its namespaces that this process may have."""
    libc = _libc()
    for capability in range(_MOST_CAPABILITIES):
        libc.prctl(_DROP_FROM_BOUND, capability, 0, 0, 0)
    _check(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    _check(libc.capset(ctypes.byref(header), ctypes.byref(none)))


def can_confine(writable: str) -> bool:
    """Whether this system allows own trees and read-only files, tried out in a fork."""
    child = os.fork()
    if child == 0:
        try:
            enter_own_tree()
            make_read_only(writable)
            drop_privileges()
        except (OSError, AttributeError):
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


class _Attributes(ctypes.Structure):
    """``struct mount_attr`` of mount_setattr(2)."""

    _fields_ = (
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    )


def _set_attributes(place: bytes, flags: int, attributes: _Attributes) -> None:
    size = ctypes.sizeof(attributes)
    _check(_libc().syscall(_MOUNT_SETATTR, _HERE, place, flags, ctypes.byref(attributes), size))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
