"""What is written into a small hub: values, words, files, settings and options, good and bad."""

from __future__ import annotations

from typing import Any

FOLDER = None
"""What a path holds that is an empty folder."""
ASSET = "[{file-format: ckpt, asset-link: <https://download.mindspore.cn/%s>, asset-sha256: 722e}]"
HEADERS = (
    ("model-name", "tinynet"),
    ("model-name", "Ghost-Net"),
    ("train-dataset", "mnist"),
    ("train-dataset", "no-such-set"),
    ("train-dataset", "[cifar-10, mnist]"),
    ("module-type", "nlp-classification"),
    ("module-type", "cv-detection"),
    ("model-version", '"9.9"'),
    ("mindspore-version", '"1.9"'),
    ("license", "MIT"),
    ("summary", "another summary of this network"),
    ("summary", "ghostnet is used for cv"),
    ("author", "Somebody else"),
    ("update-time", "2024-01-05"),
    ("used-for", "training"),
    ("fine-tunable", "no"),
    ("parameters", "5.2M"),
    ("infer-backend", "[cpu, gpu]"),
    ("metrics", "[{name: top-1 accuracy, value: 99.1, unit: percent, dataset: mnist}]"),
    ("metrics", "[{name: top-1 accuracy, value: 12.5, unit: percent, dataset: cifar-10}]"),
    ("asset", ASSET % "ghostnet_offical.ckpt"),
    ("network", "networks/tiny"),
    ("network", "{source: networks/tiny, name: tinynet, arguments: {classes: 3}}"),
    ("repo-link", "<https://git.example/models/tiny>"),
    ("no-such-key", "a value"),
)
BODIES = (
    "A word **more**.\n",
    "## Performance\n\n| Model | Top-1 |\n| :-- | --: |\n| tiny | 73.81 |\n",
    "![a picture](picture.png)\n",
    "[this](picture.png), [the other](ghost.md), [far](../1.6/ghost.md#performance)\n",
    "[theirs](../../bolt/1.5/ghost.md)\n",
    "[a folder](./notes/), [out](../../../networks/tiny)\n",
    "![theirs](https://img.example.org/a.png)\n",
    "## Usage\n\n```python\nnetwork = create_network('tinynet')\n```\n",
    "<!-- catalog: allow LNK204 it comes later -->\n[soon](soon.md)\n",
    "<!-- catalog: allow LNK204,BOD101 -->\n",
    "See [nothing](#nothing), <b onclick=alert(1)>bold</b>.\n",
)
UIDS = (
    "acme/1.5/ghost",
    "acme/1.5/Ghost",
    "acme/1.6/ghost",
    "acme/1.6/ghost_mnist",
    "acme/gpu/1.6/ghost",
    "bolt/1.5/ghost",
    "bolt/1.5/ssd_coco",
    "more/acme/1.5/ghost",
    "lost",
)
"""Names of cards: some differ in case only, two files are of one UID."""
SPOILT = (b"\xff\xfe no card", b"", b"# A\0B\n", FOLDER, b"# Only a title\n", b"---\n: [\n---\n")
NETWORK = "networks/tiny/mindspore_hub_conf.py"
CODES = (
    b"def create_network(name, *args, **kwargs):\n    return None\n",
    b"import mindspore.nn as nn\n\n\ndef create_network(name, classes):\n    return nn.Nothing()\n",
    b"from mindspore import context\n\n\ndef create_network(name):\n    return context\n",
    b"def create_network(:\n",
)
SETTINGS: tuple[tuple[str, str, Any], ...] = (
    ("catalog", "title", "Another hub"),
    ("catalog", "description", "Some cards"),
    ("catalog", "url", "https://hub.example/all"),
    ("catalog", "edit-url", "https://git.example/edit/"),
    ("catalog", "language", "zh"),
    ("catalog", "languages", ["zh"]),
    ("catalog", "languages", ["zh", "fr"]),
    ("catalog", "image-hosts", ["img.example.org"]),
    ("lint", "select", ["LNK", "SCH"]),
    ("lint", "ignore", ["LNK204"]),
    ("lint", "asset-hosts", ["download.mindspore.cn"]),
    ("lint", "fail-on", "warning"),
    ("smoke", "results", "smoke.json"),
    ("smoke", "mindspore", ["1.9"]),
)
FILES: tuple[tuple[str, bytes | None], ...] = (
    ("cards/acme/1.5/picture.png", b"a picture"),
    ("cards/acme/1.5/notes", FOLDER),
    ("cards/acme/1.5/soon.md", b"# Soon\n"),
    ("templates/words/en.yaml", b"skip: Jump\n"),
    ("templates/words/zh.yaml", b"skip: Los\n"),
    ("templates/card.html", b"<!doctype html>{{ path }}, {{ words.skip }}"),
    ("templates/card.html", b"{{ nothing_of_this_name }}"),
    ("templates/home.html", b"<!doctype html>{{ models }}"),
    ("templates/assets/mine.css", b"p {}"),
    ("schema/datasets.yaml", b"ours: {label: Our own set}\nmnist: {label: Digits}\n"),
    ("schema/uses.yaml", b"- no mapping\n"),
    (NETWORK, CODES[0]),
    ("networks/tiny", FOLDER),
    ("README.md", b"# No card\n"),
)
"""Files that come and go."""
GUIDE: tuple[tuple[str, bytes], ...] = (
    ("docs/index.md", b"# A guide\n"),
    ("docs/index.md", b"# A guide\n\nWith words.\n"),
    ("docs/more.md", b"# More\n\n[back](index.md)\n"),
    ("mkdocs.yml", b"site_name: A hub\nplugins: [catalog]\ntheme: {name: null, custom_dir: .}\n"),
)
OPTIONS = ("--strict", "--smoke=smoke.json", "--smoke=other.json", "--cards=cards/acme")
