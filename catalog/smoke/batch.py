"""A whole run: results come from the cache, or are measured and cached."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.model import Card, Settings, SmokeResult, Vocabulary
from catalog.network.locate import Missing, Network
from catalog.proof.history import merge_results
from catalog.smoke.environments import Environment
from catalog.smoke.job import USUAL, Job, Options, make_job
from catalog.smoke.result_cache import cache_result, cached_result, job_key
from catalog.smoke.run import run_jobs
from catalog.smoke.trust import untrusted


@dataclass(frozen=True)
class Batch:
    """The results of a run, one a card, by UID; how many jobs it had, how many were cached."""

    results: list[SmokeResult]
    total: int
    recalled: int


def make_jobs(
    cards: Iterable[Card],
    settings: Settings,
    vocabularies: Mapping[str, Vocabulary],
    options: Options = USUAL,
    changed: Collection[Path] = (),
) -> list[Job]:
    """The work on each card; a network from a source that is not trusted is not run.

    ``changed`` are the files of a pull request, which nobody vouches for yet.
    """
    jobs = []
    for card in cards:
        job = make_job(card, settings, vocabularies, options)
        if isinstance(job.network, Network):
            missing = untrusted(job.network, card, settings, changed)
            job = replace(job, network=missing) if missing else job
        jobs.append(job)
    return jobs


def run_batch(
    jobs: Sequence[Job],
    environments: Sequence[Environment],
    executor: Executor,
    cache: MutableMapping[str, str],
    tell: Callable[[SmokeResult], object],
) -> Batch:
    """The results of all jobs in all environments; ``tell`` gets each as it comes, cached or new.

    New results are put into ``cache`` as soon as they are known.
    """
    results: list[SmokeResult] = []
    recalled = 0
    for environment in environments:
        keys, waiting = {}, []
        for job in _jobs_in(environment, jobs):
            keys[job.uid] = job_key(job, environment.version)
            result = cached_result(cache, keys[job.uid])
            if result is None:
                waiting.append(job)
            else:
                recalled += 1
                tell(result)
                results.append(result)

        def finish(result: SmokeResult, keys: Mapping[str, str] = keys) -> None:
            cache_result(cache, keys[result.uid], result)
            tell(result)

        new_results = run_jobs(waiting, executor, finish)
        results += [_with_version(result, environment) for result in new_results]
    return Batch(merge_results(results), len(jobs) * len(environments), recalled)


def _jobs_in(environment: Environment, jobs: Iterable[Job]) -> Iterable[Job]:
    """The jobs as they run in ``environment``; without a network where it cannot be installed."""
    for job in jobs:
        if environment.fault and isinstance(job.network, Network):
            yield replace(job, network=Missing(job.network.call, environment.fault, "no-version"))
        else:
            yield replace(job, python=environment.python) if environment.python else job


def _with_version(result: SmokeResult, environment: Environment) -> SmokeResult:
    """``result`` with the version that was asked for, where nothing ran that could have said so."""
    if result.environment or not environment.version or not environment.fault:
        return result
    return replace(result, environment={"mindspore": environment.version})
