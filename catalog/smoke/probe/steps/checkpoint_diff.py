"""The tensors of a checkpoint against those of a network: MindSpore skips what does not fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from catalog.model import did_you_mean
from catalog.weights.ckpt import Tensor

_SHOWN = 5
# What training leaves in a file beside the network: state of the optimizer, and counters.
_OPTIMIZER = re.compile(
    r"(?:moments?\d?|moment[12]|accum(?:ulation)?|stats?|mean_square|mean_gradient|momentum"
    r"|v_max|exp_avg(?:_sq)?)\..+"
    r"|learning_rate|global_step|beta[12]_power|scale_sense|loss_scale|epoch_num|step_num|batch_num"
    r"|current_iterator_step|last_overflow_iterator_step|.*\.(?:good_steps|overflow_steps)",
    re.I,
)


@dataclass(frozen=True)
class Differences:
    """How many tensors fit and how many do not, by kind, with ``examples`` in words.

    ``leftovers`` are tensors of training alone. ``prefix`` stands before the names of the file and
    not before those of the network, or the other way round, then with ``-`` in front; all else is
    compared without it.
    """

    fits: int
    missing: int
    unexpected: int
    mismatched: int
    leftovers: int
    prefix: str
    examples: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether every tensor of the network is in the file, and no others but of training."""
        return not (self.missing or self.unexpected or self.mismatched or self.prefix)

    def facts(self) -> dict[str, Any]:
        """The differences as the probe answers them."""
        return {**asdict(self), "clean": self.clean}


def compare_tensors(network: Iterable[Tensor], file: Iterable[Tensor]) -> Differences:
    """The differences between the tensors of ``network`` and those of ``file``."""
    wanted = {tensor.name: tensor for tensor in network}
    stored = {tensor.name: tensor for tensor in file}
    leftovers = {name for name in stored if name not in wanted and _OPTIMIZER.fullmatch(name)}
    stored = {name: tensor for name, tensor in stored.items() if name not in leftovers}
    prefix = _prefix(wanted, stored)
    if prefix:
        stored = {_without(name, prefix): tensor for name, tensor in stored.items()}
    missing = [name for name in wanted if name not in stored]
    unexpected = [name for name in stored if name not in wanted]
    differing = [name for name in wanted if name in stored and wanted[name][1:] != stored[name][1:]]
    return Differences(
        fits=len(wanted) - len(missing) - len(differing),
        missing=len(missing),
        unexpected=len(unexpected),
        mismatched=len(differing),
        leftovers=len(leftovers),
        prefix=prefix,
        examples=(
            *(f"{name} is missing{did_you_mean(name, unexpected)}" for name in missing[:_SHOWN]),
            *(f"{name} is not in the network" for name in unexpected[:_SHOWN]),
            *(
                f"{name} is {_kind(stored[name])}, in the network {_kind(wanted[name])}"
                for name in differing[:_SHOWN]
            ),
        ),
    )


def differences_text(facts: Mapping[str, Any]) -> str:
    """The differences in one line."""
    parts = [
        f"{facts['fits']} of {facts['fits'] + facts['missing'] + facts['mismatched']} tensors fit"
    ]
    parts += [
        f"{facts[kind]} {kind}" for kind in ("missing", "unexpected", "mismatched") if facts[kind]
    ]
    if facts["prefix"]:
        side, name = (
            ("network", facts["prefix"][1:])
            if facts["prefix"][0] == "-"
            else ("file", facts["prefix"])
        )
        parts.append(f"all names of the {side} begin with {name!r}")
    if facts["leftovers"]:
        parts.append(f"{facts['leftovers']} of training alone")
    return ", ".join(parts) + "".join(f"; {example}" for example in facts["examples"][:_SHOWN])


def _prefix(wanted: Collection[str], stored: Collection[str]) -> str:
    """The first part that only the names of one side have, where most names fit without it."""
    if not wanted or not stored or any(name in wanted for name in stored):
        return ""
    for sign, longer, shorter in (("", stored, wanted), ("-", wanted, stored)):
        heads = {name.partition(".")[0] for name in longer}
        if len(heads) == 1:
            head = f"{heads.pop()}."
            if 2 * sum(name.removeprefix(head) in shorter for name in longer) > len(longer):
                return f"{sign}{head}"
    return ""


def _without(name: str, prefix: str) -> str:
    return f"{prefix[1:]}{name}" if prefix[0] == "-" else name.removeprefix(prefix)


def _kind(tensor: Sequence[Any]) -> str:
    return f"{'x'.join(map(str, tensor[1])) or 'a scalar'} of {tensor[2]}"
