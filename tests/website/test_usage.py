"""The generated Python: what it says, and that it is Python whatever a card says."""

import ast

import pytest

from catalog.claims.card_claims import claims_of
from catalog.model import Source
from catalog.parsing.card import parse_card
from catalog.website.card.usage import file_name, usage_snippet
from tests.card_facts import WORDS


def snippet(header: str) -> str:
    text = f"# T\n\n---\n\n{header}\n\n---\n"
    card = parse_card(Source("a.md", "acme/1.0/net", text.encode(), text), {})
    claims = claims_of(card, WORDS)
    return usage_snippet(card, claims.inputs, claims.assets)


CKPT = "asset:\n  - file-format: ckpt\n    asset-link: https://x.example/my%20net.ckpt"
IMAGE = "inputs:\n  - shape: [1, 3, 8, 8]\n    dtype: float16"
FOLDER = (
    "network:\n  source: networks/net\n  name: net\n"
    "  arguments: {num_classes: 37, deep: true, head: rpn}"
)

WHOLE = """\
import mindspore
from mindspore_hub_conf import create_network  # in the folder 'networks/net'

network = create_network('net', num_classes=37, deep=True, head='rpn')
network.set_train(False)
mindspore.load_checkpoint('my net.ckpt', network)
outputs = network(mindspore.ops.zeros((1, 3, 8, 8), mindspore.float16))
"""


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "x: y",
            (
                "import mindspore_hub\n\n"
                "network = mindspore_hub.load('acme/1.0/net')\nnetwork.set_train(False)\n"
            ),
        ),
        (
            f"{FOLDER}\n{CKPT}\n{IMAGE}",
            WHOLE,
        ),
        (
            "network: mindcv.models:resnet50",
            (
                "import mindspore\nfrom mindcv.models import resnet50\n\n"
                "network = resnet50()\nnetwork.set_train(False)\n"
            ),
        ),
    ],
)
def test_usage(header: str, expected: str) -> None:
    assert snippet(header) == expected


@pytest.mark.parametrize(
    "header",
    [
        'network: "\'); import os #"',
        'network: "a\\nimport os"',
        'model-name: "\'x"\nnetwork: folder',
        (
            "network:\n  source: a\n"
            '  arguments: {"x=1); import os": 1, y: "\'", z: __import__(\'os\'), w: 9e999}'
        ),
        (
            "asset:\n  - file-format: ckpt\n"
            "    asset-link: \"https://x.example/'+evil()+'.ckpt\"\nnetwork: f"
        ),
        "network: import.os:from",
        "network: {source: a, arguments: {class: 1}}",
        "inputs:\n  - shape: [1]\n    dtype: evil()\nnetwork: f",
    ],
)
def test_usage_runs_nothing_that_a_card_says(header: str) -> None:
    tree = ast.parse(snippet(header))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert names <= {"network", "mindspore", "mindspore_hub", "create_network", "outputs"}


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://x.example/a/b.ckpt?c=d#e", "b.ckpt"),
        ("https://x.example/%E4%B8%AD.ckpt", "中.ckpt"),
        ("https://x.example", "https://x.example"),
        ("http://[broken", "http://[broken"),
        ("b.ckpt", "b.ckpt"),
    ],
)
def test_file_name(link: str, name: str) -> None:
    assert file_name(link) == name
