"""``catalog.toml``: what it sets, where it is looked for, and what is said of mistakes."""

from pathlib import Path

import pytest

from catalog.hub.settings import find_root, load_settings
from catalog.model import CatalogError, Settings


def write(folder: Path, text: str) -> Path:
    (folder / "catalog.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings(root=str(tmp_path))


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("[catalog]\ntitle = 'Ours'", "title", "Ours"),
        ("[catalog]\ndescription = 'Two words'", "description", "Two words"),
        ("[catalog]\nurl = 'https://a.cn/'", "url", "https://a.cn/"),
        ("[catalog]\nedit-url = 'https://a.cn/{path}'", "edit_url", "https://a.cn/{path}"),
        ("[catalog]\ncards = 'models'", "cards", "models"),
        ("[catalog]\nsite = 'public'", "site", "public"),
        ("[catalog]\nlanguage = 'zh'", "language", "zh"),
        ("[catalog]\nlanguages = ['zh']", "languages", ("zh",)),
        ("[catalog]\nimage-hosts = ['img.a.cn:8000']", "image_hosts", ("img.a.cn:8000",)),
        ("[lint]\nselect = ['AST', 'body']", "select", ("AST", "body")),
        ("[lint]\nignore = ['PRS103']", "ignore", ("PRS103",)),
        ("[lint]\nfail-on = 'warning'", "fail_on", "warning"),
        ("[lint]\nasset-hosts = ['a.cn']", "asset_hosts", ("a.cn",)),
        (
            "[lint.severity]\nAST101 = 'off'\nMET = 'info'",
            "severity",
            {"AST101": "off", "MET": "info"},
        ),
        ("[smoke]\nseconds = 2.5", "smoke_seconds", 2.5),
        ("[smoke]\nmemory-gib = 0.5", "smoke_memory", 2**29),
        (
            "[smoke.sources]\n'https://a.cn/b' = 'networks/b'",
            "smoke_sources",
            {"https://a.cn/b": "networks/b"},
        ),
        ("[smoke]\nmindspore = ['2.9.0']", "smoke_mindspore", ("2.9.0",)),
        ("[smoke]\ntrust = ['a.cn']", "smoke_trust", ("a.cn",)),
        ("[smoke]\nresults = 'smoke.json'", "smoke_results", "smoke.json"),
        ("[catalog]\n", "title", Settings().title),
    ],
)
def test_every_kind_of_setting(tmp_path: Path, text: str, field: str, expected: object) -> None:
    settings = load_settings(write(tmp_path, text))
    assert getattr(settings, field) == expected
    assert settings.root == str(tmp_path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[lint", "cannot read .*catalog.toml: Expected"),
        ("lint = 1", r"'lint' must be a section, \[lint\]"),
        (
            "[lint]\ncolour = 'red'",
            r"there is no setting 'colour' in \[lint\]: known are asset-hosts",
        ),
        ("[lint]\nfailon = 'error'", r"did you mean fail-on\?"),
        ("[paint]\ncolour = 'red'", r"there is no section \[paint\]"),
        ("[catalog]\ntitle = 1", "catalog.title must be a text, not 1"),
        ("[catalog]\nlanguages = ['../x']", "catalog.languages must name languages"),
        (
            "[catalog]\nimage-hosts = [\"a.cn; script-src 'x'\"]",
            "catalog.image-hosts must name hosts",
        ),
        ("[catalog]\nimage-hosts = ['*']", "catalog.image-hosts must name hosts"),
        ("[lint]\nselect = 'AST'", "lint.select must be a list of texts, not 'AST'"),
        ("[lint]\nselect = [1]", r"lint.select must be a list of texts, not \[1\]"),
        ("[lint]\nseverity = {AST = 1}", "lint.severity must be a table of texts"),
        (
            "[lint]\nseverity = {AST = 'fatal'}",
            "severity of AST must be error, warning, info or off, not 'fatal'",
        ),
        ("[lint]\nfail-on = 'never'", "lint.fail-on must be error, warning or info, not 'never'"),
        ("[smoke]\nseconds = 0", "smoke.seconds must be a number, not 0"),
        ("[smoke]\nseconds = -1", "smoke.seconds must be a number"),
        ("[smoke]\nseconds = true", "smoke.seconds must be a number, not True"),
        ("[smoke]\nseconds = nan", "smoke.seconds must be a number, not nan"),
        ("[smoke]\nmemory-gib = inf", "smoke.memory-gib must be a number, not inf"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(CatalogError, match=complaint):
        load_settings(write(tmp_path, text))


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_bytes(b"[catalog]\ntitle = '\xe9'\n")
    with pytest.raises(CatalogError, match=r"cannot read .*catalog\.toml"):
        load_settings(tmp_path)


@pytest.mark.parametrize("start", [".", "cards", "cards/a/1.0"])
def test_the_nearest_file_above_counts(tmp_path: Path, start: str) -> None:
    (tmp_path / "hub" / "cards" / "a" / "1.0").mkdir(parents=True)
    write(tmp_path, "")
    write(tmp_path / "hub", "")
    assert find_root(tmp_path / "hub" / start) == tmp_path / "hub"


def test_without_a_file_above_the_root_is_here(tmp_path: Path) -> None:
    assert find_root(tmp_path) == tmp_path
