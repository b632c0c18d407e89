"""Smoke: builds the network that each card names, in a process of its own, and compares it with what the card says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from catalog.claims.card_claims import claims_of
from catalog.claims.digest import digest_claims
from catalog.hub.card_schema import load_schema
from catalog.model import Card, Settings, SmokeResult, Vocabulary
from catalog.network.locate import Missing, Network, find_network
from catalog.proof import failures as reasons
from catalog.proof import smoke_json as results
from catalog.proof.failures import Failure
from catalog.smoke import local_files as files
from catalog.smoke import probe, verdicts
from catalog.smoke import removed_names as dropped
from catalog.smoke.local_files import Example
from catalog.smoke.process import fork_client as forks
from catalog.smoke.process import sandbox
from catalog.smoke.process.sandbox import Outcome
from catalog.smoke.verdicts import Claims, Classes, Proofs

_EXPORTED = {"mindir", "onnx", "air"}
_BOOLEAN = {"true": True, "false": False}
# The probe sets it, whatever else the machine has.
_DEVICE = {"device": "CPU"}

NO_MINDSPORE = "MindSpore is not installed here"


@dataclass(frozen=True)
class Job:
    """All that a worker has to know of one card. ``root`` is the hub's folder, ``memory`` in bytes.

    ``python`` is the interpreter whose environment has the MindSpore that is meant; empty for that of the worker.
    ``stated`` is a digest of what the card says.
    """

    uid: str
    network: Network | Missing
    claims: Claims
    root: str
    seconds: float
    memory: int
    weights: str = ""
    examples: tuple[Example, ...] = ()
    exports: bool = False
    python: str = ""
    stated: str = ""


@dataclass(frozen=True)
class Options:
    """What to do beyond the usual: ``assets`` is a folder with files that cards name, ``exports`` tries all formats."""

    assets: Path | None = None
    exports: bool = False


USUAL = Options()


def smoke(
    cards: Iterable[Card],
    settings: Settings,
    vocabularies: Mapping[str, Vocabulary],
    executor: Executor,
    tell: Callable[[SmokeResult], object],
    options: Options = USUAL,
) -> list[SmokeResult]:
    """A result for each card, sorted by UID; ``tell`` gets each as soon as it is there, in the calling thread."""
    return prove([job(card, settings, vocabularies, options) for card in cards], executor, tell)


def prove(
    jobs: Iterable[Job], executor: Executor, tell: Callable[[SmokeResult], object]
) -> list[SmokeResult]:
    """A result for each job, sorted by UID; ``tell`` gets each as soon as it is there, in the calling thread."""
    results = []
    for result in _as_they_come(jobs, executor):
        tell(result)
        results.append(result)
    return sorted(results, key=lambda result: result.uid)


def job(
    card: Card, settings: Settings, vocabularies: Mapping[str, Vocabulary], options: Options
) -> Job:
    """What is to be done for ``card``. Nothing of the card is run here."""
    network = find_network(card, settings)
    claims = claims_of(card, vocabularies)
    weights = files.weights(claims, options.assets)
    stated = Claims(
        inputs=claims.inputs,
        resolution=claims.resolution,
        parameters=claims.parameters,
        multiply_adds=tuple(
            count for count in claims.multiply_adds if count.where.start < card.header_span.end
        ),
        flops=tuple(
            count for count in claims.multiply_adds if count.where.start >= card.header_span.end
        ),
        classes=_classes(card, network, vocabularies),
        checkpoint=weights.name if weights else files.checkpoint_name(claims),
        sha256=weights.sha256 if weights else "",
        backbone=card.text("backbone-name"),
        fine_tunable=_BOOLEAN.get(card.text("fine-tunable").lower()),
    )
    return Job(
        uid=card.uid,
        network=network,
        claims=stated,
        root=settings.root,
        seconds=settings.smoke_seconds,
        memory=settings.smoke_memory,
        weights=weights.path if weights else "",
        examples=files.examples(card, options.assets),
        stated=digest_claims(claims),
        exports=options.exports
        or any(asset.format.lower() in _EXPORTED for asset in claims.assets),
    )


def smoke_card(job: Job) -> SmokeResult:
    """The result of one job. Never raises: whatever happens is the result."""
    if isinstance(job.network, Missing):
        return _untested(job, job.network.stated, job.network)
    if not job.python and not probe.is_installed():
        return _untested(
            job, job.network.call, Missing(job.network.stated, NO_MINDSPORE, "no-mindspore")
        )
    try:
        digest = files.sha256(Path(job.weights)) if job.weights else ""
        outcome = sandbox.run(
            _request(job, job.network), job.seconds, forks.shared(job.python or sys.executable)
        )
    except Exception as error:  # noqa: BLE001 - a mapped function must not raise
        return _failed(job, Failure("worker-lost", f"no process could be started: {error}"))
    try:
        return _measured(job, job.network, outcome, digest)
    except Exception as error:  # noqa: BLE001 - the answer comes from a process in which foreign code runs
        forged = Failure("no-measurement", f"{type(error).__name__} in what the process told")
        return _measured(job, job.network, replace(outcome, answer={}, failure=forged), digest)


def _measured(job: Job, network: Network, outcome: Outcome, digest: str) -> SmokeResult:
    """The result of what the process told. Raises whatever it likes where that is none that our probe would tell."""
    failure = dropped.dated(outcome.failure, job.root) if outcome.failure else None
    result = SmokeResult(
        uid=job.uid,
        network=network.call,
        checks=verdicts.compare(
            job.claims, network, outcome.answer, failure, Proofs(digest, job.examples)
        ),
        environment={**outcome.versions, **_DEVICE, "isolation": outcome.isolation},
        seconds=round(outcome.seconds, 2),
        peak_memory=outcome.answer.get("peak_memory", 0),
        log=outcome.log,
        failure=_class(outcome),
        stated=job.stated,
    )
    results.check(result, load_schema("smoke", job.root))
    return result


def _class(outcome: Outcome) -> str:
    """The class of the failure: of the whole, else of the outputs, else of the first rung that broke."""
    if outcome.failure:
        return outcome.failure.kind
    if outcome.answer.get("infinite"):
        return "non-finite-output"
    broken = (
        each["failure"][0]
        for each in outcome.answer.values()
        if isinstance(each, dict) and "failure" in each
    )
    return next(broken, "")


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
    except Exception as error:  # noqa: BLE001 - each executor has errors of its own
        words = f"the worker was lost: {type(error).__name__}: {error}"
        return _failed(job, Failure("worker-lost", words[: reasons.LONGEST]))


def _failed(job: Job, failure: Failure) -> SmokeResult:
    if isinstance(job.network, Missing):
        return _untested(job, job.network.stated, job.network)
    checks = verdicts.compare(job.claims, job.network, {}, failure)
    return SmokeResult(job.uid, job.network.call, checks, failure=failure.kind, stated=job.stated)


def _untested(job: Job, network: str, missing: Missing) -> SmokeResult:
    checks = verdicts.untested(job.claims, missing)
    return SmokeResult(job.uid, network, checks, failure=missing.kind, stated=job.stated)


def _request(job: Job, network: Network) -> dict[str, Any]:
    return {
        "root": job.root,
        "folder": network.folder,
        "factory": network.factory,
        "name": network.name,
        "arguments": dict(network.arguments),
        "inputs": [
            {"shape": each.shape, "layout": each.layout, "dtype": each.dtype}
            for each in job.claims.inputs
        ],
        "resolution": list(job.claims.resolution[:2]) if job.claims.resolution else [],
        "memory": job.memory,
        "weights": job.weights,
        "examples": [asdict(example) for example in job.examples],
        "rungs": _rungs(job),
    }


def _rungs(job: Job) -> list[str]:
    """The rungs to climb: expected outputs only with the weights, where the card has any."""
    runs_tests = bool(job.weights) or not job.claims.checkpoint
    tests = [
        f"example {index}"
        for index, each in enumerate(job.examples)
        if runs_tests and not each.fault
    ]
    return [
        "repeat",
        "batch",
        *(["weights"] if job.weights else []),
        *tests,
        *(["MINDIR", "ONNX"] if job.exports else []),
        *(["training"] if job.claims.fine_tunable else []),
    ]


def _classes(
    card: Card, network: Network | Missing, vocabularies: Mapping[str, Vocabulary]
) -> Classes | None:
    """The count of classes in the network's arguments, else of the one data set that the card was trained on."""
    given = network.arguments.get("num_classes") if isinstance(network, Network) else None
    if isinstance(given, int):
        return Classes(given, "num_classes")
    datasets = card.texts("train-dataset")
    term = vocabularies["datasets"].find(datasets[0]) if len(datasets) == 1 else None
    count = term.data.get("classes") if term else None
    return Classes(count, term.label) if term and isinstance(count, int) else None
