"""Writes the first draft of a card: all that its UID tells, and empty places for what only its author knows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from catalog.model import CatalogError, Vocabulary

_UID = re.compile(
    r"(?P<publisher>\w[\w.-]*)/(?:(?P<backend>ascend|gpu|cpu)/)?(?P<version>\d+\.\d+(?:\.\d+)?)/(?P<name>\w[\w.-]*)"
)

_CARD = """\
# {title}

---

model-name: {name}

backbone-name:

module-type:

fine-tunable: True

inputs:
  - name:
    shape:
    layout:
    dtype: float32

model-version: "{version}"

train-dataset:{dataset}

metrics:
  - name:
    value:
    unit: percent
    dataset:{dataset}
    source:

author:

update-time: {today}

repo-link:

user-id: {publisher}

used-for: inference
{backends}
mindspore-version: "{version}"

asset:
  - file-format: ckpt
    asset-link:
    asset-sha256:

license: Apache-2.0

network:

summary:

---

## Introduction

{title} is …

## Usage

```python
import mindspore_hub as mshub

network = mshub.load("{uid}")
network.set_train(False)
```

## Citation

…
"""


def draft(uid: str, today: date, datasets: Vocabulary) -> str:
    """The text of a new card. Raises CatalogError where ``uid`` is no UID."""
    parts = _UID.fullmatch(uid)
    if parts is None:
        example = (
            "publisher/[ascend|gpu|cpu/]version/name, such as mindspore/1.5/ghostnet_imagenet2012"
        )
        raise CatalogError(f"{uid!r} is no UID: write {example}")
    backend = parts["backend"]
    backends = f"\ntrain-backend: {backend}\n\ninfer-backend: {backend}\n" if backend else ""
    first, _, last = parts["name"].rpartition("_")
    trained_on = datasets.find(last) if first else None
    return _CARD.format(
        title=parts["name"],
        name=re.sub(r"_v\d+(\.\d+)*$", "", first if trained_on else parts["name"]),
        version=parts["version"],
        today=today.isoformat(),
        publisher=parts["publisher"],
        backends=backends,
        dataset=f" {trained_on.id}" if trained_on else "",
        uid=uid,
    )


def create(cards: Path, uid: str, today: date, datasets: Vocabulary) -> Path:
    """The path of the new card. Raises CatalogError where one stands there already or nothing can be written."""
    path = cards / f"{uid}.md"
    text = draft(uid, today, datasets)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise CatalogError(f"{path} exists already: edit it, or choose another name") from error
    except OSError as error:
        raise CatalogError(f"cannot write {path}: {error.strerror}") from error
    return path
