"""What real networks do beyond a first pass."""

from pathlib import Path

from catalog.model import Settings
from tests.smoke_hub import MAKE, card, checks, needs_mindspore, network, smoke

NET = """
import mindspore
from mindspore import nn, ops

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.drop = nn.Dropout(p=0.5)
        self.spare = nn.Dense(2, 2)
        self.head = nn.Dense(4, 10)
    def construct(self, x):
        y = self.norm(self.conv(x)).mean((2, 3))
        {line}

"""


WIDE = (
    "wide = ops.matmul("
    "x.reshape((x.shape[0], -1)), ops.sin(ops.arange(0, 49152.0)).reshape((768, 64)))"
)


GOOD_HEAD = "self.head(y + self.spare(y[:, :2]).sum(1, keepdims=True))"


# What the last line of the network does, and which checks come out otherwise than for a good
# network.
LINES = {
    "good": (
        "return ops.softmax(self.head(self.drop(y + self.spare(y[:, :2]).sum(1, keepdims=True))))",
        {},
    ),
    "spare": ("return self.head(y)", {"fine-tunable": "contradicted"}),
    "random": (
        "return self.head(y + self.spare(y[:, :2]).sum() + ops.standard_normal((1,)))",
        {"repeatable": "failed", "batch of two": "failed"},
    ),
    "leaks": (
        "return self.head(y + self.spare(y[:, :2]).sum(1, keepdims=True)) * x.shape[0]",
        {"batch of two": "failed"},
    ),
    # Sums whose order depends on the batch, so that they differ in the last place; then that is
    # blown up.
    "amplifies": (f"{WIDE}\n        return {GOOD_HEAD} + ops.sin(wide.mean(1, True) * 3e5)", {}),
    "explodes": (
        "return self.head(y + self.spare(y[:, :2]).sum(1, keepdims=True)) / 0.0",
        {"finite outputs": "failed", "fine-tunable": "contradicted"},
    ),
    "alone": (
        "return self.head(y + self.spare(y[:, :2]).sum()).reshape((1, 10))",
        {"batch of two": "not testable here", "fine-tunable": "not testable here"},
    ),
}


GOOD = {
    "finite outputs": "confirmed",
    "repeatable": "confirmed",
    "batch of two": "confirmed",
    "fine-tunable": "confirmed",
}


@needs_mindspore
def test_real_networks_are_seen_through(tmp_path: Path) -> None:
    cards = []
    image = "inputs: [{name: image, shape: [1, 3, 16, 16], layout: NCHW, dtype: float32}]"
    for name, (line, _) in LINES.items():
        network(tmp_path, name, NET.replace("{line}", line) + MAKE + "    return Net()")
        cards.append(
            card(
                tmp_path,
                name,
                f"model-name: n\nnetwork: networks/{name}\nfine-tunable: True\n{image}",
            )
        )
    for result in smoke(cards, Settings(root=str(tmp_path))):
        verdicts = {fact: check.verdict for fact, check in checks(result).items() if fact in GOOD}
        assert verdicts == {**GOOD, **LINES[result.uid][1]}, result


@needs_mindspore
def test_a_head_for_training_alone_gets_the_whole_image(tmp_path: Path) -> None:
    head = "head = self.head(y + self.spare(y[:, :2]).sum(1, keepdims=True))"
    line = f"{head}\n        assert x.shape[-1] > 100 or not self.training\n        return head"
    network(tmp_path, "n", NET.replace("{line}", line) + MAKE + "    return Net()")
    image = "inputs: [{name: image, shape: [1, 3, 128, 128], layout: NCHW, dtype: float32}]"
    small = card(tmp_path, "n", f"model-name: n\nnetwork: networks/n\nfine-tunable: True\n{image}")
    (result,) = smoke([small], Settings(root=str(tmp_path)))
    training = checks(result)["fine-tunable"]
    assert training.verdict == "confirmed", result
    assert "one training step at 2x3x128x128" in training.evidence


DRAWN = """
import random
import numpy
from mindspore import ops
print(random.random(), numpy.random.rand(), ops.standard_normal((1,)))
"""


@needs_mindspore
def test_chance_is_the_same_in_every_run(tmp_path: Path) -> None:
    network(
        tmp_path,
        "n",
        NET.replace("{line}", "return self.head(y)") + DRAWN + MAKE + "    return Net()",
    )
    small = card(tmp_path, "n", "model-name: n\nnetwork: networks/n")
    first, second = (smoke([small], Settings(root=str(tmp_path)))[0].log for _ in range(2))
    assert first == second
    assert first.startswith("0.8444")
