"""Every card of a run with its records: from the store where it has them, else made and saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from catalog.build.keys import body_key, card_key, page_key
from catalog.build.map_cards import CardRecords, CardTask, MapInputs, map_cards
from catalog.build.records import (
    CardRecord,
    PageRecord,
    decode_record,
    encode_record,
    is_current,
)
from catalog.build.store import RecordStore
from catalog.executors import Workers, in_order
from catalog.hub.open import card_sources
from catalog.model import SmokeResult, Source

_BATCH = 64
_Record = TypeVar("_Record")


class ReadRequest(NamedTuple):
    """Which cards a run is about, and whether their pages are wanted too.

    ``results`` are the smoke results that rules look at, by UID. ``progress`` is called with the
    number of cards that were read.
    """

    paths: Sequence[Path]
    inputs: MapInputs
    results: Mapping[str, SmokeResult]
    is_page_wanted: bool
    progress: Callable[[int], None]


class CardRead(NamedTuple):
    """A card that was read: its file without text, and its records; ``page`` is None for lint.

    ``key`` is that of the record ``page``.
    """

    source: Source
    card: CardRecord
    page: PageRecord | None
    key: str


class _CardBatch(NamedTuple):
    """Some files with the keys of their records, records of the store, and those being made."""

    keyed: Sequence[tuple[Source, str, str]]
    cards: Mapping[str, CardRecord]
    pages: Mapping[str, PageRecord]
    fresh: Future[list[CardRecords]] | None


def read_cards(request: ReadRequest, store: RecordStore, workers: Workers) -> Iterator[CardRead]:
    """Every card below the paths, in the order of UIDs.

    Raises:
        CatalogError: a path does not exist, or a file of the hub's schema folder cannot be read.
    """
    count = 0
    for batch in in_order(_batches(request, store, workers), workers.ahead):
        yield from _finished(batch, store)
        count += len(batch.keyed)
        request.progress(count)


def _batches(request: ReadRequest, store: RecordStore, workers: Workers) -> Iterator[_CardBatch]:
    files = card_sources(request.paths)
    while some := list(islice(files, _BATCH)):
        keyed = [
            (
                source,
                card_key(request.inputs, source, request.results.get(source.uid)),
                page_key(request.inputs, source) if request.is_page_wanted else "",
            )
            for source in some
        ]
        rows = store.load(key for _, *keys in keyed for key in keys if key)
        cards = dict(_decoded(CardRecord, rows, (card for _, card, _ in keyed)))
        cards = {key: card for key, card in cards.items() if is_current(card, request.inputs.code)}
        pages = dict(_decoded(PageRecord, rows, (page for _, _, page in keyed)))
        store.use(body_key(page) for page in pages)
        tasks = [
            CardTask(source, card not in cards, bool(page) and page not in pages)
            for source, card, page in keyed
        ]
        tasks = [task for task in tasks if task.is_card_wanted or task.is_page_wanted]
        fresh = workers.submit(map_cards, request.inputs, tasks) if tasks else None
        yield _CardBatch(keyed, cards, pages, fresh)


def _decoded(
    kind: type[_Record], rows: Mapping[str, bytes], keys: Iterable[str]
) -> Iterator[tuple[str, _Record]]:
    for key in keys:
        record = decode_record(kind, rows.get(key))
        if record is not None:
            yield key, record


def _finished(batch: _CardBatch, store: RecordStore) -> Iterator[CardRead]:
    fresh = iter(batch.fresh.result() if batch.fresh else ())
    rows: dict[str, bytes] = {}
    for source, card_id, page_id in batch.keyed:
        card, page = batch.cards.get(card_id), batch.pages.get(page_id)
        if card is None or (page_id and page is None):
            records = next(fresh)
            if records.card and store.is_kept:
                rows[card_id] = encode_record(records.card)
            if records.page and records.body:
                rows[page_id] = encode_record(records.page)
                rows[body_key(page_id)] = encode_record(records.body)
            card, page = card or records.card, page or records.page
        assert card is not None, "a card that was asked for"
        yield CardRead(replace(source, data=b"", text=""), card, page, page_id)
    store.save({key: data for key, data in rows.items() if data})
