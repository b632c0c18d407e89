"""Exports a network, to see whether that works; the files go with the private folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from catalog.proof.failures import Refused
from catalog.smoke.probe.steps.arrays import as_tensors
from catalog.smoke.probe.steps.forward import ForwardRun

_SUFFIXES = {"MINDIR": ".mindir", "ONNX": ".onnx"}


def export_network(forward: ForwardRun, form: str) -> dict[str, Any]:
    """How many bytes the network takes as ``MINDIR`` or ``ONNX``.

    Raises:
        Refused: MindSpore says that it wrote a file, and there is none.
    """
    import mindspore

    stem = Path.cwd() / "exported"
    inputs = as_tensors(forward.inputs, forward.dtypes)
    mindspore.export(forward.network, *inputs, file_name=str(stem), file_format=form)
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
