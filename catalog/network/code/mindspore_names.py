"""The modules and names of MindSpore's releases, as listed in ``schema/mindspore_names.json``.

``tools/mindspore_names.py`` makes the list from wheels, without installing them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from catalog.hub.resources import resource_folders
from catalog.model import CatalogError
from catalog.network.code.namespaces import Namespace, all_names

FILE = "mindspore_names.json"
# Marks among the names of a module: it takes all names of another, it may have more, it has modules
# that are not listed; and the module itself.
STAR, MORE, BELOW, ITSELF = "*", "?", "/", "."


class Release(NamedTuple):
    """A release: namespaces by module, and the packages that have modules which are not listed."""

    version: str
    modules: Mapping[str, Namespace]
    opaque: frozenset[str]


@dataclass(frozen=True, eq=False)
class NameTable:
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
        """Whether the release has the module, and ``name`` in it if given; None where unknown."""
        release = next((release for release in self.releases if release.version == version), None)
        if release is None:
            return None
        if module not in release.modules:
            is_below = any(module.startswith(f"{package}.") for package in release.opaque)
            return None if is_below else False
        if not name or f"{module}.{name}" in release.modules:
            return True
        if module in release.opaque:
            return None
        names = self.names(version, module)
        return None if names is None else name in names

    def is_module(self, version: str, module: str) -> bool:
        """Whether the release has a module of this name."""
        return any(
            release.version == version and module in release.modules for release in self.releases
        )

    def names(self, version: str, module: str) -> frozenset[str] | None:
        """All names of a module of the release; None where they are not all known."""
        return _names(self, version, module)

    def last_with(self, module: str, name: str = "") -> str:
        """The version of the newest release that has it; empty where none of those listed does."""
        for release in reversed(self.releases):
            if self.has(release.version, module, name):
                return release.version
        return ""

    def history(self, module: str, name: str = "") -> str:
        """Between which releases the name was removed, in words: not every release is listed."""
        last = self.last_with(module, name)
        if not last:
            return f"no MindSpore since {self.oldest} has it"
        versions = [release.version for release in self.releases]
        for version in versions[versions.index(last) + 1 :]:
            if self.has(version, module, name) is False:
                return f"MindSpore {last} has it, {version} does not"
        return f"MindSpore {last} has it"


@cache
def _names(table: NameTable, version: str, module: str) -> frozenset[str] | None:
    release = next(release for release in table.releases if release.version == version)
    names = all_names(module, release.modules.get)
    return None if names is None else frozenset(names)


@cache
def load_name_table(root: str) -> NameTable:
    """The names of MindSpore's releases, from the schema of the hub at ``root``, else from ours.

    Raises:
        CatalogError: the file is missing or is none that the tool wrote.
    """
    for folder in resource_folders("schema", root):
        path = folder / FILE
        if path.is_file():
            try:
                return table_from_document(json.loads(path.read_bytes()))
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise CatalogError(
                    f"cannot read {path}: {error}: make it again with tools/mindspore_names.py"
                ) from error
    raise CatalogError(f"there is no schema/{FILE}: the installation is not complete")


def table_from_document(document: Mapping[str, Mapping[str, str | Mapping[str, str]]]) -> NameTable:
    """The table in a document, which lists under ``modules`` names by the letters of versions."""
    letters = document["versions"]
    modules: dict[str, dict[str, Namespace]] = {letter: {} for letter in letters}
    opaque: dict[str, set[str]] = {letter: set() for letter in letters}
    for module, names in document["modules"].items():
        assert isinstance(names, Mapping)
        for when, listed in names.items():
            for letter in when:
                _fill(modules[letter].setdefault(module, Namespace()), listed.split())
                if BELOW in listed.split():
                    opaque[letter].add(module)
    return NameTable(
        tuple(
            Release(str(version), modules[letter], frozenset(opaque[letter]))
            for letter, version in letters.items()
        )
    )


def _fill(space: Namespace, words: list[str]) -> None:
    for word in words:
        if word.startswith(STAR):
            space.stars.append(word.removeprefix(STAR))
        elif word == MORE:
            space.is_open = True
        elif word not in (BELOW, ITSELF):
            space.names.add(word)


def document_from_releases(releases: Mapping[str, Mapping[str, set[str]]]) -> dict[str, object]:
    """The document of ``releases``: versions, oldest first, with the names and marks of modules."""
    letters = {version: chr(ord("a") + number) for number, version in enumerate(releases)}
    modules: dict[str, dict[str, str]] = {}
    for module in sorted(set().union(*releases.values())):
        words: dict[str, str] = {}
        for version, listing in releases.items():
            for word in listing.get(module, ()):
                words[word] = words.get(word, "") + letters[version]
        by_versions: dict[str, list[str]] = {}
        for word in sorted(words):
            by_versions.setdefault(words[word], []).append(word)
        modules[module] = {when: " ".join(listed) for when, listed in sorted(by_versions.items())}
    return {
        "versions": {letter: version for version, letter in letters.items()},
        "modules": modules,
    }
