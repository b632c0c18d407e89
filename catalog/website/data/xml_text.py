"""Text made safe for XML 1.0."""

from __future__ import annotations

import re
from html import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """``text`` for use between tags; what XML cannot hold becomes U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=False)


def xml_attribute(text: str) -> str:
    """``text`` as an attribute's value, quotes included."""
    escaped = escape(_NOT_XML.sub("\ufffd", text))
    return f'"{escaped}"'
