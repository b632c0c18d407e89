"""Cards damaged at random: a run over them ends with findings and a site."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from catalog.build.read_hub import HubRequest, read_hub
from catalog.build.site import SiteRequest, plan_site
from catalog.build.store import RecordStore
from catalog.executors import Workers
from catalog.hub.open import open_hub
from catalog.lint.engine import choose_rules, lint
from catalog.lint.fix import fix_card
from catalog.model import Settings
from catalog.parsing.card_files import is_file, is_folder
from catalog.rules import RULES
from tests.cards import HEADER, ROOT, card_text, make_hub, read_card
from tests.whole_site import whole_site

OURS = sorted((ROOT / "cards").rglob("*.md"))
LONG = "9" * 5000
SIGNS = (
    *(b"\xff", b"\0", b"\r", b"\t", b"\n", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xed\xa0\x80"),
    *(
        b"---\n",
        b"```\n",
        b"- ",
        b": ",
        b"[" * 40,
        b"{",
        b"|",
        b'"',
        b"#",
        b"&a ",
        b"*a",
        b"$" * 50,
    ),
    *(b"!!python/object:os.system ", b"<script>", b"{{ x }}", b"{% x %}", b"1e999", LONG.encode()),
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 2, 5, 30))):
        at = chance.randrange(min(len(data), chance.choice((900, len(data)))) + 1)
        what = chance.random()
        lost = 0 if what < 0.7 else chance.randrange(80)
        data = (
            data[:at]
            + (chance.choice(SIGNS) if what < 0.9 else chance.randbytes(9))
            + data[at + lost :]
        )
    return data


@pytest.fixture(scope="module", params=range(4))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = random.Random(request.param)  # noqa: S311  # the same damage each time
    top = tmp_path_factory.mktemp("damaged")
    for number in range(60):
        path = (
            top
            / "cards"
            / f"mindspore/1.{number % 7}/net{number}{chance.choice(('', '_cn', ' é', '%20'))}.md"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(damaged(chance.choice(OURS).read_bytes(), chance))
    return top


def test_every_damaged_card_has_findings_and_a_page(folder: Path) -> None:
    settings = Settings(root=str(folder), languages=("zh",))
    rules = choose_rules(RULES, settings)
    with Workers(1) as workers, closing(RecordStore()) as store:
        request = SiteRequest(settings, folder / "cards", folder / "site", {})
        made = plan_site(request, store, workers)
        paths = [page.path for page in made.pages]
        read = read_hub(HubRequest([folder / "cards"], settings, rules, None), store, workers)
    assert sum(path.startswith("cards/") and path.endswith(".html") for path in paths) == 60
    assert lint(open_hub([folder / "cards"], settings), rules) == read.findings


def test_every_damaged_card_can_be_mended_as_far_as_it_goes(folder: Path) -> None:
    hub = open_hub([folder / "cards"], Settings(root=str(folder)))
    rules = choose_rules(RULES, hub.settings)
    findings = lint(hub, rules)
    for card in hub.cards.values():
        mended = fix_card(
            card, hub, [one for one in findings if one.path == card.path], rules, unsafe=True
        )
        assert (mended.data != card.source.data) == (mended.applied > 0)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ({}, f"[a]({LONG}/b.png)\n"),
        ({}, f"![a](b/{LONG}.png)\n"),
        ({}, "[a](b%00c.png)\n"),
        ({"network": LONG}, ""),
        ({"network": f"{{source: {LONG}/net, name: a}}"}, ""),
        ({"network": f"{LONG}.a:b"}, ""),
        ({"asset": f"[{{asset-link: 'https://a.cn/{LONG}.ckpt', asset-sha256: {LONG}}}]"}, ""),
        (
            {
                "mindspore-version": f"1.{LONG}",
                "repo-link": f"<https://gitee.com/mindspore/models/tree/r1.{LONG}/a>",
            },
            "",
        ),
        (
            {
                "network": "{source: 'package:mindcv', name: a, arguments: "
                f"{{num_classes: {LONG}}}}}"
            },
            "",
        ),
        ({"parameters": LONG}, ""),
        ({"multiply-adds": f"{LONG} M"}, ""),
        ({"update-time": f"2024-{LONG}-01"}, ""),
        ({"inputs": f"[{{name: image, shape: [{LONG}, 3], layout: NCHW, dtype: float32}}]"}, ""),
        ({"evaluation": f"top1acc{LONG}"}, ""),
    ],
)
def test_what_no_system_can_hold_is_not_there(header: dict[str, str], body: str) -> None:
    card = read_card(
        card_text({**HEADER, **header}, body or "## Introduction\n\nA small network.\n")
    )
    hub = make_hub(card)
    findings = lint(hub, RULES)
    made = {page.path for page in whole_site(hub, {}, findings)}
    assert f"cards/{card.uid}.html" in made


def test_no_such_path() -> None:
    for path in (Path("/", LONG), Path("a\0b")):
        assert not is_file(path)
        assert not is_folder(path)


@pytest.mark.parametrize(
    "line",
    [
        f"x = a{'.b' * 900}",
        f"if a{'.b' * 900}:\n    pass",
        f"import {'a' * 5000}",
        f"import mindspore.{'a.' * 600}b",
        f"from {'a.' * 600}b import c",
        f"from {'.' * 300}a import b",
        f"x = {'(' * 500}",
        f"x = {LONG}",
        "x = '\0'",
    ],
    ids=lambda line: line[:12],
)
def test_code_that_nobody_would_write_ends_no_run(tmp_path: Path, line: str) -> None:
    code = tmp_path / "networks" / "net" / "mindspore_hub_conf.py"
    code.parent.mkdir(parents=True)
    code.write_text(
        f"import sys\n{line}\n\n\ndef create_network(name):\n    {line.splitlines()[0]}\n"
    )
    card = tmp_path / "cards" / "mindspore" / "1.5" / "net.md"
    card.parent.mkdir(parents=True)
    card.write_text(card_text({**HEADER, "network": "{source: networks/net, name: net}"}))
    (tmp_path / "catalog.toml").write_text("[catalog]\n")
    hub = open_hub([tmp_path / "cards"], Settings(root=str(tmp_path)))
    assert {one.path for one in lint(hub, RULES)} == {hub.cards["mindspore/1.5/net"].path}
