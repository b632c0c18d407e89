"""Which modules and names each release of MindSpore has, as ``schema/mindspore_names.json`` lists them.

``tools/mindspore_names.py`` makes the list from wheels, without installing them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from catalog.hub import vocabularies as schema
from catalog.model import CatalogError
from catalog.network.code.namespaces import Namespace, all_names

FILE = "mindspore_names.json"
# Among the names of a module: it takes all names of another, it may have more, it has modules that are not listed;
# and the module itself.
STAR, MORE, BELOW, ITSELF = "*", "?", "/", "."


class Release(NamedTuple):
    """One release: the namespaces of its modules, and the packages whose modules are not all listed."""

    version: str
    modules: Mapping[str, Namespace]
    opaque: frozenset[str]


@dataclass(frozen=True, eq=False)
class Table:
    """All releases that are listed, the oldest first."""

    releases: tuple[Release, ...]

    @property
    def newest(self) -> str:
        """The version of the newest release."""
        return self.releases[-1].version

    @property
    def oldest(self) -> str:
        """The version of the oldest release."""
        return self.releases[0].version

    def has(self, version: str, module: str, name: str = "") -> bool | None:
        """Whether the release has the module, and ``name`` in it where one is given; None where that is not known."""
        release = next((one for one in self.releases if one.version == version), None)
        if release is None:
            return None
        if module not in release.modules:
            return None if any(module.startswith(f"{one}.") for one in release.opaque) else False
        if not name or f"{module}.{name}" in release.modules:
            return True
        if module in release.opaque:
            return None
        names = self.names(version, module)
        return None if names is None else name in names

    def is_module(self, version: str, module: str) -> bool:
        """Whether the release has a module of this name."""
        return any(one.version == version and module in one.modules for one in self.releases)

    def names(self, version: str, module: str) -> frozenset[str] | None:
        """All names of a module of the release; None where they are not all known."""
        return _names(self, version, module)

    def last_with(self, module: str, name: str = "") -> str:
        """The version of the newest release that has it; empty where none of those listed does."""
        return next(
            (one.version for one in reversed(self.releases) if self.has(one.version, module, name)),
            "",
        )

    def history(self, module: str, name: str = "") -> str:
        """Since when there is no such name, in words; not every release is listed, so both ends are named."""
        last = self.last_with(module, name)
        if not last:
            return f"no MindSpore since {self.oldest} has it"
        later = self.releases[[one.version for one in self.releases].index(last) + 1 :]
        gone = next(
            (one.version for one in later if self.has(one.version, module, name) is False), ""
        )
        return f"MindSpore {last} has it, {gone} does not" if gone else f"MindSpore {last} has it"


@cache
def _names(table: Table, version: str, module: str) -> frozenset[str] | None:
    release = next(one for one in table.releases if one.version == version)
    names = all_names(module, release.modules.get)
    return None if names is None else frozenset(names)


@cache
def load(root: str) -> Table:
    """The table of the hub at ``root``: its own, else ours.

    Raises:
        CatalogError: the file is missing or is none that the tool wrote.
    """
    for folder in schema.resource_folders("schema", root):
        path = folder / FILE
        if path.is_file():
            try:
                return of_document(json.loads(path.read_bytes()))
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise CatalogError(
                    f"cannot read {path}: {error}: make it again with tools/mindspore_names.py"
                ) from error
    raise CatalogError(f"there is no schema/{FILE}: the installation is not complete")


def of_document(document: Mapping[str, Mapping[str, str | Mapping[str, str]]]) -> Table:
    """The table in a document: under ``modules``, for each one, letters of versions and the names that these have."""
    letters = document["versions"]
    modules: dict[str, dict[str, Namespace]] = {letter: {} for letter in letters}
    opaque: dict[str, set[str]] = {letter: set() for letter in letters}
    for module, names in document["modules"].items():
        assert isinstance(names, Mapping)
        for when, listed in names.items():
            for letter in when:
                found = modules[letter].setdefault(module, Namespace())
                _fill(found, listed.split())
                if BELOW in listed.split():
                    opaque[letter].add(module)
    return Table(
        tuple(
            Release(str(version), modules[letter], frozenset(opaque[letter]))
            for letter, version in letters.items()
        )
    )


def _fill(found: Namespace, words: list[str]) -> None:
    for word in words:
        if word.startswith(STAR):
            found.stars.append(word.removeprefix(STAR))
        elif word == MORE:
            found.is_open = True
        elif word not in (BELOW, ITSELF):
            found.names.add(word)


def to_document(releases: Mapping[str, Mapping[str, set[str]]]) -> dict[str, object]:
    """The document of ``releases``: versions, oldest first, with the words of each of their modules."""
    letters = {version: chr(ord("a") + number) for number, version in enumerate(releases)}
    modules: dict[str, dict[str, str]] = {}
    for module in sorted(set().union(*releases.values())):
        words: dict[str, str] = {}
        for version, found in releases.items():
            for word in found.get(module, ()):
                words[word] = words.get(word, "") + letters[version]
        by_versions: dict[str, list[str]] = {}
        for word in sorted(words):
            by_versions.setdefault(words[word], []).append(word)
        modules[module] = {when: " ".join(listed) for when, listed in sorted(by_versions.items())}
    return {
        "versions": {letter: version for version, letter in letters.items()},
        "modules": modules,
    }
