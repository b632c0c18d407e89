"""The first draft of a card: what its UID tells, and empty places for what its author knows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from catalog.model import CatalogError, Uid, Vocabulary

_PLAIN_PATH = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")

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


def draft_card(text: str, today: date, datasets: Vocabulary) -> str:
    """The text of a new card whose UID is ``text``. Raises CatalogError where that is no UID."""
    uid = Uid(text)
    if not (uid.is_whole and _PLAIN_PATH.fullmatch(uid) and uid.version.count(".") <= 2):
        example = (
            "publisher/[ascend|gpu|cpu/]version/name, such as mindspore/1.5/ghostnet_imagenet2012"
        )
        raise CatalogError(f"{text!r} is no UID: write {example}")
    backends = ""
    if uid.backend:
        backends = f"\ntrain-backend: {uid.backend}\n\ninfer-backend: {uid.backend}\n"
    first, _, last = uid.file_name.rpartition("_")
    trained_on = datasets.find(last) if first else None
    return _CARD.format(
        title=uid.file_name,
        name=re.sub(r"_v\d+(\.\d+)*$", "", first if trained_on else uid.file_name),
        version=uid.version,
        today=today.isoformat(),
        publisher=uid.publisher,
        backends=backends,
        dataset=f" {trained_on.id}" if trained_on else "",
        uid=uid,
    )


def create_card(cards: Path, uid: str, today: date, datasets: Vocabulary) -> Path:
    """The path of the new card.

    Raises:
        CatalogError: a card stands there already, or nothing can be written.
    """
    path = cards / f"{uid}.md"
    text = draft_card(uid, today, datasets)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise CatalogError(f"{path} exists already: edit it, or choose another name") from error
    except OSError as error:
        raise CatalogError(f"cannot write {path}: {error.strerror}") from error
    return path
