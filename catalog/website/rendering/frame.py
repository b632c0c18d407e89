"""What every page is told of the site around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from catalog.model import Settings


class Translation(NamedTuple):
    """The site in another language: what the language is called there, and where it stands.

    ``way`` leads there from this site's folder, ``url`` from anywhere; it is empty where the
    settings do not say.
    """

    language: str
    name: str
    way: str
    url: str


class Frame(NamedTuple):
    """Title, language and neighbours of a site; ``guide`` says whether it has a guide to link to.

    ``url`` is empty or ends in a slash. ``shared`` is the way from this site's folder to what all
    languages have in common.
    """

    title: str
    description: str
    language: str
    guide: bool
    url: str
    image_hosts: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()
    shared: str = ""


def site_frame(
    settings: Settings, guide: bool, translations: Sequence[Translation] = (), shared: str = ""
) -> Frame:
    """The frame of the site that ``settings`` describe."""
    url = f"{settings.url.rstrip('/')}/" if settings.url else ""
    return Frame(
        settings.title,
        settings.description,
        settings.language,
        guide,
        url,
        settings.image_hosts,
        tuple(translations),
        shared,
    )
