"""What Python blocks load, run on and use, told without running them."""

import warnings

import pytest

from catalog.parsing.snippets import BrokenSnippet, Literal, Snippet, read_snippet


def shown(code: str, texts: tuple[Literal, ...]) -> list[tuple[str, str]]:
    """Every text and what stands at its place."""
    return [(text.value, code[slice(*text.where)]) for text in texts]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('mshub.load("a/1.0/b")', [("a/1.0/b", '"a/1.0/b"')]),
        ("mindspore_hub.load('a', num_classes=37)", [("a", "'a'")]),
        ('é = 1; hub.load("中\U0001f600")', [("中\U0001f600", '"中\U0001f600"')]),
        ('x = 1\nnet = mshub.load(\n    "a"\n)', [("a", '"a"')]),
        ('model = "a"\nnet = mshub.load(model)', [("a", '"a"')]),
        ('model = "a"\nmodel = "b"\nmshub.load(model)', [("b", '"b"')]),
        ("mshub.load(model)", []),
        ("mshub.load()", []),
        ("mshub.load(5)", []),
        ('json.load("a")', []),
        ('load("a")', []),
        ('print("mshub.load(1)")', []),
    ],
)
def test_loads(code: str, expected: list[tuple[str, str]]) -> None:
    snippet = read_snippet(code)
    assert isinstance(snippet, Snippet)
    assert shown(code, snippet.loads) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('context.set_context(mode=0, device_target="Ascend")', [("Ascend", '"Ascend"')]),
        ('target = "GPU"\nset_context(device_target=target)', [("GPU", '"GPU"')]),
        ('ms.set_device("CPU", 0)', [("CPU", '"CPU"')]),
        ("set_context(device_target=args.target)", []),
        ("ms.set_device()", []),
    ],
)
def test_targets(code: str, expected: list[tuple[str, str]]) -> None:
    snippet = read_snippet(code)
    assert isinstance(snippet, Snippet)
    assert shown(code, snippet.targets) == expected


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("x = (", 0),
        ("x = 1\ny = = 2\n", 1),
        ("print 'a'", 0),
        ("\tx\n  y\n", 0),
        ("é中 = 'a\n", 0),
        ("x\0", 0),
        ("(" * 5_000, 0),
        ("-" * 50_000 + "1", 0),
    ],
)
def test_broken_blocks_say_where(code: str, line: int) -> None:
    broken = read_snippet(code)
    assert isinstance(broken, BrokenSnippet)
    assert broken.reason
    assert 0 <= broken.position <= len(code)
    assert code.count("\n", 0, broken.position) == line


@pytest.mark.parametrize(
    "code", ["", "# only a comment", ">>> mshub.load('a')\n1\n", "x = 1\n", "await x"]
)
def test_blocks_that_read(code: str) -> None:
    assert isinstance(read_snippet(code), Snippet)


def test_questionable_python_warns_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(read_snippet('"\\d" is "a"'), Snippet)


@pytest.mark.parametrize(
    ("code", "defines", "uses"),
    [
        ("import a.b as c, d.e\n", {"c", "d"}, set()),
        ("from a import b, c as d\n", {"b", "d"}, set()),
        ("x, *y = z\n", {"x", "y"}, {"z"}),
        ("def f(a, *b, c=1, **d):\n    return e\n", {"f", "a", "b", "c", "d"}, {"e"}),
        ("class A(B):\n    pass\n", {"A"}, {"B"}),
        ("for a in b:\n    pass\nwith c as d:\n    pass\n", {"a", "d"}, {"b", "c"}),
        ("try:\n    a\nexcept B as c:\n    c\n", {"c"}, {"a", "B", "c"}),
        ("[a for a in b if (c := a)]\n", {"a", "c"}, {"a", "b"}),
        ("x.y = z[w]\n", set(), {"x", "z", "w"}),
        (
            "match a:\n    case [b, *c]:\n        pass\n    case {'d': 1, **e}:\n        pass\n",
            {"b", "c", "e"},
            {"a"},
        ),
    ],
)
def test_names(code: str, defines: set[str], uses: set[str]) -> None:
    snippet = read_snippet(code)
    assert isinstance(snippet, Snippet)
    assert snippet.defines == defines
    assert {text.value for text in snippet.uses} == uses


@pytest.mark.parametrize(
    ("code", "imports", "star"),
    [("x = 1", False, False), ("import a", True, False), ("from a import *", True, True)],
)
def test_imports(code: str, imports: bool, star: bool) -> None:
    snippet = read_snippet(code)
    assert isinstance(snippet, Snippet)
    assert (snippet.imports, snippet.star) == (imports, star)
