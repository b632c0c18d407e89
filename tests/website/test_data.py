"""Files for programs: the table, the feed, badges, linked data, and the JSON beside the cards."""

import csv
import io
import json
from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from catalog.claims.facts import STATES, Facts
from catalog.hub.card_schema import load_schema
from catalog.model import Settings, Verdict
from catalog.website.card.schema_org import linked_data
from catalog.website.data.atom import MOST_ENTRIES, feed_page
from catalog.website.data.badge import badge_pages, draw_badge
from catalog.website.data.index_json import index_pages
from catalog.website.data.models_csv import csv_page
from catalog.website.urls import pages_of
from tests.card_facts import make_facts, pages_by_uid, ran_on
from tests.cards import make_hub

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</title><script>alert(1)</script>\x00\x1b\ud800]]>&\"'"


def rows(cards: Sequence[Facts]) -> list[dict[str, str]]:
    return list(
        csv.DictReader(
            io.StringIO(csv_page(cards, pages_by_uid(*cards)).whole.decode(), newline="")
        )
    )


def entries(cards: Sequence[Facts], settings: Settings | None = None) -> list[ET.Element]:
    return list(
        ET.fromstring(feed_page(settings or Settings(), cards, pages_by_uid(*cards)).data).iter(
            f"{ATOM}entry"
        )
    )


def test_table_has_a_row_a_card_by_uid() -> None:
    table = rows(
        [
            make_facts("b/1.0/n", "model-name: net"),
            make_facts("a/1.0/n", "model-name: net\nparameters: 5.2M"),
        ]
    )
    assert [(row["uid"], row["model"], row["parameters"]) for row in table] == [
        ("a/1.0/n", "net", "5200000"),
        ("b/1.0/n", "net", ""),
    ]


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("|cmd", "'|cmd"),
        ("%x", "'%x"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ('a "quoted", one', 'a "quoted", one'),
        ("a=1", "a=1"),
    ],
)
def test_no_cell_is_a_formula(title: str, cell: str) -> None:
    assert rows([make_facts("a/1.0/n", title=title)])[0]["title"] == cell


@pytest.mark.parametrize(
    ("days", "titles"),
    [
        ({"old": "2020-1-2", "new": "2022-03-04", "undated": "soon"}, ["new", "old"]),
        ({"no such day": "2020-02-31"}, []),
        ({"a": "2020-01-01", "b": "2020-01-01"}, ["b", "a"]),
        (
            {f"{number:03}": "2020-01-01" for number in range(60)},
            [f"{number:03}" for number in range(59, 9, -1)],
        ),
    ],
)
def test_feed_has_what_changed_last(days: dict[str, str], titles: list[str]) -> None:
    cards = [
        make_facts(f"a/1.0/{name.replace(' ', '-')}", f"update-time: {day}", title=name)
        for name, day in days.items()
    ]
    feed = entries(cards)
    assert [entry.findtext(f"{ATOM}title") for entry in feed] == titles
    assert len(feed) <= MOST_ENTRIES
    assert all((entry.findtext(f"{ATOM}id") or "").startswith("urn:uuid:") for entry in feed)


def test_feed_is_whole_whatever_cards_say() -> None:
    cards = [
        make_facts(
            "a/1.0/n",
            "update-time: 2020-01-01",
            title=HOSTILE.replace("\ud800", "").replace("\x00", ""),
        )
    ]
    entry = entries(cards, Settings(title=HOSTILE, url="https://x.example/?a&b"))[0]
    assert (entry.findtext(f"{ATOM}title") or "").startswith("</title><script>")
    assert entry.find(f"{ATOM}link") is not None


@pytest.mark.parametrize(
    ("title", "word"), [("Catalog", "confirmed"), (HOSTILE, HOSTILE), ("目录" * 30, "已确认")]
)
def test_badge_is_a_picture_with_words(title: str, word: str) -> None:
    badge = ET.fromstring(draw_badge(title, word, "#1a7f37"))
    assert {part.tag.partition("}")[2] for part in badge.iter()} == {
        "svg",
        "title",
        "rect",
        "path",
        "g",
        "text",
    }
    assert int(badge.attrib["width"]) < 900


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (make_facts("a/1.0/n"), "Hub: unchecked"),
        (make_facts("a/1.0/n", verdict=Verdict.CONFIRMED), "Hub: confirmed"),
        (
            ran_on("a/1.0/n", v2_9_0=Verdict.FAILED, v2_10_0=Verdict.CONTRADICTED),
            "Hub: contradicted · MindSpore 2.10.0",
        ),
        (
            ran_on("a/1.0/n", v2_9_0=Verdict.CONFIRMED, v2_10_0=Verdict.FAILED),
            "Hub: failed · MindSpore 2.10.0 · ✓ 2.9.0",
        ),
        (ran_on("a/1.0/n", v2_10_0=Verdict.FAILED), "Hub: failed · MindSpore 2.10.0"),
        (
            ran_on("a/1.0/n", v2_9_0=Verdict.NOT_STATED, v2_10_0=Verdict.UNTESTABLE),
            "Hub: measured · MindSpore 2.9.0",
        ),
    ],
)
def test_badge_of_a_card_says_on_which_mindspore(card: Facts, words: str) -> None:
    first = next(
        badge_pages(
            Settings(title="Hub"), [card], pages_by_uid(card), {state: state for state in STATES}
        )
    )
    assert ET.fromstring(first.data).attrib["aria-label"] == words


def test_document_says_which_versions_the_network_works_on() -> None:
    card = ran_on(
        "a/1.0/n", v2_9_0=Verdict.CONFIRMED, v2_10_0=Verdict.FAILED, v2_8_0=Verdict.UNTESTABLE
    )
    smoke = json.loads(next(index_pages(make_hub(), [card], pages_by_uid(card))).data)["smoke"]
    validator = Draft202012Validator(
        {"$ref": "#/$defs/smoke", "$defs": load_schema("index", ".")["$defs"]}
    )
    assert [error.message for error in validator.iter_errors(smoke)] == []
    states = [("2.8.0", "not testable here"), ("2.9.0", "confirmed"), ("2.10.0", "failed")]
    assert smoke["versions"] == [
        {"mindspore": version, "verdict": verdict} for version, verdict in states
    ]
    assert smoke["last_good"] == "2.9.0"


def test_badges_stand_beside_the_cards() -> None:
    cards = [make_facts("a/1.0/n"), make_facts("a/1.0/m")]
    badges = badge_pages(Settings(), cards, pages_of(cards), dict.fromkeys(STATES, "word"))
    assert [page.path for page in badges] == ["cards/a/1.0/n.svg", "cards/a/1.0/m.svg"]


def test_table_and_feed_stand_at_the_root() -> None:
    assert csv_page([], {}).path == "models.csv"
    assert feed_page(Settings(), [], {}).path == "feed.xml"


def test_documents_beside_the_cards_are_valid() -> None:
    cards = [make_facts("a/1.0/n", "parameters: 5M"), make_facts("a/1.0/m")]
    schema = load_schema("index", ".")
    validator = Draft202012Validator({"$ref": "#/$defs/document", "$defs": schema["$defs"]})
    pages = list(index_pages(make_hub(), cards, pages_of(cards)))
    assert [page.path for page in pages] == [
        "cards/a/1.0/m.json",
        "cards/a/1.0/n.json",
        "index.json",
    ]
    documents = [json.loads(page.whole) for page in pages]
    assert [
        error.message for document in documents[:2] for error in validator.iter_errors(document)
    ] == []
    assert documents[1].items() >= documents[2]["cards"][1].items()


def test_linked_data_leaves_out_what_nobody_said() -> None:
    linked = linked_data(make_facts("a/1.0/n", "license: Apache2.0\nupdate-time: soon"), "", "Hub")
    assert linked["license"]["name"] == "Apache-2.0"
    assert not {"dateModified", "url", "author", "codeRepository"} & linked.keys()
