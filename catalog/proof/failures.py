"""Why a network could not be measured: the class of failure, in words, and what to do about it."""

from __future__ import annotations

import itertools
import re
import signal
import socket
from collections.abc import Mapping
from typing import NamedTuple

MAX_WORDS = 300
# The status of a network whose code started too many processes; no process can end with it.
TOO_MANY_PROCESSES = 1000


class FailureKind(NamedTuple):
    """A class of failure: what it is, in a sentence, and what to do."""

    sentence: str
    advice: str


FAILURE_KINDS: Mapping[str, FailureKind] = {
    "no-network": FailureKind(
        "the card names no network that is at hand",
        "add a network entry, or map the repo-link in [smoke.sources]",
    ),
    "no-folder": FailureKind(
        "the folder of the network is not there", "correct the link, the entry or the mapping"
    ),
    "no-mirror": FailureKind(
        "the git mirror of the network cannot be read", "see whether git can read it"
    ),
    "no-entry-point": FailureKind(
        "the folder has no entry point", "add mindspore_hub_conf.py with create_network"
    ),
    "not-trusted": FailureKind(
        "the code comes from a source that nobody vouches for",
        "read it, then name it with --trust or under trust in [smoke]",
    ),
    "no-version": FailureKind(
        "this version of MindSpore is not to be had for this Python",
        "take a Python that it has wheels for",
    ),
    "no-package": FailureKind(
        "the package of the network is not installed", "install it beside this tool"
    ),
    "no-name": FailureKind(
        "the package has no network of that name", "write model-name as the package spells it"
    ),
    "no-mindspore": FailureKind("MindSpore is not installed", "pip install 'catalog-hub[smoke]'"),
    "name-refused": FailureKind(
        "create_network does not know the name", "write a name that it accepts, in lower case"
    ),
    "missing-module": FailureKind(
        "the code imports a module that is not there", "install it, or import it from the folder"
    ),
    "missing-name": FailureKind(
        "the code imports a name that its module has not", "correct the import"
    ),
    "removed-name": FailureKind(
        "the code uses a name that this MindSpore has not",
        "use what replaced it, or state the version that had it",
    ),
    "numpy-too-new": FailureKind(
        "the code, or MindSpore, needs an older NumPy", "use numpy below 2 and its current names"
    ),
    "broken-code": FailureKind("the code is not Python", "correct the line that is named"),
    "needs-arguments": FailureKind(
        "the network needs arguments that the card does not give", "give them in network.arguments"
    ),
    "unknown-argument": FailureKind(
        "the network takes no such argument", "take it out of network.arguments or the snippet"
    ),
    "needs-device": FailureKind(
        "the code wants a device that is not here", "let the caller choose the device"
    ),
    "needs-file": FailureKind(
        "the code wants a file or a data set", "build the network without it"
    ),
    "needs-internet": FailureKind(
        "the code wants the network, which is cut off", "build the network without a download"
    ),
    "not-a-cell": FailureKind(
        "what is built is no MindSpore Cell", "return the network from create_network"
    ),
    "needs-inputs": FailureKind(
        "the network takes other inputs than the card declares", "declare every tensor under inputs"
    ),
    "bad-input-shape": FailureKind(
        "the network runs at no shape that was tried", "declare its shape and layout under inputs"
    ),
    "no-output": FailureKind("the network gives no tensor", "return tensors from construct"),
    "non-finite-output": FailureKind(
        "the network gives infinite or undefined numbers", "check its initial values"
    ),
    "no-value": FailureKind(
        "the network uses a parameter without a value",
        "initialise every parameter when it is built",
    ),
    "bad-weights": FailureKind(
        "the checkpoint cannot be read or loaded", "save it again with mindspore.save_checkpoint"
    ),
    "bad-test": FailureKind(
        "the test files do not suit the network",
        "write the arrays again as .npy or .npz, unpickled",
    ),
    "out-of-memory": FailureKind(
        "the network needs more memory than it is allowed", "raise memory-gib in [smoke]"
    ),
    "too-slow": FailureKind(
        "the network was not done in time", "raise seconds in [smoke], or look for an endless loop"
    ),
    "too-many-processes": FailureKind(
        "the code starts process upon process", "let the network work in one process"
    ),
    "crashed": FailureKind(
        "the process was ended by a signal", "build and run the network outside to see where"
    ),
    "ended": FailureKind("the code ended the process", "take exit calls out of it"),
    "raised": FailureKind(
        "the code raised an error", "build and run the network outside to see where"
    ),
    "no-measurement": FailureKind(
        "the process told what no measurement tells",
        "read the network's code: it meddles with the measuring",
    ),
    "worker-lost": FailureKind("the process that did the work was lost", "run again"),
}


class Failure(NamedTuple):
    """A failure of one of the ``FAILURE_KINDS``, in words."""

    kind: str
    words: str

    @property
    def advised(self) -> str:
        """The words, with what to do in parentheses."""
        return f"{self.words} ({FAILURE_KINDS[self.kind].advice})"


class Refused(Exception):  # noqa: N818 - it is no error of ours
    """The network cannot be measured: the class of failure, and the words."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


_MEMORY = re.compile(
    r"memory isn't enough|bad_alloc|cannot allocate memory|allocate memory failed|out of memory",
    re.I,
)
_MODULE = re.compile(r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'")
_IMPORTED = re.compile(r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'")
_ARGUMENTS = re.compile(
    r"missing \d+ required (?:positional|keyword-only) arguments?: (?P<names>.*)"
)
_CLASSES: Mapping[str, tuple[type[BaseException], ...]] = {
    "ended": (SystemExit,),
    "broken-code": (SyntaxError,),
    "needs-internet": (socket.gaierror, ConnectionError),
}
# What messages say, the first that fits; whatever the error's class.
_MESSAGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "numpy-too-new",
        re.compile(
            r"compiled using NumPy 1|_ARRAY_API not found|module 'numpy' has no attribute", re.I
        ),
    ),
    (
        "needs-inputs",
        re.compile(r"construct\(\).*(?:argument|given)|construct.*(?:needs?|requires?) \d+", re.I),
    ),
    (
        "unknown-argument",
        re.compile(r"unexpected keyword argument|takes \d+ positional arguments? but", re.I),
    ),
    ("no-value", re.compile(r"not (?:been )?initiali[sz]ed|uninitiali[sz]ed|init_data", re.I)),
    (
        "needs-device",
        re.compile(
            r"device[_ ]target|set_device"
            r"|(?:ascend|gpu).*(?:not (?:found|available|supported)|unavailable|no device)"
            r"|unsupported device|libascend|device .*(?:not supported|is not available)",
            re.I,
        ),
    ),
    (
        "needs-internet",
        re.compile(
            r"network is unreachable|name resolution|name or service not known"
            r"|connection refused|urlopen",
            re.I,
        ),
    ),
)
# A shell reports a process that signal n ended as status 128 + n.
_SIGNALLED = 128


def is_out_of_memory(error: BaseException) -> bool:
    """Whether ``error`` says that memory ran out."""
    return isinstance(error, MemoryError) or mentions_memory(str(error))


def mentions_memory(text: str) -> bool:
    """Whether a message or a log says that memory ran out."""
    return bool(_MEMORY.search(text))


def explain_error(error: BaseException) -> Failure:
    """Why ``error`` was raised: its class of failure, and its first paragraph."""
    first = _first_paragraph(str(error))
    for rule in (_explain_import, _explain_class, _explain_message):
        failure = rule(error, first)
        if failure:
            return Failure(failure.kind, failure.words[:MAX_WORDS])
    return Failure("raised", _raised(error, first)[:MAX_WORDS])


def _first_paragraph(text: str) -> str:
    """The first lines that say something, up to an empty one or a rule, as one line."""
    lines = [line.strip() for line in text.splitlines()]
    begins = itertools.dropwhile(lambda line: not line.strip("-"), lines)
    return " ".join(itertools.takewhile(lambda line: line.strip("-"), begins))


def _explain_import(error: BaseException, first: str) -> Failure | None:
    """The failure of a name that cannot be imported or is not in its module."""
    match error:
        case ModuleNotFoundError():
            kind = "removed-name" if _is_mindspore(error.name or "") else "missing-module"
            return Failure(kind, f"module {error.name} is missing")
        case ImportError() | AttributeError():
            match = _IMPORTED.search(first) or _MODULE.search(first)
            if not match:
                return None
            if match["module"] == "numpy":
                return Failure("numpy-too-new", f"numpy has no {match['name']}")
            kind = "removed-name" if _is_mindspore(match["module"]) else "missing-name"
            return Failure(kind, f"{match['module']} has no {match['name']}")
    return None


def _explain_class(error: BaseException, first: str) -> Failure | None:
    if isinstance(error, Refused):
        return Failure(error.kind, first)
    if isinstance(error, FileNotFoundError | NotADirectoryError) and error.filename:
        return Failure("needs-file", f"wants {error.filename!r}, which is not there")
    if is_out_of_memory(error):
        return Failure("out-of-memory", "out of memory")
    kind = next((kind for kind, classes in _CLASSES.items() if isinstance(error, classes)), "")
    return Failure(kind, _raised(error, first)) if kind else None


def _explain_message(error: BaseException, first: str) -> Failure | None:
    text = str(error)
    for kind, pattern in _MESSAGES:
        if pattern.search(text):
            return Failure(kind, _raised(error, first))
    if isinstance(error, TypeError) and (match := _ARGUMENTS.search(first)):
        return Failure("needs-arguments", f"needs {match['names']}")
    return None


def _raised(error: BaseException, first: str) -> str:
    return f"raised {type(error).__name__}: {first}" if first else f"raised {type(error).__name__}"


def _is_mindspore(module: str) -> bool:
    return module.partition(".")[0] == "mindspore"


def explain_exit(status: int) -> Failure:
    """Why a process ended with ``status`` before it answered.

    ``status`` is that of a shell, or minus the number of a signal.
    """
    if status == TOO_MANY_PROCESSES:
        return Failure("too-many-processes", "the network's code starts process upon process")
    number = -status if status < 0 else status - _SIGNALLED
    if number > 0:
        try:
            return Failure("crashed", f"crashed with {signal.Signals(number).name}")
        except ValueError:
            pass
    return Failure("ended", f"the network's code ended the process with status {status}")
