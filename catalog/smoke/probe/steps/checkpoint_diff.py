"""The tensors of a checkpoint against those of a network, strictly: MindSpore itself passes over what does not fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from catalog.model.suggestion import did_you_mean
from catalog.weights.ckpt import Tensor

_SHOWN = 5
# What training leaves in a file beside the network: state of the optimizer, and counters.
_OPTIMIZER = re.compile(
    r"(?:moments?\d?|moment[12]|accum(?:ulation)?|stats?|mean_square|mean_gradient|momentum|v_max|exp_avg(?:_sq)?)\..+"
    r"|learning_rate|global_step|beta[12]_power|scale_sense|loss_scale|epoch_num|step_num|batch_num"
    r"|current_iterator_step|last_overflow_iterator_step|.*\.(?:good_steps|overflow_steps)",
    re.I,
)


@dataclass(frozen=True)
class Differences:
    """What does not fit, the first of each kind in words, and how many there are; ``fits`` counts what does.

    ``prefix`` is what names of the file carry in front and those of the network do not, with ``-`` before it where it
    is the other way round; all else is compared without it.
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
        """Whether every tensor of the network is in the file, under its own name, and nothing but training's traces."""
        return not (self.missing or self.unexpected or self.mismatched or self.prefix)

    def facts(self) -> dict[str, Any]:
        """The differences as the probe tells them."""
        return {**asdict(self), "clean": self.clean}


def compare(network: Iterable[Tensor], file: Iterable[Tensor]) -> Differences:
    """The differences between the tensors of ``network`` and those of ``file``."""
    wanted = {tensor.name: tensor for tensor in network}
    held = {tensor.name: tensor for tensor in file}
    leftovers = {name for name in held if name not in wanted and _OPTIMIZER.fullmatch(name)}
    held = {name: tensor for name, tensor in held.items() if name not in leftovers}
    prefix = _prefix(wanted, held)
    if prefix:
        held = {_without(name, prefix): tensor for name, tensor in held.items()}
    missing = [name for name in wanted if name not in held]
    unexpected = [name for name in held if name not in wanted]
    differing = [name for name in wanted if name in held and wanted[name][1:] != held[name][1:]]
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
                f"{name} is {_kind(held[name])}, in the network {_kind(wanted[name])}"
                for name in differing[:_SHOWN]
            ),
        ),
    )


def described(found: Mapping[str, Any]) -> str:
    """The differences in one line."""
    parts = [
        f"{found['fits']} of {found['fits'] + found['missing'] + found['mismatched']} tensors fit"
    ]
    parts += [
        f"{found[kind]} {kind}" for kind in ("missing", "unexpected", "mismatched") if found[kind]
    ]
    if found["prefix"]:
        side, name = (
            ("network", found["prefix"][1:])
            if found["prefix"][0] == "-"
            else ("file", found["prefix"])
        )
        parts.append(f"all names of the {side} begin with {name!r}")
    if found["leftovers"]:
        parts.append(f"{found['leftovers']} of training alone")
    return ", ".join(parts) + "".join(f"; {each}" for each in found["examples"][:_SHOWN])


def _prefix(wanted: Collection[str], held: Collection[str]) -> str:
    """The first part that all names of one side carry more than those of the other, where it makes most names fit."""
    if not wanted or not held or any(name in wanted for name in held):
        return ""
    for sign, longer, shorter in (("", held, wanted), ("-", wanted, held)):
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
