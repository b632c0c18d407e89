"""A small hub in memory, changed by small edits and written to a folder, to try builds on."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.build.changes import (
    BODIES,
    CODES,
    FILES,
    GUIDE,
    HEADERS,
    NETWORK,
    OPTIONS,
    SETTINGS,
    SPOILT,
    UIDS,
)
from tests.cards import BODY, HEADER, card_text


class Edit(NamedTuple):
    """What is changed, at which of several places, and into which of several values."""

    kind: str
    place: int
    value: int


@dataclass
class ChangingHub:
    """Bytes of files by path, settings by section and key, and options of the next builds."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    options: dict[str, bool] = field(default_factory=dict)
    writes: int = 0

    @property
    def cards(self) -> list[str]:
        return sorted(path for path in self.files if path.startswith("cards/") and ".md" in path)

    @property
    def arguments(self) -> list[str]:
        return sorted(option for option, is_given in self.options.items() if is_given)

    def change(self, edit: Edit) -> None:
        """Do what ``edit`` says."""
        _EDITS[edit.kind](self, edit.place, edit.value)

    def write(self, folder: Path) -> None:
        """Make ``folder`` this hub. What changed has another time: a disk's clock is too slow."""
        wanted = {path: data for path, data in self.files.items() if not self._is_hidden(path)}
        wanted |= {"catalog.toml": _toml(self.settings)}
        for path in sorted(folder.rglob("*"), reverse=True):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and wanted.get(name) is None:
                path.unlink()
            if path.is_dir() and name not in wanted and not any(path.iterdir()):
                path.rmdir()
        for name, data in wanted.items():
            self._put(folder / name, data)

    def _is_hidden(self, path: str) -> bool:
        """Whether a file is where the hub has a folder."""
        return any(f"{path}/" in other for other in self.files) and self.files[path] is not None

    def _put(self, path: Path, data: bytes | None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            path.mkdir(exist_ok=True)
            return
        if path.is_dir():
            shutil.rmtree(path)
        if not path.is_file() or path.read_bytes() != data:
            self.writes += 1
            path.write_bytes(data)
            os.utime(path, ns=(0, 1_700_000_000_000_000_000 + self.writes))


def small_hub() -> ChangingHub:
    """A hub of seven cards: versions, a twin, publishers, and smoke results for two of them."""
    hub = ChangingHub()
    for number, uid in enumerate((UIDS[0], *UIDS[2:7])):
        hub.files[_card(uid)] = _text({"metrics": HEADERS[18 + number % 2][1]})
    hub.files[_card("acme/1.5/ghost_cn")] = _text({"model-name": "幽灵"})
    hub.files["smoke.json"] = _results("acme/1.5/ghost", "contradicted", "")
    hub.files["other.json"] = _results("bolt/1.5/ghost", "confirmed", "0" * 32)
    return hub


def _card(uid: str) -> str:
    return f"cards/{uid}.md"


def _text(header: Mapping[str, str], body: str = BODY) -> bytes:
    return card_text({**HEADER, **header}, body).encode()


def _toml(settings: Mapping[str, Mapping[str, Any]]) -> bytes:
    lines = []
    for section, values in settings.items():
        lines.append(f"[{section}]")
        # A list or a text in JSON is one in TOML.
        lines += [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in values.items()]
    return "\n".join([*lines, ""]).encode()


def _results(uid: str, verdict: str, stated: str) -> bytes:
    check = {"fact": "parameters", "claimed": "5.2M", "measured": "61706"}
    check |= {"verdict": verdict, "evidence": "counted"}
    result: dict[str, Any] = {"uid": uid, "network": "networks/tiny", "checks": [check]}
    result |= {"environment": {"mindspore": "2.10.0"}, "seconds": 1, "peak_memory": 4}
    result |= {"log": "", "verdict": verdict} | ({"stated": stated} if stated else {})
    return json.dumps({"version": 1, "results": [result]}).encode()


def _pick(hub: ChangingHub, place: int) -> str:
    cards = hub.cards
    return cards[place % len(cards)] if cards else _card(UIDS[0])


def _readable(hub: ChangingHub, place: int) -> tuple[str, bytes]:
    path = _pick(hub, place)
    return path, hub.files.get(path) or _text({})


def _edit_words(hub: ChangingHub, place: int, value: int) -> None:
    path, data = _readable(hub, place)
    hub.files[path] = data + b"\n" + BODIES[value % len(BODIES)].encode()


def _edit_title(hub: ChangingHub, place: int, value: int) -> None:
    path, data = _readable(hub, place)
    _, _, rest = data.partition(b"\n")
    hub.files[path] = f"# Network {value % 3}\n".encode() + rest


def _edit_header(hub: ChangingHub, place: int, value: int) -> None:
    path, data = _readable(hub, place)
    key, text = HEADERS[value % len(HEADERS)]
    lines = [line for line in data.split(b"\n") if not line.startswith(f"{key}:".encode())]
    before = lines.index(b"---") + 1 if b"---" in lines else 0
    hub.files[path] = b"\n".join([*lines[:before], f"{key}: {text}".encode(), *lines[before:]])


def _remove_key(hub: ChangingHub, place: int, value: int) -> None:
    path, data = _readable(hub, place)
    key = f"{list(HEADER)[value % len(HEADER)]}:".encode()
    hub.files[path] = b"\n".join(line for line in data.split(b"\n") if not line.startswith(key))


def _allow_in_header(hub: ChangingHub, place: int, value: int) -> None:
    path, data = _readable(hub, place)
    code = ("SCH104", "PRS103", "LNK101", "NOT999")[value % 4]
    comment = f"---\n# catalog: allow {code} it is right\n".encode()
    hub.files[path] = data.replace(b"---\n", comment, 1)


def _add_card(hub: ChangingHub, place: int, value: int) -> None:
    key, text = HEADERS[value % len(HEADERS)]
    hub.files[_card(UIDS[place % len(UIDS)])] = _text({key: text})


def _add_twin(hub: ChangingHub, place: int, _: int) -> None:
    path, data = _readable(hub, place)
    hub.files[f"{path.removesuffix('.md').removesuffix('_cn')}_cn.md"] = data


def _rename_card(hub: ChangingHub, place: int, value: int) -> None:
    path = _pick(hub, place)
    hub.files[_card(UIDS[value % len(UIDS)])] = hub.files.pop(path, _text({}))


def _copy_card(hub: ChangingHub, place: int, value: int) -> None:
    hub.files[_card(UIDS[value % len(UIDS)])] = hub.files.get(_pick(hub, place), _text({}))


def _remove_card(hub: ChangingHub, place: int, _: int) -> None:
    hub.files.pop(_pick(hub, place), None)


def _spoil_card(hub: ChangingHub, place: int, value: int) -> None:
    hub.files[_pick(hub, place)] = SPOILT[value % len(SPOILT)]


def _mend_card(hub: ChangingHub, place: int, _: int) -> None:
    hub.files[_pick(hub, place)] = _text({})


def _change_file(hub: ChangingHub, place: int, value: int) -> None:
    path, data = FILES[place % len(FILES)]
    if value % 3:
        hub.files[path] = data
    else:
        hub.files.pop(path, None)


def _change_code(hub: ChangingHub, _: int, value: int) -> None:
    hub.files.pop("networks/tiny", None)
    hub.files[NETWORK] = CODES[value % len(CODES)]


def _change_setting(hub: ChangingHub, place: int, value: int) -> None:
    section, key, content = SETTINGS[place % len(SETTINGS)]
    if value % 4:
        hub.settings.setdefault(section, {})[key] = content
    else:
        hub.settings.get(section, {}).pop(key, None)


def _change_tables(hub: ChangingHub, place: int, value: int) -> None:
    if place % 2:
        choices: tuple[dict[str, str], ...] = ({}, {"LNK204": "error"}, {"LNK": "info"})
        hub.settings.pop("lint.severity", None)
        if severities := choices[value % 3]:
            hub.settings["lint.severity"] = severities
    else:
        hub.settings.pop("smoke.sources", None)
        if value % 3:
            hub.settings["smoke.sources"] = {"https://git.example/models": "networks"}


def _change_results(hub: ChangingHub, place: int, value: int) -> None:
    verdict = ("confirmed", "contradicted", "failed")[value % 3]
    uid = UIDS[place % len(UIDS)]
    hub.files[("smoke.json", "other.json")[value % 2]] = _results(uid, verdict, "")


def _change_guide(hub: ChangingHub, place: int, value: int) -> None:
    path, data = GUIDE[place % len(GUIDE)]
    if value % 3:
        hub.files[path] = data
    else:
        hub.files.pop(path, None)


def _change_option(hub: ChangingHub, place: int, _: int) -> None:
    option = OPTIONS[place % len(OPTIONS)]
    hub.options[option] = not hub.options.get(option, False)


_EDITS: Mapping[str, Callable[[ChangingHub, int, int], None]] = {
    "words": _edit_words,
    "title": _edit_title,
    "header": _edit_header,
    "key removed": _remove_key,
    "allowance": _allow_in_header,
    "card added": _add_card,
    "twin added": _add_twin,
    "card renamed": _rename_card,
    "card copied": _copy_card,
    "card removed": _remove_card,
    "card spoilt": _spoil_card,
    "card mended": _mend_card,
    "file": _change_file,
    "code": _change_code,
    "setting": _change_setting,
    "table of settings": _change_tables,
    "smoke results": _change_results,
    "guide": _change_guide,
    "option": _change_option,
}
KINDS = tuple(_EDITS)
