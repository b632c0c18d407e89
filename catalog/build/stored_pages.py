"""Pages by key: left alone where the site has them, those of cards made by workers from records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from catalog.build.keys import body_key
from catalog.build.map_cards import CardTask, map_cards
from catalog.build.read_hub import HubRead
from catalog.build.records import decode_record
from catalog.build.store import RecordStore
from catalog.executors import Workers, in_order
from catalog.hub.digests import value_digest
from catalog.hub.open import reopen_source
from catalog.model import CardBody, Page
from catalog.website.card.neighbours import PageTask
from catalog.website.card.page import CardSite, card_page

_BATCH = 64


class _PageBatch(NamedTuple):
    """Some pages: which of them stand in the site already, and the bytes of the others."""

    tasks: Sequence[PageTask]
    stands: Sequence[bool]
    fresh: Future[list[bytes]] | None


class StoredPages:
    """The pages of a site in ``folder``, by what the last build wrote there and from what.

    ``keys`` are those of all pages that were asked for, by path: what a page is made from.
    """

    def __init__(self, read: HubRead, store: RecordStore, workers: Workers, folder: Path) -> None:
        self.keys: dict[str, str] = {}
        self._read, self._store, self._workers = read, store, workers
        self._folder, self._before = folder, store.pages()

    @property
    def links(self) -> Mapping[str, Sequence[str]]:
        """The cards that the words of a card link to, by its UID."""
        return self._read.links

    def stands(self, path: str, key: str) -> bool:
        """Whether the site has the page of ``key`` at ``path``, untouched since it was written."""
        # Our own code, and that of packages, makes a page as much as what it shows.
        key = value_digest(self._read.inputs.digest, key)
        self.keys[path] = key
        before = self._before.get(path)
        return bool(before and before.key == key and before.is_untouched(f"{self._folder}/{path}"))

    def make(self, site: CardSite, tasks: Iterable[PageTask]) -> Iterator[Page]:
        """The page of each task, in order."""
        for batch in in_order(self._batches(site, tasks), self._workers.ahead):
            fresh = iter(batch.fresh.result() if batch.fresh else ())
            for task, stands in zip(batch.tasks, batch.stands, strict=True):
                yield Page(task.around.page, b"" if stands else next(fresh), stands=stands)

    def _batches(self, site: CardSite, tasks: Iterable[PageTask]) -> Iterator[_PageBatch]:
        shared, rest = value_digest(site), iter(tasks)
        while batch := list(islice(rest, _BATCH)):
            stands = [
                self.stands(site.prefix + task.around.page, self._key(shared, task))
                for task in batch
            ]
            wanted = [task for task, stand in zip(batch, stands, strict=True) if not stand]
            work = list(zip(wanted, self._bodies(wanted), strict=True))
            fresh = self._workers.submit(make_pages, site, work) if work else None
            yield _PageBatch(batch, stands, fresh)

    def _key(self, shared: str, task: PageTask) -> str:
        facts = task.facts
        own = (facts.uid, facts.card.path, facts.findings, facts.codes, facts.result)
        return value_digest(shared, self._read.keys[facts.uid], own, task.around)

    def _bodies(self, tasks: Sequence[PageTask]) -> Iterator[CardBody]:
        keys = [body_key(self._read.keys[task.facts.uid]) for task in tasks]
        rows = self._store.load(keys)
        for key, task in zip(keys, tasks, strict=True):
            yield decode_record(CardBody, rows.get(key)) or self._body(task.facts.uid)

    def _body(self, uid: str) -> CardBody:
        """The body of a card that the store could not hold."""
        source = reopen_source(self._read.sources[uid])
        (records,) = map_cards(self._read.inputs, [CardTask(source, False, True)])
        return records.body or CardBody("", "", ())


def make_pages(site: CardSite, work: Sequence[tuple[PageTask, CardBody]]) -> list[bytes]:
    """The bytes of the pages of some cards, in order."""
    return [card_page(site, task, body) for task, body in work]
