"""Smoke: builds the network that each card names, in a process of its own, and compares it with what the card says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future, as_completed
from dataclasses import dataclass
from typing import Any

from catalog import claims
from catalog.model import Card, Settings, SmokeResult, Vocabulary
from catalog.smoke import probe, reasons, sandbox, sources, verdicts
from catalog.smoke.sources import Missing, Network
from catalog.smoke.verdicts import Claims, Classes

NO_MINDSPORE = "MindSpore is not installed here: pip install 'catalog-hub[smoke]'"


@dataclass(frozen=True)
class Job:
    """All that a worker has to know of one card. ``root`` is the hub's folder, ``memory`` in bytes."""

    uid: str
    network: Network | Missing
    claims: Claims
    root: str
    seconds: float
    memory: int


def smoke(
    cards: Iterable[Card],
    settings: Settings,
    vocabularies: Mapping[str, Vocabulary],
    executor: Executor,
    tell: Callable[[SmokeResult], None],
) -> list[SmokeResult]:
    """A result for each card, sorted by UID; ``tell`` gets each as soon as it is there, in the calling thread."""
    jobs = [job(card, settings, vocabularies) for card in cards]
    results = []
    for result in _as_they_come(jobs, executor):
        tell(result)
        results.append(result)
    return sorted(results, key=lambda result: result.uid)


def job(card: Card, settings: Settings, vocabularies: Mapping[str, Vocabulary]) -> Job:
    """What is to be done for ``card``. Nothing of the card is run here."""
    network = sources.find(card, settings)
    stated = Claims(
        inputs=claims.inputs(card),
        parameters=claims.parameters(card),
        multiply_adds=claims.multiply_adds(card),
        classes=_classes(card, network, vocabularies),
    )
    return Job(card.uid, network, stated, settings.root, settings.smoke_seconds, settings.smoke_memory)


def smoke_card(job: Job) -> SmokeResult:
    """The result of one job. Never raises: whatever happens is the result."""
    if isinstance(job.network, Missing):
        return SmokeResult(job.uid, job.network.stated, verdicts.untested(job.claims, job.network))
    if not probe.is_installed():
        nothing = Missing(job.network.stated, NO_MINDSPORE)
        return SmokeResult(job.uid, job.network.call, verdicts.untested(job.claims, nothing))
    try:
        outcome = sandbox.run(_request(job, job.network), job.seconds)
    except Exception as error:  # noqa: BLE001 - a mapped function must not raise
        return _failed(job, f"no process could be started: {error}")
    return SmokeResult(
        uid=job.uid,
        network=job.network.call,
        checks=verdicts.compare(job.claims, job.network, outcome.answer, outcome.failure),
        environment={**probe.versions(), "isolation": sandbox.isolation()[0]},
        seconds=round(outcome.seconds, 2),
        peak_memory=outcome.answer.get("peak_memory", 0),
        log=outcome.log,
    )


def _as_they_come(jobs: Iterable[Job], executor: Executor) -> Iterator[SmokeResult]:
    waiting: dict[Future[SmokeResult], Job] = {}
    try:
        for one in jobs:
            waiting[executor.submit(smoke_card, one)] = one
            for future in [each for each in waiting if each.done()]:
                yield _settled(future, waiting.pop(future))
        for future in as_completed(list(waiting)):
            yield _settled(future, waiting[future])
    finally:
        for future in waiting:
            future.cancel()


def _settled(future: Future[SmokeResult], job: Job) -> SmokeResult:
    """What ``future`` holds; a failure where the worker was lost, which says nothing of other cards."""
    try:
        return future.result()
    except (Exception, CancelledError) as error:  # noqa: BLE001 - each executor has errors of its own
        return _failed(job, f"the worker was lost: {type(error).__name__}: {error}"[: reasons.LONGEST])


def _failed(job: Job, failure: str) -> SmokeResult:
    if isinstance(job.network, Missing):
        return SmokeResult(job.uid, job.network.stated, verdicts.untested(job.claims, job.network))
    return SmokeResult(job.uid, job.network.call, verdicts.compare(job.claims, job.network, {}, failure))


def _request(job: Job, network: Network) -> dict[str, Any]:
    return {
        "root": job.root,
        "folder": network.folder,
        "factory": network.factory,
        "name": network.name,
        "arguments": dict(network.arguments),
        "inputs": [{"shape": each.shape, "layout": each.layout, "dtype": each.dtype} for each in job.claims.inputs],
        "memory": job.memory,
    }


def _classes(card: Card, network: Network | Missing, vocabularies: Mapping[str, Vocabulary]) -> Classes | None:
    """The count of classes in the network's arguments, else of the one data set that the card was trained on."""
    given = network.arguments.get("num_classes") if isinstance(network, Network) else None
    if isinstance(given, int):
        return Classes(given, "num_classes")
    datasets = card.texts("train-dataset")
    term = vocabularies["datasets"].find(datasets[0]) if len(datasets) == 1 else None
    count = term.data.get("classes") if term else None
    return Classes(count, term.label) if term and isinstance(count, int) else None
