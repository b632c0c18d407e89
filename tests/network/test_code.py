"""Network code read as text: what create_network does with a name, and which imports fail."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from catalog.lint.engine import choose_rules, lint
from catalog.model import Settings
from catalog.network.code import create_network
from catalog.network.code.imports import CodeStudy, study_folder
from catalog.network.code.mindspore_names import load_name_table
from catalog.network.code.mindspore_uses import removed_uses
from catalog.rules import RULES
from tests.cards import HEADER, card_text, make_hub, read_card
from tests.commands import git

NEWEST = "2.10.0"


def chain(asked: str, *names: str) -> str:
    """A factory with a branch for each of three hundred names, and for ``names``."""
    all_names = [*(f"net{number}" for number in range(300)), *names]
    return (
        "if False: pass\n"
        + "".join(f"elif {asked} == {item!r}: return Net()\n" for item in all_names)
        + "else: raise E"
    )


@pytest.mark.parametrize(
    ("body", "outcomes"),
    [
        ("return Net()", {"built"}),
        ("if name == 'net': return Net()\nraise NotImplementedError", {"built"}),
        ("if name == 'other': return Net()\nraise NotImplementedError", {"refused"}),
        ("if name == 'other': return Net()", {"nothing"}),
        ("if name != 'net': raise ValueError\nreturn Net()", {"built"}),
        (
            "if name in ('a', 'b'): return Net()\nelif name in ['net']: return A()\nelse: raise E",
            {"built"},
        ),
        ("if name not in ('a', 'b'): raise E\nreturn Net()", {"refused"}),
        ("if name.upper() == 'NET': return Net()\nraise E", {"built"}),
        ("name = name + 's'\nif name == 'nets': return Net()\nraise E", {"built", "refused"}),
        ("name = name.upper()\nif name == 'net': return Net()\nraise E", {"refused"}),
        ("if name.lower() == 'net': return Net()\nraise E", {"built"}),
        ("if name.strip() == 'net': return Net()\nraise E", {"built"}),
        ("if name.endswith('t'): return Net()\nraise E", {"built"}),
        ("if name.replace('n', 'm') == 'met': return Net()\nraise E", {"built"}),
        ("if name.split('e') == ['n', 't']: return Net()\nraise E", {"built"}),
        ("if name.removeprefix('n') == 'et': return Net()\nraise E", {"built"}),
        ("if name.removesuffix('t') == 'ne': return Net()\nraise E", {"built"}),
        ("if name.title() == 'Net': return Net()\nraise E", {"built", "refused"}),
        ("if name is 'net': return Net()\nraise E", {"built"}),
        ("if name is not 'net': raise E\nreturn Net()", {"built"}),
        ("if name < 'z': return Net()\nraise E", {"built", "refused"}),
        ("if name in 5: return Net()\nraise E", {"built", "refused"}),
        ("if not name == 'net': raise E\nreturn Net()", {"built"}),
        ("if name == 'a' or name == 'net': return Net()\nraise E", {"built"}),
        ("if name == 'a' or args: return Net()\nraise E", {"built", "refused"}),
        ("if name == 'a' and args: return Net()\nraise E", {"refused"}),
        ("if name == 'net' or args: return Net()\nraise E", {"built"}),
        ("if name.startswith('n') and 'e' in name: return Net()\nraise E", {"built"}),
        ("if args: return Net()\nraise E", {"built", "refused"}),
        (chain("name"), {"refused"}),
        (chain("name", "net"), {"built"}),
        (chain("args"), {"unknown"}),
        ("known = {'a': A, 'b': B}\nreturn known[name]()", {"refused"}),
        ("known = {'a': A, **MORE}\nreturn known[name]()", {"built"}),
        ("known = {'a': A}\nknown['net'] = B\nreturn known[name]()", {"built"}),
        (
            "known = ['a']\nknown.append('net')\nif name in known: return A()\nraise E",
            {"built", "refused"},
        ),
        ("known = {'a': A}\nif name in known.keys(): return known[name]()\nraise E", {"refused"}),
        ("return TABLE[name]()", {"refused"}),
        ("return GROWS[name]()", {"built"}),
        ("assert name == 'a'\nreturn A()", {"refused"}),
        ("assert name in TABLE, 'why'\nreturn A()", {"refused"}),
        ("for one in TABLE:\n    if one == name: return A()\nraise E", {"unknown", "refused"}),
        ("try:\n    return KNOWN[name]\nexcept KeyError:\n    raise E", {"unknown", "nothing"}),
        ("with a() as b:\n    if name == 'net': return A()\nraise E", {"built"}),
        ("net = A() if name == 'a' else None\nreturn net", {"built"}),
        (
            "if check(known := ['net']):\n    pass\nif name in known: return A()\nraise E",
            {"built", "refused"},
        ),
    ],
)
def test_what_becomes_of_a_name(body: str, outcomes: set[create_network.CallOutcome]) -> None:
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    before = "TABLE = {'a': 1}\nGROWS = {'a': 1}\nGROWS.update(more)\n"
    entry = ast.parse(f"{before}def create_network(name, *args, **kwargs):\n{lines}\n")
    assert create_network.call_outcomes(entry, "net") == outcomes


@pytest.mark.parametrize(
    "text",
    [
        "from src.net import create_network",
        "def create_network(*args): raise E",
        "@registered\ndef create_network(name): raise E",
        "def create_network(name): raise E\ndef create_network(name): return A()",
    ],
)
def test_where_the_text_does_not_tell_no_name_is_refused(text: str) -> None:
    assert not create_network.refuses_name(ast.parse(text), "net")


def test_the_names_that_are_known() -> None:
    text = (
        "T = {'c': C}\n"
        "def create_network(name):\n"
        "    if name == 'a' or name.lower() in ('b', 'a'): return A()\n"
        "    return T[name]()"
    )
    entry = ast.parse(text)
    assert create_network.compared_names(entry) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if 'd' == name: return D()", ["d"]),
        ("if name == other: return D()", []),
        ("if other == 'e': return D()", []),
        ("return T[name](f[other])", ["c"]),
    ],
)
def test_names_on_either_side_of_a_comparison(body: str, expected: list[str]) -> None:
    entry = ast.parse(f"T = {{'c': C}}\ndef create_network(name, other):\n    {body}\n")
    assert create_network.compared_names(entry) == expected


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def studied(root: Path, folder: Path, files: Mapping[str, str]) -> CodeStudy:
    entry = files.get("mindspore_hub_conf.py", "import src.net")
    return study_folder(
        write(folder, {**files, "mindspore_hub_conf.py": entry}), load_name_table(str(root)), NEWEST
    )


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        ({"src/net.py": "a = 1"}, []),
        ({"src/net.py": "import src.gone"}, [("missing-module", "src.gone", "")]),
        ({"src/net.py": "from src import gone"}, [("missing-name", "src", "gone")]),
        ({"src/net.py": "from . import part", "src/part.py": ""}, []),
        (
            {"src/net.py": "from .part import a", "src/part.py": "b = 1"},
            [("missing-name", "src.part", "a")],
        ),
        ({"src/net.py": "from .part import a", "src/part.py": "from numpy import *"}, []),
        (
            {
                "src/net.py": "from .part import a",
                "src/part.py": "from .more import *",
                "src/more.py": "a = 1",
            },
            [],
        ),
        ({"src/net.py": "from .part import a", "src/part.so": ""}, []),
        ({"src/net.py": "from ... import a"}, [("relative-import", "", "a")]),
        (
            {"src/__init__.py": "from .gone import a", "src/net.py": ""},
            [("missing-module", "src.gone", "")],
        ),
        ({"src/net.py": "try:\n    import src.gone\nexcept ImportError:\n    pass"}, []),
        ({"src/net.py": "if a:\n    import src.gone"}, []),
        ({"src/net.py": "def f():\n    import src.gone"}, []),
        ({"src/net.py": "import torch, os.path, somewhere.else_"}, []),
        ({"src/net.py": "import sys\nsys.path.append('..')\nimport src.gone"}, []),
        ({"src/net.py": "print 'a'"}, [("broken-code", "src.net", "")]),
        (
            {"src/net.py": "from mindspore.nn import Conv2d, Gone"},
            [("removed-import", "mindspore.nn", "Gone")],
        ),
        (
            {"src/net.py": "from mindspore.gone import a"},
            [("removed-import", "mindspore.gone", "")],
        ),
        ({"src/net.py": "from mindspore.train.callback import *"}, []),
        ({"mindspore_hub_conf.py": "from src.net import Net"}, [("missing-module", "src.net", "")]),
        (
            {"mindspore_hub_conf.py": "from net import Net", "net/code.py": ""},
            [("missing-name", "net", "Net")],
        ),
    ],
)
def test_what_is_imported_and_is_not_there(
    root: Path, tmp_path: Path, files: Mapping[str, str], faults: list[tuple[str, str, str]]
) -> None:
    study_faults = studied(root, tmp_path, files).faults
    assert [(fault.kind, fault.module, fault.name) for fault in study_faults] == faults


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from mindspore import ops\nops.Gone()\nops.Gone()\nops.Conv2D()", ["Gone"]),
        ("import mindspore as ms\ndef f():\n    return ms.ops.operations.Gone", ["Gone"]),
        ("import mindspore.ops.operations as P\nP.ResizeBilinear", ["ResizeBilinear"]),
        ("import mindspore.nn\nmindspore.nn.Gone", ["Gone"]),
        ("from mindspore import ops\nops = mine\nops.Gone", []),
        ("from mindspore import ops\ndef f(ops):\n    return ops.Gone", []),
        ("from mindspore import ops\ntry:\n    ops.Gone\nexcept AttributeError:\n    pass", []),
        ("from mindspore import ops\nif hasattr(ops, 'Gone'):\n    ops.Gone", []),
        ("import mindspore as ms\nif ms.__version__ < '2':\n    ms.Gone", []),
        ("from mindspore import Tensor\nTensor.gone", []),
        ("from mindspore import ops\nops.Gone = 1", []),
        ("from elsewhere import ops\nops.Gone", []),
    ],
)
def test_names_that_code_takes_from_mindspore(
    root: Path, tmp_path: Path, text: str, names: list[str]
) -> None:
    study = studied(root, tmp_path, {"mindspore_hub_conf.py": text})
    (module,) = study.modules.values()
    assert [use.name for use in removed_uses(module, load_name_table(str(root)), NEWEST)] == names


NET = """\
def create_network(name):
    if name == 'ghostnet': return object()
    raise NotImplementedError
"""
LINK = "https://gitee.com/mindspore/models"


def codes(root: Path, sources: Mapping[str, str], **header: str) -> list[str]:
    own = {key.replace("_", "-"): value for key, value in header.items()}
    card = read_card(card_text(HEADER | own))
    settings = Settings(
        root=str(root), smoke_sources=sources, asset_hosts=("download.mindspore.cn",)
    )
    hub = make_hub(card, settings=settings)
    return [
        finding.code
        for finding in lint(hub, choose_rules(RULES, settings))
        if finding.code.startswith("NET")
    ]


def test_a_link_that_is_mapped_to_a_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"models/research/cv/ghostnet/mindspore_hub_conf.py": NET})
    sources = {f"{LINK}/tree/r1.5": "models"}
    assert codes(tmp_path, sources) == []
    assert codes(tmp_path, sources, repo_link=f"<{LINK}/tree/r1.5/research/cv/gone>") == ["NET101"]
    assert codes(tmp_path, sources, model_name="ghostnet_1x") == ["NET108"]
    # Neither a checkout that is not there nor a package is the card's fault.
    assert codes(tmp_path, {f"{LINK}/tree/r1.5": "elsewhere"}) == []
    assert codes(tmp_path, {f"{LINK}/tree/r1.5": "package:mindcv"}) == []


def test_a_link_that_is_mapped_to_a_git_mirror_is_read_on_its_branch(tmp_path: Path) -> None:
    write(tmp_path, {"mirror/research/cv/ghostnet/mindspore_hub_conf.py": NET})
    mirror = tmp_path / "mirror"
    for arguments in (["init", "-qb", "r1.5"], ["add", "."], ["commit", "-qm", "begin"]):
        git(*arguments, cwd=mirror)
    (mirror / "research/cv/ghostnet/mindspore_hub_conf.py").write_text("not on the branch")
    sources = {LINK: "git+mirror"}
    assert codes(tmp_path, sources) == []
    assert codes(tmp_path, sources, repo_link=f"<{LINK}/tree/r1.6/research/cv/ghostnet>") == [
        "NET101"
    ]
    assert codes(tmp_path, sources, repo_link=f"<{LINK}/tree/r1.5/research/cv/gone>") == ["NET101"]
    assert codes(tmp_path, {LINK: "git+gone"}) == []
