"""What templates are compiled to: constants as their text, everything else looked up and escaped."""

from types import SimpleNamespace

import jinja2
import pytest
from markupsafe import Markup, escape

from catalog.website.folded import Environment, escaped

WORDS = SimpleNamespace(title="A & B", nav=SimpleNamespace(home="Home"), empty="")


@pytest.mark.parametrize(
    "value", ["plain", "a < b & c", "'\"", Markup("<b>"), 7, None, True, ["<"]]
)
def test_escapes_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == escape(value)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ words.title }}, {{ words.nav.home }}", "A &amp; B, Home"),
        ("{{ words.title|upper }} {{ words.title ~ '!' }}", "A &amp; B A &amp; B!"),
        ("{{ words.nav[key] }}", "Home"),
        ("{% if words.empty %}yes{% else %}no{% endif %}", "no"),
        ("{% macro say(words) %}{{ words.title }}{% endmacro %}{{ say(other) }}", "other &lt;"),
        ("{% set words = other %}{{ words.title }}", "other &lt;"),
        ("{% for words in [other] %}{{ words.title }}{% endfor %}", "other &lt;"),
        ("{{ text }}{{ text|safe }}", "&lt;i&gt;<i>"),
    ],
)
def test_constants_are_their_text(template: str, expected: str) -> None:
    made = Environment({"words": WORDS}, autoescape=True, undefined=jinja2.StrictUndefined)
    other = SimpleNamespace(title="other <")
    assert made.from_string(template).render(key="home", other=other, text="<i>") == expected


@pytest.mark.parametrize(
    "template", ["{{ words.missing }}", "{{ words.nav.missing }}", "{{ missing }}"]
)
def test_what_is_not_there_is_said(template: str) -> None:
    made = Environment({"words": WORDS}, autoescape=True, undefined=jinja2.StrictUndefined)
    with pytest.raises(jinja2.UndefinedError):
        made.from_string(template).render()
