"""A whole site from a hub in memory: what pages look like, without records, workers or a store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from catalog.claims.card_claims import claims_of
from catalog.claims.facts import hub_facts
from catalog.model import CardBody, Finding, Hub, Page, SmokeResult
from catalog.publish.publish import Published, publish
from catalog.website.card.body import card_body
from catalog.website.card.neighbours import PageTask
from catalog.website.card.page import CardSite, card_page
from catalog.website.pages import SiteContent
from catalog.website.site import site_pages


class PagesHere:
    """Makes the pages of cards in this thread."""

    def __init__(self, bodies: Mapping[str, CardBody]) -> None:
        self.bodies = bodies
        self.links = {uid: body.links for uid, body in bodies.items()}

    def stands(self, path: str, key: str) -> bool:  # noqa: ARG002  # nothing stands
        return False

    def make(self, site: CardSite, tasks: Iterable[PageTask]) -> Iterator[Page]:
        for task in tasks:
            data = card_page(site, task, self.bodies[task.facts.uid])
            yield Page(task.around.page, data)


def whole_site(
    hub: Hub,
    results: Mapping[str, SmokeResult] | None = None,
    findings: Sequence[Finding] = (),
    guide: Sequence[Page] = (),
) -> Iterator[Page]:
    """Every page of the site of ``hub``."""
    hosts = hub.settings.image_hosts
    bodies = {}
    for uid, card in hub.cards.items():
        claims = claims_of(card, hub.vocabularies)
        bodies[uid] = card_body(card, claims.inputs, claims.assets, hosts)
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    cards = hub_facts(hub, results or {}, findings)
    return site_pages(hub, SiteContent(cards, by_code, PagesHere(bodies), guide))


def publish_site(
    hub: Hub,
    folder: Path,
    results: Mapping[str, SmokeResult],
    findings: Sequence[Finding],
    guide: Sequence[Page] = (),
) -> Published:
    """What was done to ``folder`` so that it is the site of ``hub``."""
    return publish(whole_site(hub, results, findings, guide), folder)
