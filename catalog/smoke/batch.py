"""A whole run: what is kept is recalled, what is not trusted or not to be had is said, the rest is proved and kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.model import Card, Settings, SmokeResult, Vocabulary
from catalog.network.locate import Missing, Network
from catalog.proof.history import merged
from catalog.smoke import result_cache as store
from catalog.smoke import run, trust
from catalog.smoke.environments import Environment
from catalog.smoke.run import Job, Options


@dataclass(frozen=True)
class Batch:
    """The results of a run, one for each card, sorted by UID; how many proofs it took, and how many were kept."""

    results: list[SmokeResult]
    proofs: int
    recalled: int


def jobs(
    cards: Iterable[Card],
    settings: Settings,
    vocabularies: Mapping[str, Vocabulary],
    options: Options = run.USUAL,
    changed: Collection[Path] = (),
) -> list[Job]:
    """What is to be done for each card; a network from a source that is not trusted is none.

    ``changed`` are the files of a pull request, which nobody vouches for yet.
    """
    made = []
    for card in cards:
        job = run.job(card, settings, vocabularies, options)
        missing = (
            trust.refused(job.network, card, settings, changed)
            if isinstance(job.network, Network)
            else None
        )
        made.append(replace(job, network=missing) if missing else job)
    return made


def prove(
    todo: Sequence[Job],
    environments: Sequence[Environment],
    executor: Executor,
    kept: MutableMapping[str, str],
    tell: Callable[[SmokeResult], object],
) -> Batch:
    """The results of all jobs in all environments; ``tell`` gets each as it comes, recalled or new.

    ``kept`` holds earlier results by content; new ones are put there as soon as they are known.
    """
    results: list[SmokeResult] = []
    recalled = 0
    for environment in environments:
        keys, waiting = {}, []
        for job in _placed(todo, environment):
            keys[job.uid] = store.key(job, environment.version)
            found = store.recall(kept, keys[job.uid])
            if found is None:
                waiting.append(job)
            else:
                recalled += 1
                tell(found)
                results.append(found)

        def told(result: SmokeResult, keys: Mapping[str, str] = keys) -> None:
            store.keep(kept, keys[result.uid], result)
            tell(result)

        found_now = run.prove(waiting, executor, told)
        results += [_named(result, environment) for result in found_now]
    return Batch(merged(results), len(todo) * len(environments), recalled)


def _placed(todo: Iterable[Job], environment: Environment) -> Iterable[Job]:
    """The jobs as they are to be done in ``environment``; where it is not to be had, none has a network."""
    for job in todo:
        if environment.fault and isinstance(job.network, Network):
            yield replace(job, network=Missing(job.network.call, environment.fault, "no-version"))
        else:
            yield replace(job, python=environment.python) if environment.python else job


def _named(result: SmokeResult, environment: Environment) -> SmokeResult:
    """``result`` with the version that was asked for, where nothing ran that could have said so."""
    if result.environment or not environment.version or not environment.fault:
        return result
    return replace(result, environment={"mindspore": environment.version})
