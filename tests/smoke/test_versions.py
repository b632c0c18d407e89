"""A card that runs on two versions of MindSpore, each in an environment of its own."""

import sys
import venv
from pathlib import Path

from catalog.hub.card_schema import load_schema
from catalog.proof.history import mindspore_version
from catalog.proof.smoke_json import results_from_json
from tests.commands import catalog
from tests.smoke_hub import MAKE, NET, card, needs_mindspore, network


def pretended(folder: Path, version: str, broken: bool) -> Path:
    """A Python whose MindSpore claims to be ``version``; where ``broken``, it has no names."""
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / f"mindspore-{version}.dist-info").mkdir()
    (packages / f"mindspore-{version}.dist-info" / "METADATA").write_text(
        f"Name: mindspore\nVersion: {version}\n"
    )
    (real,) = [path for path in sys.path if Path(path, "mindspore").is_dir()]
    (packages / "real.pth").write_text(f"{real}\n")
    if broken:
        (packages / "mindspore").mkdir()
        (packages / "mindspore" / "__init__.py").write_text(
            "raise ImportError('cannot import name Cell')\n"
        )
    return folder / "bin" / "python"


@needs_mindspore
def test_versions_run_in_environments_of_their_own(tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    network(hub, "n", NET + MAKE + "    return Net()")
    card(hub, "acme/1.0/n", "model-name: n\nnetwork: networks/n\ninput-shape: '[1, 3, 8, 8]'")
    old = pretended(tmp_path / "old", "9.1.0", broken=False)
    new = pretended(tmp_path / "new", "9.2.0", broken=True)
    words = f"{new},{old}"
    home = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    ran = catalog(
        "smoke", "--mindspore", words, "--results", "smoke.json", cwd=hub, environment=home
    )
    assert ran.returncode == 1, ran.stderr
    assert "on MindSpore ✓ 9.1.0, ✗ 9.2.0; last known good: 9.1.0" in ran.stdout
    text = (hub / "smoke.json").read_text()
    (tested,) = results_from_json(text, load_schema("smoke", str(hub)), "smoke.json")
    assert [mindspore_version(run) for run in (tested, *tested.runs)] == ["9.2.0", "9.1.0"]
    ran = catalog("smoke", "bisect", "acme/1.0/n", "--mindspore", words, cwd=hub, environment=home)
    assert ran.returncode == 1
    assert ran.stdout.endswith("last known good: 9.1.0; first bad: 9.2.0\n")
