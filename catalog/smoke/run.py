"""Jobs to results: each network is run in a process of its own and compared with its card."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, as_completed
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from catalog.hub.card_schema import load_schema
from catalog.model import SmokeResult
from catalog.network.code.mindspore_names import load_name_table
from catalog.network.locate import Missing, Network
from catalog.proof.failures import MAX_WORDS, Failure
from catalog.proof.smoke_json import validate_result
from catalog.smoke import probe
from catalog.smoke.job import Job
from catalog.smoke.local_files import file_sha256
from catalog.smoke.process.fork_client import shared_server
from catalog.smoke.process.sandbox import ProcessOutcome, run_in_sandbox
from catalog.smoke.verdicts.compare import Proofs, compare_facts, untested_checks

# The probe sets it, whatever else the machine has.
_DEVICE = {"device": "CPU"}
# As `of_error` of proof/failures.py words it.
_REMOVED_NAME = re.compile(r"(?P<module>mindspore[\w.]*) has no (?P<name>\w+)")
_REMOVED_MODULE = re.compile(r"module (?P<module>mindspore[\w.]*) is missing")

NO_MINDSPORE = "MindSpore is not installed here"


def run_jobs(
    jobs: Iterable[Job], executor: Executor, tell: Callable[[SmokeResult], object]
) -> list[SmokeResult]:
    """The results of all jobs, by UID; ``tell`` gets each as it comes, in the calling thread."""
    results = []
    for result in _as_they_come(jobs, executor):
        tell(result)
        results.append(result)
    return sorted(results, key=lambda result: result.uid)


def _as_they_come(jobs: Iterable[Job], executor: Executor) -> Iterator[SmokeResult]:
    waiting: dict[Future[SmokeResult], Job] = {}
    try:
        for job in jobs:
            waiting[executor.submit(run_job, job)] = job
            for future in [future for future in waiting if future.done()]:
                yield _settled(future, waiting.pop(future))
        for future in as_completed(list(waiting)):
            yield _settled(future, waiting[future])
    finally:
        for future in waiting:
            future.cancel()


def _settled(future: Future[SmokeResult], job: Job) -> SmokeResult:
    """The result of ``future``; a failure of its own card where the worker was lost."""
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - each executor has errors of its own
        words = f"the worker was lost: {type(error).__name__}: {error}"
        return _failed(job, Failure("worker-lost", words[:MAX_WORDS]))


def run_job(job: Job) -> SmokeResult:
    """The result of one job. Never raises: whatever happens is the result."""
    if isinstance(job.network, Missing):
        return _untested(job, job.network.stated, job.network)
    if not job.python and not probe.is_installed():
        missing = Missing(job.network.stated, NO_MINDSPORE, "no-mindspore")
        return _untested(job, job.network.call, missing)
    try:
        digest = file_sha256(Path(job.weights)) if job.weights else ""
        server = shared_server(job.python or sys.executable)
        outcome = run_in_sandbox(_request(job, job.network), job.seconds, server)
    except Exception as error:  # noqa: BLE001 - a mapped function must not raise
        return _failed(job, Failure("worker-lost", f"no process could be started: {error}"))
    try:
        return _measured(job, job.network, outcome, digest)
    except Exception as error:  # noqa: BLE001 - foreign code may have forged the answer
        forged = Failure("no-measurement", f"{type(error).__name__} in what the process told")
        return _measured(job, job.network, replace(outcome, answer={}, failure=forged), digest)


def _measured(job: Job, network: Network, outcome: ProcessOutcome, digest: str) -> SmokeResult:
    """The result of what a process answered.

    Raises:
        Exception: of any kind, where it is no answer that our probe would give.
    """
    failure = _with_releases(outcome.failure, job.root) if outcome.failure else None
    proofs = Proofs(digest, job.examples)
    result = SmokeResult(
        uid=job.uid,
        network=network.call,
        checks=compare_facts(job.claims, network, outcome.answer, failure, proofs),
        environment={**outcome.versions, **_DEVICE, "isolation": outcome.isolation},
        seconds=round(outcome.seconds, 2),
        peak_memory=outcome.answer.get("peak_memory", 0),
        log=outcome.log,
        failure=_failure_kind(outcome),
        stated=job.stated,
    )
    validate_result(result, load_schema("smoke", job.root))
    return result


def _with_releases(failure: Failure, root: str) -> Failure:
    """``failure``; where MindSpore lacks a name, with the releases between which it was removed."""
    match = _REMOVED_NAME.search(failure.words) or _REMOVED_MODULE.search(failure.words)
    if failure.kind != "removed-name" or not match:
        return failure
    parts = match.groupdict()
    history = load_name_table(root).history(parts["module"], parts.get("name", ""))
    return failure._replace(words=f"{failure.words}; {history}"[: 2 * MAX_WORDS])


def _failure_kind(outcome: ProcessOutcome) -> str:
    """The class of the failure: of the whole, else of the outputs, else of the first step."""
    if outcome.failure:
        return outcome.failure.kind
    if outcome.answer.get("infinite"):
        return "non-finite-output"
    for facts in outcome.answer.values():
        if isinstance(facts, dict) and "failure" in facts:
            return str(facts["failure"][0])
    return ""


def _failed(job: Job, failure: Failure) -> SmokeResult:
    if isinstance(job.network, Missing):
        return _untested(job, job.network.stated, job.network)
    checks = compare_facts(job.claims, job.network, {}, failure)
    return SmokeResult(job.uid, job.network.call, checks, failure=failure.kind, stated=job.stated)


def _untested(job: Job, network: str, missing: Missing) -> SmokeResult:
    checks = untested_checks(job.claims, missing)
    return SmokeResult(job.uid, network, checks, failure=missing.kind, stated=job.stated)


def _request(job: Job, network: Network) -> dict[str, Any]:
    """What the probe is asked for, as JSON."""
    return {
        "root": job.root,
        "folder": network.folder,
        "factory": network.factory,
        "name": network.name,
        "arguments": dict(network.arguments),
        "inputs": [
            {"shape": tensor.shape, "layout": tensor.layout, "dtype": tensor.dtype}
            for tensor in job.claims.inputs
        ],
        "resolution": list(job.claims.resolution[:2]) if job.claims.resolution else [],
        "memory": job.memory,
        "weights": job.weights,
        "examples": [asdict(example) for example in job.examples],
        "rungs": _steps(job),
    }


def _steps(job: Job) -> list[str]:
    """The steps after the first pass; test outputs need the weights, where the card has any."""
    has_weights = bool(job.weights) or not job.claims.checkpoint
    examples = [
        f"example {index}"
        for index, example in enumerate(job.examples)
        if has_weights and not example.fault
    ]
    return [
        "repeat",
        "batch",
        *(["weights"] if job.weights else []),
        *examples,
        *(["MINDIR", "ONNX"] if job.exports else []),
        *(["training"] if job.claims.fine_tunable else []),
    ]
