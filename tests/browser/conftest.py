"""Three sites and a server for them: the golden hub in ``small/``, one for lists in ``wide/``, ``odd/`` cards."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from catalog.hub.open import open_hub, read_smoke_results
from catalog.hub.settings import load_settings
from catalog.lint.engine import choose_rules, lint
from catalog.model import Check, Settings, SmokeResult, Verdict
from catalog.rules import RULES
from catalog.website.guide import guide_pages
from tests.loopback import serving
from tests.whole_site import publish_site

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub"
CARD = """# {title}

---

model-name: {name}
backbone-name: {backbone}
module-type: {task}
mindspore-version: "{version}"
train-dataset: [{datasets}]
infer-backend: {backend}
license: {licence}
update-time: 2022-0{month}-01
summary: {summary}
parameters: {size}
metrics: [{{name: top-1 accuracy, value: {value}, unit: percent, dataset: mnist}}]

---

Words.
"""
KEYS = (
    "title",
    "name",
    "backbone",
    "task",
    "version",
    "datasets",
    "backend",
    "licence",
    "month",
    "summary",
    "size",
)
CARDS = """
one/1.9/ghost_mnist|GhostNet|ghostnet|ghost|cv-classification|1.9|mnist|gpu|MIT|1|small and quick|5M|97
one/1.10/ghost_mnist|GhostNet|ghostnet|ghost|cv-classification|1.10|mnist|gpu|MIT|2|small and quick|5.2M|98
one/1.10/ghost_coco|GhostNet|ghostnet|ghost|cv-classification|1.10|coco|ascend|MIT|2|small and quick|6M|70
one/1.9/resnet50_mnist|ResNet-50|resnet50|resnet|cv-classification|1.9|mnist, coco|ascend|Apache-2.0|3|deep|25M|99
two/1.10/resnet50_mnist|ResNet-50|resnet50|resnet|cv-classification|1.10|mnist|cpu|Apache-2.0|4|deep|25M|99
two/1.9/bert_squad|BERT|bert|transformer|nlp-text_generation|1.9|squad|ascend|Apache-2.0|5|words|340M|60
two/2.0/mobile_mnist|MobileNet|mobilenet|mobile|cv-classification|2.0|mnist|gpu|MIT|6|小型网络 for phones|900k|95
two/2.0/vgg_mnist|VGG|vgg|vgg|cv-classification|2.0|mnist|gpu|MIT|7|old|138M|96
two/2.0/wide_mnist|Wide|wide|wide|cv-classification|2.0|mnist|gpu|MIT|8|élan|68M|96.5
two/2.0/tall_mnist|Tall|tall|tall|cv-classification|2.0|mnist|gpu|MIT|8|élan|6.8M|96.4
"""


def write_cards(folder: Path) -> Path:
    """The folder of ten cards of eight models, below ``folder``."""
    for line in CARDS.strip().splitlines():
        uid, *values = line.split("|")
        path = folder / "cards" / f"{uid}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            CARD.format(**dict(zip((*KEYS, "value"), values, strict=True))), encoding="utf-8"
        )
    return folder / "cards"


ODD = {
    "a/1.0/long": ("t" * 5000, "Words."),
    "a/1.0/wide": ("Wide table", f"|{'head|' * 200}\n|{'---|' * 200}\n|{'cell|' * 200}\n"),
    "a/1.0/right": ("שלום 🚀 مرحبا", "עברית & English"),
    "a/1.0/con": ("Reserved", ""),
    "a/1.0/a<b>?": ("Unwritable", "![](http://elsewhere.example/x.png)"),
    "a/1.0/deep": (
        "Deep",
        "> " * 60 + "deep\n\n" + "".join(f"{'  ' * level}- item\n" for level in range(40)),
    ),
    "a/1.0/one_word": (
        "One",
        "w" * 3000 + "\n\n`" + "c" * 3000 + "`\n\n```\n" + "l" * 3000 + "\n```\n",
    ),
}
"""Cards that strain a page, by UID: title and body."""


def odd_card(title: str, body: str) -> str:
    """A card with this title, a data set of 300 characters and an author of 300."""
    header = f"model-name: {title[:200]}\ntrain-dataset: {'d' * 300}\nauthor: {'a' * 300}"
    return f"# {title}\n\n---\n\n{header}\n\n---\n\n{body}\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a site in ``small/``, one in ``wide/`` and one in ``odd/``."""
    top = tmp_path_factory.mktemp("served")
    hub = open_hub([GOLDEN / "cards"], replace(load_settings(GOLDEN), languages=("zh",)))
    results = read_smoke_results(GOLDEN / "smoke.json", hub.settings)
    publish_site(hub, top / "small", results, [], guide_pages(hub.settings))
    wide = open_hub(
        [write_cards(top / "hub")], Settings(root=str(top / "hub"), title="Wide", languages=("zh",))
    )
    checked = SmokeResult(
        "two/2.0/vgg_mnist",
        "n",
        (Check("parameters", "138M", "138,000,000", Verdict.CONFIRMED, "counted"),),
    )
    for uid, (title, body) in ODD.items():
        path = top / "oddities" / f"{uid}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(odd_card(title, body), encoding="utf-8")
    odd = open_hub([top / "oddities"], Settings(root=str(top / "oddities"), title="Odd"))
    publish_site(odd, top / "odd", {}, lint(odd, choose_rules(RULES, odd.settings)))
    publish_site(
        wide, top / "wide", {checked.uid: checked}, lint(wide, choose_rules(RULES, wide.settings))
    )
    return top


@pytest.fixture(scope="session")
def top(folder: Path) -> Iterator[str]:
    """The address of the folder."""
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="session")
def served(top: str) -> str:
    """The golden hub's address, below a base path."""
    return f"{top}small/"


@pytest.fixture
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=served) as made:
        made.grant_permissions(["clipboard-read", "clipboard-write"])
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def wide(browser: Browser, top: str) -> Iterator[Page]:
    """A page of the hub made for lists; what goes wrong in its scripts fails the test."""
    complaints: list[str] = []
    with browser.new_context(base_url=f"{top}wide/") as made:
        page = made.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        yield page
        assert complaints == []
