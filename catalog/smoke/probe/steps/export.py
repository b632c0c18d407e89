"""Exports a network, to see whether it can be: into the private folder, and thrown away with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from catalog.proof.failures import Refused
from catalog.smoke.probe.steps.forward import Ran, tensors

_SUFFIXES = {"MINDIR": ".mindir", "ONNX": ".onnx"}


def export(ran: Ran, form: str) -> dict[str, Any]:
    """How many bytes the network takes as ``MINDIR`` or ``ONNX``.

    Raises:
        Refused: MindSpore says that it wrote a file, and there is none.
    """
    import mindspore

    stem = Path.cwd() / "exported"
    mindspore.export(
        ran.network, *tensors(ran.inputs, ran.dtypes), file_name=str(stem), file_format=form
    )
    written = [
        path
        for path in stem.parent.glob(f"{stem.name}*")
        if path.suffix == _SUFFIXES[form] or path.is_dir()
    ]
    size = sum(
        part.stat().st_size
        for path in written
        for part in ([path] if path.is_file() else path.rglob("*"))
    )
    if not size:
        raise Refused("raised", f"MindSpore wrote no {form} file")
    return {"bytes": size}
