"""The template environment that every page of the site is made with, the guide's pages included."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import yaml

from catalog.model import CatalogError, Page
from catalog.website.numbers import capitalize_first, format_brief, format_number, format_shape
from catalog.website.rendering.constants import ConstantText
from catalog.website.urls import encode_path, to_root

STATIC = "assets"
HASH_ENDS = 8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def template_environment(
    folders: Sequence[Path], interface: SimpleNamespace, site: object
) -> jinja2.Environment:
    """Templates of ``folders``, the first that has a file wins; escaped, with no undefined names.

    In templates ``words`` are the texts of ``interface``, and ``site`` is ``site``.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[ConstantText],
    )
    environment.globals |= {"words": interface, "site": site}
    environment.filters |= {
        "brief": format_brief,
        "link": encode_path,
        "number": format_number,
        "sentence": capitalize_first,
        "shape": format_shape,
        "shorten": split_hash,
    }
    # Pages are UTF-8: Chinese needs no escapes in their linked data.
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    return environment


def split_hash(text: str) -> tuple[str, str, str]:
    """A hash in three parts, of which the middle one need not be shown."""
    if len(text) <= 2 * HASH_ENDS + 1:
        return text, "", ""
    return text[:HASH_ENDS], text[HASH_ENDS:-HASH_ENDS], text[-HASH_ENDS:]


def interface_words(folders: Sequence[Path], language: str) -> SimpleNamespace:
    """The texts of the interface in ``language``, in English where it has none.

    A hub's own texts replace ours.

    Raises:
        CatalogError: a file is not YAML or not shaped as ours, or there is none.
    """
    texts: Mapping[str, Any] = {}
    for name in dict.fromkeys(("en", Path(language).name)):
        for path in (folder / "words" / f"{name}.yaml" for folder in reversed(folders)):
            if path.is_file():
                texts = _merged(texts, _read_texts(path), str(path)) if texts else _read_texts(path)
    if not texts:
        raise CatalogError("there is no templates/words/en.yaml: the installation is not complete")
    return _namespace(texts)


def _merged(ours: Mapping[str, Any], theirs: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    merged = dict(ours)
    for key, value in theirs.items():
        is_mapping = isinstance(ours.get(key), dict)
        if is_mapping != isinstance(value, dict):
            raise CatalogError(f"{path}: {key!r} must be {'a mapping' if is_mapping else 'a text'}")
        merged[key] = _merged(ours[key], value, path) if isinstance(value, dict) else value
    return merged


def _read_texts(path: Path) -> Mapping[str, Any]:
    try:
        # Both loaders are PyYAML's safe ones.
        texts = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogError(f"cannot read {path}: {error}") from error
    if not isinstance(texts, dict):
        raise CatalogError(f"{path} is not a mapping of names to text")
    return texts


def _namespace(table: Mapping[str, Any]) -> SimpleNamespace:
    """``table`` with its keys as attributes: a key such as ``items`` would hide behind a method."""
    return SimpleNamespace(
        **{
            str(key): _namespace(value) if isinstance(value, dict) else str(value)
            for key, value in table.items()
        }
    )


def static_pages(folders: Sequence[Path]) -> Iterator[Page]:
    """Stylesheets, scripts and pictures; a hub's own file replaces ours."""
    paths: dict[str, Path] = {}
    for folder in reversed(folders):
        root = folder / STATIC
        paths |= {
            path.relative_to(folder).as_posix(): path for path in root.rglob("*") if path.is_file()
        }
    for name, path in sorted(paths.items()):
        try:
            yield Page(name, path.read_bytes())
        except OSError as error:
            raise CatalogError(f"cannot read {path}: {error.strerror}") from error


def files_digest(folders: Iterable[Path]) -> str:
    """A digest of all files below ``folders``: their names and bytes."""
    total = hashlib.blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            total.update(f"{name}\0{path.stat().st_size}\0".encode(errors="surrogateescape"))
            total.update(path.read_bytes())
    return total.hexdigest()


def page_context(path: str, section: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """``context`` with a page's path, the way to the site's folder, and the section."""
    return {"root": to_root(path), "path": path, "section": section, "twins": {}} | dict(context)


@contextmanager
def naming_template(subject: str) -> Iterator[None]:
    """Errors of templates as CatalogError, with file and line, and ``subject``: what was made."""
    try:
        yield
    except jinja2.TemplateSyntaxError as error:
        raise CatalogError(
            f"{error.filename or error.name}:{error.lineno}: {error.message}"
        ) from error
    except jinja2.TemplateNotFound as error:
        raise CatalogError(
            f"{subject} needs the template {error.name}, which is not there"
        ) from error
    except (jinja2.TemplateError, TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise CatalogError(f"{_place(error)}: {error} (while making {subject})") from error


def _place(error: Exception) -> str:
    """File and line of the template that ``error`` comes from: the innermost frame of one."""
    place, trace = "a template", error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if "__jinja_template__" in trace.tb_frame.f_globals or code.co_filename.endswith(".html"):
            place = f"{code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


class RenderedPage:
    """A page rendered piece by piece while it is written; ``context["path"]`` is the page."""

    def __init__(
        self, templates: jinja2.Environment, template: str, context: Mapping[str, Any]
    ) -> None:
        self._templates, self._template, self._context = templates, template, context

    def __iter__(self) -> Iterator[bytes]:
        with naming_template(self._context["path"]):
            for piece in self._templates.get_template(self._template).generate(self._context):
                yield piece.encode(errors="replace")
