"""Whose code may run: the hub's own, that of known model packages, and of sources that are trusted.

All else that a card may name is refused: its author could run any code that lies on this machine.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from catalog.model import Card, Settings
from catalog.network.git_mirror import SCHEME
from catalog.network.locate import CACHE, Missing, Network
from catalog.network.model_packages import KNOWN
from catalog.parsing.card_files import is_file, is_folder

ALL = "*"


def untrusted(
    network: Network, card: Card, settings: Settings, changed: Collection[Path] = ()
) -> Missing | None:
    """Why the code of ``network`` is not run: its source is not trusted; None where it may run.

    ``changed`` are the files of a pull request: the hub's own code is trusted only without them.
    """
    source = code_source(network, card, settings)
    proposed = "" if source else _proposed(network, Path(settings.root).resolve(), changed)
    trusted = {"", *(package.name for package in KNOWN), *settings.smoke_trust}
    name = source or proposed
    if trusted & {name, ALL} or any(_covers(entry, name) for entry in settings.smoke_trust):
        return None
    reason = f"source {name} is not trusted{', as it has changed' if proposed else ''}"
    return Missing(network.stated, reason, "not-trusted")


def code_source(network: Network, card: Card, settings: Settings) -> str:
    """The source of the code as ``trust`` names it: a package or ``git+PATH``; "" is the hub."""
    root = Path(settings.root).resolve()
    if network.factory:
        top = network.factory.partition(":")[0].partition(".")[0]
        return "" if _is_own(root, top) else top
    folder = Path(network.folder).resolve()
    if folder.is_relative_to(root / CACHE):
        link = card.text("repo-link")
        mirrors = {
            prefix: source
            for prefix, source in settings.smoke_sources.items()
            if source.startswith(SCHEME) and link.startswith(prefix.rstrip("/"))
        }
        return mirrors[max(mirrors, key=len)] if mirrors else SCHEME
    return "" if folder.is_relative_to(root) else str(folder)


def _proposed(network: Network, root: Path, changed: Collection[Path]) -> str:
    """The hub's own code of ``network``, as ``trust`` names it, if it has changed; else empty."""
    if network.folder:
        places = [Path(network.folder).resolve()]
    else:
        top = network.factory.partition(":")[0].partition(".")[0]
        places = [root / top, root / f"{top}.py"]
    touched = next(
        (place for place in places for path in changed if path.is_relative_to(place)), None
    )
    return touched.relative_to(root).as_posix() if touched else ""


def _is_own(root: Path, top: str) -> bool:
    """Whether an import of ``top`` finds it in the hub's folder, which comes last on the path."""
    if not (is_folder(root / top) or is_file(root / f"{top}.py")):
        return False
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return False
    places = [spec.origin, *(spec.submodule_search_locations or ())] if spec else []
    return all(Path(place).resolve().is_relative_to(root) for place in places if place)


def _covers(trusted: str, source: str) -> bool:
    """Whether trust covers a source: ``git+models`` its ``@r1.5``, ``networks`` what is below."""
    return source.startswith((f"{trusted}@", f"{trusted.rstrip('/')}/"))
