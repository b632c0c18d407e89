"""What editors get: a schema for YAML language servers, findings for problem matchers."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.commands import catalog, make_hub

ROOT = Path(__file__).resolve().parents[2]
CARDS = sorted(ROOT.glob("cards/**/*.md"))


class Typed(yaml.SafeLoader):
    """YAML as a language server reads it: the core schema of YAML 1.2, which knows no dates."""


Typed.yaml_implicit_resolvers = {
    first: [
        pair
        for pair in pairs
        if pair[0] not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Typed.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def editor_faults(header: str) -> list[str]:
    """Where an editor that reads YAML's types puts a mark."""
    schema = Draft202012Validator(json.loads(catalog("schema", "card", cwd=ROOT).stdout))
    found = schema.iter_errors(yaml.load(header, Typed))  # noqa: S506  # a safe loader
    return sorted("/".join(map(str, error.path)) or error.message for error in found)


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_editor_has_nothing_against_our_cards(path: Path) -> None:
    assert editor_faults(path.read_text(encoding="utf-8").split("\n---\n")[1]) == []


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("model-version: 1.10", ["model-version"]),
        ("fine-tunable: maybe", ["fine-tunable"]),
        ("inputs: [{shape: 224, layout: nchw}]", ["inputs/0/layout", "inputs/0/shape"]),
        ("update-time: 2022/3/30", ["update-time"]),
        (
            "no-such-key: 1",
            ["Additional properties are not allowed ('no-such-key' was unexpected)"],
        ),
    ],
)
def test_editor_marks(wrong: str, expected: list[str]) -> None:
    header = CARDS[0].read_text(encoding="utf-8").split("\n---\n")[1]
    key = wrong.partition(":")[0]
    others = [part for part in re.split(r"^(?=\S)", header, flags=re.M) if not part.startswith(key)]
    assert editor_faults("".join([*others, wrong, "\n"])) == expected


@pytest.mark.parametrize("name", ["card", "findings", "index", "smoke"])
def test_schema_command(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(catalog("schema", name, cwd=ROOT).stdout))


def test_problem_matcher_of_the_editors_page(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    text = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    task = next(
        json.loads(block)
        for block in re.findall(r"```json\n(.*?)```", text, re.S)
        if "tasks" in block
    )
    matcher = task["tasks"][0]["problemMatcher"]["pattern"]
    line = catalog("lint", "--format", "concise", cwd=hub).stdout.splitlines()[0]
    found = re.match(matcher["regexp"], line)
    assert found
    assert found[matcher["file"]] == "cards/mindspore/1.5/old.md"
    assert (found[matcher["severity"]], found[matcher["code"]]) == ("error", "AST101")
