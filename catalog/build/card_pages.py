"""Pages of cards: left alone where they stand, else made by workers from what the store holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from catalog.build.keys import body_key, digest_of
from catalog.build.map_cards import CardTask, MapInputs, map_cards
from catalog.build.records import decode_record
from catalog.build.store import RecordStore
from catalog.executors import Workers, in_order
from catalog.hub.open import reopen_card
from catalog.model import CardBody, Page
from catalog.website.card.neighbours import PageTask
from catalog.website.card.page import CardSite, card_page

_BATCH = 64


class _Batch(NamedTuple):
    """Some pages: which of them stand in the site already, and the bytes of the others."""

    tasks: Sequence[PageTask]
    stands: Sequence[bool]
    made: Future[list[bytes]] | None


class CardPagesOfStore:
    """Makes the pages of cards whose records are in ``store``; ``page_keys`` are theirs, by UID.

    ``keys`` are those of all pages that were asked for, by path: what a page is made from.
    """

    def __init__(
        self,
        page_keys: Mapping[str, str],
        links: Mapping[str, Sequence[str]],
        inputs: MapInputs,
        store: RecordStore,
        workers: Workers,
        folder: Path,
    ) -> None:
        self.links = links
        self.keys: dict[str, str] = {}
        self._page_keys, self._inputs = page_keys, inputs
        self._store, self._workers = store, workers
        self._folder, self._before = folder, store.pages()

    def make(self, site: CardSite, tasks: Iterable[PageTask]) -> Iterator[Page]:
        """The page of each task, in order."""
        for batch in in_order(self._batches(site, tasks), self._workers.ahead):
            made = iter(batch.made.result() if batch.made else ())
            for task, stands in zip(batch.tasks, batch.stands, strict=True):
                yield Page(task.around.page, b"" if stands else next(made), stands=stands)

    def _batches(self, site: CardSite, tasks: Iterable[PageTask]) -> Iterator[_Batch]:
        shared, rest = digest_of(site), iter(tasks)
        while batch := list(islice(rest, _BATCH)):
            stands = [self._stands(site.prefix + task.around.page, shared, task) for task in batch]
            wanted = [task for task, stand in zip(batch, stands, strict=True) if not stand]
            work = list(zip(wanted, self._bodies(wanted), strict=True))
            made = self._workers.submit(make_pages, site, work) if work else None
            yield _Batch(batch, stands, made)

    def _stands(self, path: str, shared: str, task: PageTask) -> bool:
        """Whether the site has this very page at ``path``, untouched since it was written."""
        facts = task.facts
        key = digest_of(
            shared,
            self._page_keys[facts.uid],
            (facts.uid, facts.card.path, facts.findings, facts.codes, facts.result),
            task.around,
        )
        self.keys[path] = key
        before = self._before.get(path)
        return bool(before and before.key == key and before.is_untouched(self._folder / path))

    def _bodies(self, tasks: Sequence[PageTask]) -> Iterator[CardBody]:
        keys = [body_key(self._page_keys[task.facts.uid]) for task in tasks]
        rows = self._store.load(keys)
        for key, task in zip(keys, tasks, strict=True):
            yield decode_record(CardBody, rows.get(key)) or self._body(task)

    def _body(self, task: PageTask) -> CardBody:
        """The body of a card that the store could not hold."""
        source = reopen_card(task.facts.card, self._inputs.settings).source
        (records,) = map_cards(self._inputs, [CardTask(source, False, True)])
        return records.body or CardBody("", "", ())


def make_pages(site: CardSite, work: Sequence[tuple[PageTask, CardBody]]) -> list[bytes]:
    """The bytes of the pages of some cards, in order."""
    return [card_page(site, task, body) for task, body in work]
