"""Networks of installed packages, found by name in code that is read and never imported."""

from pathlib import Path

import pytest

from catalog.network.locate import Missing, Network, find_network
from catalog.network.model_packages import Package, package_networks
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import read_source
from tests.network.test_locate import card, settings


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    (tmp_path / "hub").mkdir()
    return tmp_path / "hub"


MODELS = """
from package.registry import register_model
raise RuntimeError("nothing may be imported here")

@register_model
def BiT_resnet50(): ...

@registry.register_model()
def vit_b_32_224(): ...

@register_model
def twin_a(): ...

@register_model
def twinA(): ...

def helper(): ...
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an installed package of networks."""
    folder = tmp_path / "site" / "netpack" / "models"
    folder.mkdir(parents=True)
    (folder / "nets.py").write_text(MODELS)
    (folder / "broken.py").write_text("def (:")
    (folder.parent / "__init__.py").write_text("raise RuntimeError('nothing may be imported here')")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return "netpack"


@pytest.mark.parametrize(
    ("header", "name", "how"),
    [
        ("model-name: BiT_resnet50", "BiT_resnet50", "its model-name in netpack"),
        ("model-name: bit_resnet50", "BiT_resnet50", "its model-name in netpack"),
        ("model-name: vit_b32_224", "vit_b_32_224", "its model-name in netpack"),
        ("model-name: twinA", "twinA", "its model-name in netpack"),
        (
            "model-name: other\nbackbone-name: ViT-B-32-224",
            "vit_b_32_224",
            "its backbone-name in netpack",
        ),
    ],
)
def test_a_package_has_the_network_that_a_name_spells(
    hub: Path, package: str, header: str, name: str, how: str
) -> None:
    network = find_network(
        card(hub, f"{header}\nrepo-link: <https://x.org/p/tree/v1>"),
        settings(hub, p=f"package:{package}"),
    )
    assert isinstance(network, Network), network
    assert (network.name, network.factory, network.how) == (
        name,
        f"netpack.models.nets:{name}",
        how,
    )


@pytest.mark.parametrize(
    ("header", "source", "reason", "kind"),
    [
        (
            "model-name: TWIN-A",
            "netpack",
            "netpack has more than one TWIN-A: twinA, twin_a",
            "no-name",
        ),
        ("model-name: helper", "netpack", "netpack has no network for helper, a", "no-name"),
        ("model-name: a", "not_there", "the package not_there is not installed here", "no-package"),
    ],
)
@pytest.mark.usefixtures("package")
def test_a_package_without_the_network_is_said(
    hub: Path, header: str, source: str, reason: str, kind: str
) -> None:
    missing = find_network(
        card(hub, f"{header}\nrepo-link: <https://x.org/p>"), settings(hub, p=f"package:{source}")
    )
    assert isinstance(missing, Missing)
    assert (missing.reason, missing.kind) == (reason, kind)


def test_the_name_of_the_file_counts_without_its_data_set(tmp_path: Path, package: str) -> None:
    path = tmp_path / "vit_b32_224_imagenet2012.md"
    header = "model-name: v\ntrain-dataset: ImageNet2012\nrepo-link: <https://x.org/p>"
    path.write_text(f"# A\n\n---\n\n{header}\n\n---\n")
    network = find_network(
        parse_card(read_source(path, tmp_path, path.name), {}),
        settings(tmp_path, p=f"package:{package}"),
    )
    assert isinstance(network, Network), network
    assert (network.name, network.asked, network.how) == (
        "vit_b_32_224",
        "vit_b32_224",
        "its file name in netpack",
    )


def test_a_package_is_not_imported(package: str) -> None:
    factories = package_networks(Package(package, ""))
    assert factories is not None
    assert set(factories) == {"BiT_resnet50", "vit_b_32_224", "twin_a", "twinA"}
