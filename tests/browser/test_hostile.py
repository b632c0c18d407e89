"""A hub whose every field is hostile, in a real Chromium: nothing runs, nothing is fetched or even attempted."""

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from catalog.hub.open import open_hub
from catalog.lint.engine import choose_rules, lint
from catalog.model import Check, Settings, SmokeResult, Verdict
from catalog.rules import RULES
from tests.loopback import serving
from tests.whole_site import publish_site

# What is widely known to have got through somewhere, in HTML and in Markdown. ``RUN`` becomes a call that a test sees.
KNOWN = (
    "<script>RUN</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    '<IMG """><SCRIPT>RUN</SCRIPT>">',
    "<img src=x onerror=RUN>",
    "<img/src=x/onerror=RUN>",
    "<svg/onload=RUN>",
    "<svg><g/onload=RUN//<p>",
    "<<script>RUN//<</script>",
    "<a href=javascript:RUN>x</a>",
    "<a href='jav&#x09;ascript:RUN'>x</a>",
    "<a href='&#14; javascript:RUN'>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=RUN&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=RUN>",
    "<noscript><p title='</noscript><img src=x onerror=RUN>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=RUN>'>",
    "<div style='background:url(https://evil.example/x)'>x</div>",
    "[x](javascript:RUN)",
    "[x](JaVaScRiPt:RUN)",
    "[x](javascript&colon;RUN)",
    "[x](&#106;avascript:RUN)",
    "[x](\x01javascript:RUN)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:RUN)",
    '![x](x"onerror="RUN)',
    "![x](https://evil.example/x.png)",
    "![x](//evil.example/x.png)",
    "[![x](javascript:RUN)](javascript:RUN)",
    "<javascript:RUN>",
    '<https://x.example/"onmouseover="RUN>',
    "[x]: javascript:RUN\n\n[x]",
    "[x](<javascript:RUN>)",
    "a[^1]\n\n[^1]: <img src=x onerror=RUN>",
    "# <img src=x onerror=RUN>",
    "|<script>RUN</script>|\n|--|\n|<img src=x onerror=RUN>|",
    "```<script>RUN</script>\nx\n```",
    "```python\n</code></pre><script>RUN</script>\n```",
    '`"\ue000"`',
)
ENDINGS = ("", "\"'>", "</title></textarea></script>", "]]>-->*/", "';}}%}")
ELEMENTS = (
    "<script>RUN</script>",
    "<script type=module>RUN</script>",
    "<img src=x onerror=RUN>",
    "<img srcset=x onerror=RUN>",
    "<svg onload=RUN></svg>",
    "<svg><script>RUN</script></svg>",
    "<svg><animate onbegin=RUN attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:RUN><text>x</text></a></svg>",
    "<math><a href=javascript:RUN>x</a></math>",
    "<body onload=RUN onpageshow=RUN>",
    "<iframe src=javascript:RUN></iframe>",
    "<iframe srcdoc='<script>parent.RUN</script>'></iframe>",
    "<object data=javascript:RUN></object>",
    "<embed src=javascript:RUN>",
    "<details open ontoggle=RUN>x</details>",
    "<video autoplay onloadstart=RUN><source onerror=RUN src=x></video>",
    "<input autofocus onfocus=RUN>",
    "<form action=javascript:RUN><button>x</button></form>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "<style>@import url(https://evil.example/x.css)</style>",
    "<b style='animation:x' onanimationend=RUN ontransitionend=RUN tabindex=1 autofocus onfocus=RUN>x</b>",
)
OWN = tuple(ending + element for ending, element in product(ENDINGS, ELEMENTS))
CARD = """# {title}

---

model-name: {value}
backbone-name: {value}
module-type: {value}
mindspore-version: {value}
train-dataset: [{value}, mnist]
infer-backend: {value}
used-for: {value}
license: {value}
update-time: "2022-01-01 {plain}"
repo-link: {value}
summary: {value}
author: {value}
asset: [{{asset-link: {value}, asset-sha256: {value}, file-format: {value}}}]
metrics: [{{name: {value}, value: 9{number}, unit: {value}, dataset: {value}, source: {value}}}]
inputs: [{{name: {value}, shape: [1, 3], layout: {value}, dtype: {value}}}]

---

## {title}

{body}
"""

# What must not stand on a page: handlers, addresses that run, elements that load or run.
INTRUDERS = """() => [...document.querySelectorAll("*")].flatMap((element) => [
  ...[...element.attributes].filter((one) => /^on/i.test(one.name) || /^srcdoc|^style$/i.test(one.name)),
  ...[...element.attributes].filter((one) => /^(href|src|action|data|xlink:href)$/.test(one.name)
    && /^\\s*(javascript|vbscript|data)\\s*:/i.test(one.value)),
]).map((one) => one.name + "=" + one.value).concat(
  [...document.querySelectorAll("script:not([src]):not([type='application/ld+json']), iframe, object, embed, base, "
    + "style, form, video, audio, meta[http-equiv=refresh], main math, .prose svg, .prose img"
  )].map((one) => one.outerHTML))"""


def run(text: str, number: int) -> str:
    return text.replace("RUN", f"alert({number})")


def one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f]", " ", text)


def write_hub(folder: Path) -> dict[str, SmokeResult]:
    """A card for each piece of text, with that text in every field and in the file's name; results that hold it."""
    results = {}
    for number, text in enumerate((*KNOWN, *OWN)):
        hostile = run(text, number)
        name = f"{number}-{one_line(hostile).replace('/', '_')}"[:120]
        path = folder / "acme" / "1.0" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        plain = one_line(hostile).replace("\\", "").replace('"', "'")
        fields = {
            "value": json.dumps(hostile),
            "title": one_line(hostile),
            "plain": plain,
            "body": hostile,
        }
        path.write_text(CARD.format(number=number, **fields), encoding="utf-8")
        uid = f"acme/1.0/{name}"
        check = Check(hostile, hostile, hostile, Verdict.CONTRADICTED, hostile)
        results[uid] = SmokeResult(uid, hostile, (check,), {"device": hostile}, 1.0, 1)
    return results


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("hostile")
    results = write_hub(top / "cards")
    title = run(OWN[0], 999)
    settings = Settings(
        root=str(top), title=title, description=title, url="https://x.example/", languages=("zh",)
    )
    hub = open_hub([top / "cards"], settings)
    publish_site(hub, top / "site", results, lint(hub, choose_rules(RULES, settings)))
    return top / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Page]:
    """A page; a dialog, a request to another host or a word on the console fails the test."""
    seen: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        seen.append(f"ran {dialog.message}")
        dialog.dismiss()

    def note(request: Request) -> None:
        if not request.url.startswith(address):
            seen.append(request.url)

    with browser.new_context(base_url=address) as context:
        context.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        page = context.new_page()
        page.on("dialog", dismiss)
        page.on("console", lambda message: seen.append(message.text))
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("request", note)
        yield page
        assert seen == []


def paths(site: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.glob(pattern))


def test_there_are_more_than_a_hundred_of_our_own() -> None:
    assert len(set(OWN)) == len(OWN) > 100


@pytest.mark.parametrize("part", range(4))
def test_no_card_runs_anything(watched: Page, site: Path, part: int) -> None:
    found = paths(site, "cards/**/*.html")
    assert len(found) == len(KNOWN) + len(OWN)
    for path in found[part::4]:
        watched.goto(quote(path), wait_until="load")
        assert watched.evaluate(INTRUDERS) == [], path


@pytest.mark.parametrize(
    "pattern",
    [
        "*.html",
        "zh/*.html",
        "models/*.html",
        "zh/cards/acme/1.0/1*.html",
        "models/acme/*1.html",
        "datasets/*7*.html",
        "tasks/*3*.html",
        "leaderboards/*.html",
    ],
)
def test_no_list_runs_anything(watched: Page, site: Path, pattern: str) -> None:
    found = paths(site, pattern)
    assert found
    for path in found[:25]:
        watched.goto(quote(path), wait_until="load")
        assert watched.evaluate(INTRUDERS) == [], path


def test_search_shows_hostile_titles_as_words(watched: Page) -> None:
    watched.goto("index.html")
    for words in ("alert", "<script>", "onerror=alert", "\"'>"):
        watched.locator("[data-find] input").fill(words)
        watched.wait_for_timeout(200)
        assert watched.evaluate(INTRUDERS) == []


def test_a_hostile_address_is_words(watched: Page) -> None:
    hostile = quote("<img src=x onerror=alert(1)>")
    for path in ("models/index.html", "compare.html", "index.html"):
        watched.goto(
            f"{path}?q={hostile}&m={hostile}&task={hostile}&sort={hostile}#{hostile}",
            wait_until="load",
        )
        watched.wait_for_timeout(100)
        assert watched.evaluate(INTRUDERS) == []


@pytest.mark.parametrize(
    "pattern", ["cards/**/*.svg", "feed.xml", "sitemap.xml", "index.json", "cards/**/*.json"]
)
def test_what_machines_read_runs_nothing(watched: Page, site: Path, pattern: str) -> None:
    found = paths(site, pattern)
    assert found
    for path in found[::20]:
        if not path.endswith("feed.xml"):
            watched.goto(quote(path), wait_until="load")
            handlers = '() => [...document.querySelectorAll("script, [onload], [onerror]")].length'
            assert watched.evaluate(handlers) == 0, path


def test_linked_data_is_data(watched: Page, site: Path) -> None:
    for path in paths(site, "cards/**/*.html")[::10]:
        watched.goto(quote(path))
        text = watched.locator('script[type="application/ld+json"]').text_content()
        assert json.loads(text or "")["@type"] == "SoftwareSourceCode"
