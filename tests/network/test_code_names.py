"""The names of modules, from their text: of any module, of a folder's, of MindSpore's releases."""

import importlib
import json
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import pytest

from catalog.model import CatalogError
from catalog.network.code import mindspore_names
from catalog.network.code.namespaces import (
    Namespace,
    absolute_module,
    all_names,
    parse_python,
    read_namespace,
)
from tests.smoke_hub import needs_mindspore

NEWEST = "2.10.0"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a = 1\nb: int = 2\n(c, [d]) = e", {"a", "b", "c", "d"}),
        ("def f(x):\n    y = 1\nclass C:\n    z = 2", {"f", "C"}),
        ("import a.b\nimport c.d as e\nfrom f import g, h as i", {"a", "e", "g", "i"}),
        ("try:\n    import a\nexcept ImportError as b:\n    c = 1", {"a", "b", "c"}),
        (
            "if a:\n    b = 1\nelse:\n    c = 2\nfor d in e:\n    with f as g:\n        pass",
            {"b", "c", "d", "g"},
        ),
        ("def f():\n    global a\n    a = 1", {"f", "a"}),
        ("(a := 1)", {"a"}),
    ],
)
def test_names_that_a_module_binds(text: str, names: set[str]) -> None:
    tree = parse_python(text.encode())
    assert tree
    space = read_namespace(tree, "")
    assert {name for name in space.names if not name.startswith("__")} == names
    assert not space.is_open


@pytest.mark.parametrize(
    "text",
    [
        "def __getattr__(name): ...",
        "globals()[a] = 1",
        "def f():\n    globals().update(a=1)",
        "exec(a)",
        "import sys\nsys.modules[__name__] = a",
        "replace_me(__name__, 'other')",
    ],
)
def test_a_module_that_may_have_more(text: str) -> None:
    tree = parse_python(text.encode())
    assert tree
    assert read_namespace(tree, "").is_open


def test_all_names_follow_stars_and_give_up_at_an_open_end() -> None:
    spaces = {
        "a": Namespace({"x"}, ["b"]),
        "b": Namespace({"y"}, ["a"]),
        "c": Namespace({"z"}, ["unknown"]),
        "d": Namespace({"z"}, is_open=True),
    }
    assert all_names("a", spaces.get) == {"x", "y"}
    assert all_names("c", spaces.get) is None
    assert all_names("d", spaces.get) is None


@pytest.mark.parametrize(
    ("module", "level", "package", "whole"),
    [
        ("a.b", 0, "p", "a.b"),
        ("a", 1, "p.q", "p.q.a"),
        ("", 2, "p.q", "p"),
        ("a", 1, "", ""),
        ("a", 3, "p.q", ""),
    ],
)
def test_relative_imports(module: str, level: int, package: str, whole: str) -> None:
    assert absolute_module(module, level, package) == whole


@pytest.mark.parametrize(
    ("module", "name", "has"),
    [
        ("mindspore.nn", "", True),
        ("mindspore.nn", "Conv2d", True),
        ("mindspore.ops", "ResizeBilinear", False),
        ("mindspore.ops", "operations", True),
        ("mindspore.ops.operations", "ResizeBilinearV2", True),
        ("mindspore.dataset.vision.c_transforms", "", False),
        ("mindspore.common.initializer", "Normal", True),
        ("mindspore.nn.loss.loss", "_Loss", True),
        ("mindspore.rewrite.anything", "", None),
        ("mindspore._c_expression", "anything", None),
    ],
)
def test_names_of_mindspore(root: Path, module: str, name: str, has: bool | None) -> None:
    assert mindspore_names.load_name_table(str(root)).has(NEWEST, module, name) is has


def test_the_last_release_that_had_a_module(root: Path) -> None:
    table = mindspore_names.load_name_table(str(root))
    assert table.last_with("mindspore.dataset.vision.c_transforms") == "2.7.2"
    assert table.last_with("mindspore.ops", "ResizeBilinear") == "2.0.0"
    assert table.last_with("mindspore.ops", "Nothing") == ""
    assert (table.oldest, table.newest) == ("2.0.0", NEWEST)
    assert table.has("1.5", "mindspore.nn") is None


@pytest.mark.parametrize(
    ("module", "name", "words"),
    [
        ("mindspore.dataset.vision.c_transforms", "", "MindSpore 2.7.2 has it, 2.8.0 does not"),
        ("mindspore.ops", "ResizeBilinear", "MindSpore 2.0.0 has it, 2.7.2 does not"),
        ("mindspore.ops", "Nothing", "no MindSpore since 2.0.0 has it"),
        ("mindspore.nn", "Cell", "MindSpore 2.10.0 has it"),
    ],
)
def test_since_when_there_is_no_such_name(root: Path, module: str, name: str, words: str) -> None:
    assert mindspore_names.load_name_table(str(root)).history(module, name) == words


@needs_mindspore
def test_the_table_lacks_nothing_that_mindspore_has(root: Path) -> None:
    table = mindspore_names.load_name_table(str(root))
    modules = [
        "mindspore",
        "mindspore.nn",
        "mindspore.ops",
        "mindspore.ops.operations",
        "mindspore.train.callback",
    ]
    modules += ["mindspore.common.initializer", "mindspore.mint.nn.functional", "mindspore.numpy"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for module in modules:
            names = [
                name for name in dir(importlib.import_module(module)) if not name.startswith("__")
            ]
            assert len(names) > 10
            assert [name for name in names if table.has(NEWEST, module, name) is False] == []


def test_the_table_is_small(root: Path) -> None:
    assert (root / "schema" / mindspore_names.FILE).stat().st_size < 300_000


def test_a_document_is_read_back_by_release() -> None:
    releases = {
        "1.0": {"m": {".", "a", "gone"}, "m.old": {"."}},
        "1.1": {"m": {".", "a", "new", "*m.sub"}, "m.sub": {".", "b"}},
    }
    table = mindspore_names.table_from_document(
        json.loads(json.dumps(mindspore_names.document_from_releases(releases)))
    )
    answers = {
        (release.version, name): table.has(release.version, "m", name)
        for release in table.releases
        for name in ("gone", "new", "b")
    }
    assert answers == {
        ("1.0", "gone"): True,
        ("1.0", "new"): False,
        ("1.0", "b"): False,
        ("1.1", "gone"): False,
        ("1.1", "new"): True,
        ("1.1", "b"): True,
    }
    assert table.has("1.1", "m.old") is False
    assert table.last_with("m.old") == "1.0"


def test_a_hub_may_have_a_table_of_its_own_and_a_broken_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / mindspore_names.FILE).write_text(
        '{"versions": {"a": "9.0"}, "modules": {"mindspore": {"a": ". x"}}}'
    )
    assert mindspore_names.load_name_table(str(tmp_path)).has("9.0", "mindspore", "x")
    broken = tmp_path / "broken"
    (broken / "schema").mkdir(parents=True)
    (broken / "schema" / mindspore_names.FILE).write_text("[]")
    with pytest.raises(CatalogError, match=r"make it again with tools/mindspore_names\.py"):
        mindspore_names.load_name_table(str(broken))


def test_the_tool_reads_a_wheel_without_running_it(root: Path, tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "schema").mkdir()
    (tmp_path / "catalog").symlink_to(root / "catalog")
    tool = tmp_path / "tools" / "mindspore_names.py"
    tool.write_text((root / "tools" / "mindspore_names.py").read_text())
    for version, text in (
        ("9.0.0", "gone = 1"),
        ("9.1.0", "from mindspore.nn import *\nraise SystemExit(3)"),
    ):
        with zipfile.ZipFile(tmp_path / f"mindspore-{version}-cp311-any.whl", "w") as wheel:
            wheel.writestr("mindspore/__init__.py", text)
            wheel.writestr("mindspore/nn.py", "class Cell: ...")
            wheel.writestr("mindspore/_c.cpython-311.so", b"\x7fELF")
    subprocess.run(
        [sys.executable, tool, *sorted(tmp_path.glob("*.whl"))], check=True, capture_output=True
    )
    table = mindspore_names.table_from_document(
        json.loads((tmp_path / "schema" / mindspore_names.FILE).read_text())
    )
    assert table.last_with("mindspore", "gone") == "9.0.0"
    assert table.has("9.1.0", "mindspore", "Cell")
    assert table.has("9.1.0", "mindspore._c", "whatever") is None
