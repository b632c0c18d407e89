"""Writes schema/mindspore_names.json: modules and names of MindSpore releases, from wheels.

    pip download --no-deps mindspore==2.10.0 && python tools/mindspore_names.py *.whl

A release that the file has already stays in it. Nothing of a wheel is installed, imported or run.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.network.code.mindspore_names import (
    BELOW,
    FILE,
    ITSELF,
    MORE,
    STAR,
    document_from_releases,
)
from catalog.network.code.namespaces import Namespace, all_names, parse_python, read_namespace

TARGET = Path(__file__).resolve().parents[1] / "schema" / FILE
# What no network imports, or what is compiled: of these the table says only that they exist.
OPAQUE = re.compile(
    r"mindspore\.(_akg|_extends|_profiler|boost|dataset\.(core|engine|.*validators)|graph|include|lib|mint\.distributed|"
    r"ops\.(_grad_experimental|_op_impl|_tracefunc|_utils|_vmap|auto_generate|composite\.multitype_ops|tensor_method)|"
    r"ops_generate|parallel|profiler|rewrite|run_check|safeguard|scipy|tools)(\.|$)"
)


def main() -> None:
    """Reads each argument and writes the table of all."""
    releases = _known()
    for argument in sys.argv[1:]:
        files = (
            _of_wheel(Path(argument))
            if zipfile.is_zipfile(argument)
            else _of_folder(Path(argument))
        )
        version = _version(Path(argument))
        releases[version] = words(dict(files))
        print(f"{version}: {len(releases[version])} modules")
    ordered = dict(
        sorted(releases.items(), key=lambda pair: tuple(map(int, re.findall(r"\d+", pair[0]))))
    )
    TARGET.write_text(_text(document_from_releases(ordered)), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


def words(files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """The words of the table for each module; ``files`` are texts by path in the package."""
    spaces = _namespaces(files)
    found: dict[str, set[str]] = {}
    for module, space in spaces.items():
        if OPAQUE.match(module):
            found[_topmost(module)] = {MORE, BELOW}
            continue
        found[module] = set(space.names) | ({MORE} if space.is_open else set())
        for star in space.stars:
            found[module] |= (
                {f"{STAR}{star}"}
                if star in spaces and not OPAQUE.match(star)
                else _taken(star, spaces)
            )
    return {
        module: {ITSELF, *(word for word in one if word[:2] != "__")}
        for module, one in found.items()
    }


def _topmost(module: str) -> str:
    """The shortest package around ``module`` that is opaque."""
    parts = module.split(".")
    heads = (".".join(parts[:length]) for length in range(2, len(parts) + 1))
    return next(head for head in heads if OPAQUE.match(head))


def _taken(star: str, spaces: Mapping[str, Namespace]) -> set[str]:
    """The names that ``from star import *`` gives, for a module that is not listed."""
    names = all_names(star, spaces.get)
    return {MORE} if names is None else {name for name in names if not name.startswith("_")}


def _namespaces(files: Mapping[str, bytes]) -> dict[str, Namespace]:
    spaces: dict[str, Namespace] = {}
    for path, data in files.items():
        *folders, file = path.split("/")
        stem = file.partition(".")[0]
        package = ".".join(folders)
        module = package if stem == "__init__" else f"{package}.{stem}"
        tree = parse_python(data) if file.endswith(".py") else None
        spaces[module] = read_namespace(tree, package) if tree else Namespace(is_open=True)
    for module in list(spaces):
        above, _, name = module.rpartition(".")
        while above:
            spaces.setdefault(above, Namespace()).names.add(name)
            above, _, name = above.rpartition(".")
    return spaces


def _of_wheel(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            if _is_module(name):
                yield name, wheel.read(name) if name.endswith(".py") else b""


def _of_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    for file in (path / "mindspore").rglob("*"):
        name = file.relative_to(path).as_posix()
        if _is_module(name):
            yield name, file.read_bytes() if name.endswith(".py") else b""


def _is_module(name: str) -> bool:
    return name.startswith("mindspore/") and name.endswith((".py", ".so"))


def _version(path: Path) -> str:
    """The release in the name of a wheel, or of the folder of metadata beside the package."""
    names = (
        [path.name, *(one.name for one in path.glob("mindspore-*.dist-info"))]
        if path.is_dir()
        else [path.name]
    )
    return next(
        found[1] for found in map(re.compile(r"mindspore-(\d+(?:\.\d+)+)").match, names) if found
    )


def _known() -> dict[str, dict[str, set[str]]]:
    if not TARGET.is_file():
        return {}
    document = json.loads(TARGET.read_bytes())
    return {
        version: {
            module: {
                word for when, listed in names.items() if letter in when for word in listed.split()
            }
            for module, names in document["modules"].items()
            if letter in "".join(names)
        }
        for letter, version in document["versions"].items()
    }


def _text(document: Mapping[str, object]) -> str:
    """The document as JSON with a line for each module, so that a change can be read."""
    modules = document["modules"]
    assert isinstance(modules, Mapping)
    lines = ",\n".join(
        f" {json.dumps(module)}: {json.dumps(modules[module])}" for module in modules
    )
    return f'{{"versions": {json.dumps(document["versions"])},\n"modules": {{\n{lines}\n}}}}\n'


if __name__ == "__main__":
    main()
