"""Where findings stand: faults put into a good card at marked places, looked for at exactly those.

``⟦…⟧`` marks the place that a finding must name; ``¶`` stands for words before it on the same line.
"""

from collections.abc import Callable, Mapping

import pytest

from catalog.model import Place
from tests.cards import HEADER, card_text, findings, read_card

FILE = "https://download.mindspore.cn/a.ckpt"
REPO = "https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet"
WHOLE_HASH = "612f2fee612654057734283a50ff9eb9c967ee838c1b2f3b9b555e1689f53851"

IN_HEADER: list[tuple[str, Mapping[str, str]]] = [
    ("SYN101", {"author": "⟦[Noah's Ark Lab⟧"}),
    ("SYN102", {"evaluation": "⟦-⟧"}),
    ("SYN103", {"summary": "⟦GhostNet: more features⟧"}),
    ("SYN104", {"author⟦：⟧Noah\nuser-id": "mindspore"}),
    ("SYN105", {"author": "Noah\n⟦author⟧: Noah"}),
    ("SYN106", {"author": "⟦&team Noah⟧"}),
    ("SYN107", {"model-version": "⟦1.10⟧"}),
    ("SCH102", {"⟦model-verison⟧": '"1.5"'}),
    ("SCH102", {"inputs": "[{⟦shpae⟧: [1], shape: [1, 3, 224, 224], layout: NCHW}]"}),
    ("SCH103", {"asset": "⟦a.ckpt⟧"}),
    ("SCH104", {"⟦train-dataset⟧": ""}),
    ("SCH105", {"model-version": "⟦v1.5⟧"}),
    ("SCH106", {"update-time": "⟦2022/3/30⟧"}),
    ("SCH107", {"fine-tunable": "⟦maybe⟧"}),
    ("SCH108", {"module-type": "⟦vision-magic⟧"}),
    ("SCH201", {"train-backend": "ascend, ⟦tpu⟧"}),
    ("SCH201", {"train-backend": "[ascend, gpu, ⟦tpu⟧]"}),
    ("SHP101", {"inputs": "[{shape: [1, ⟦x⟧, 224, 224], layout: NCHW}]"}),
    ("SHP101", {"inputs": "\n  - shape: [1, 3, 224, ⟦-1⟧]\n    layout: NCHW"}),
    ("SHP103", {"inputs": "[{shape: [3, 224, 224], layout: ⟦NCHW⟧}]"}),
    (
        "AST101",
        {"asset": f"[{{file-format: ckpt, asset-link: <{FILE}#722e>, asset-sha256: ⟦722e⟧}}]"},
    ),
    (
        "AST105",
        {"asset": f"\n- asset-link: <https://a.cn⟦/temp/⟧temp.ckpt>\n  asset-sha256: {WHOLE_HASH}"},
    ),
    (
        "AST107",
        {
            "asset": "[{file-format: ckpt, asset-link: <https://⟦a.cn⟧/a.cn>, "
            f"asset-sha256: {WHOLE_HASH}}}]"
        },
    ),
    ("MET101", {"accuracy": "⟦about 80⟧"}),
    ("MET101", {"evaluation": "top1acc73.81 | ⟦very good⟧ | top5acc91.77"}),
    (
        "MET103",
        {
            "accuracy": "⟦88⟧",
            "asset": "[{asset-link: <https://download.mindspore.cn/a_acc31.ckpt>}]",
        },
    ),
    (
        "MET103",
        {
            "evaluation": "⟦mAP46.1⟧",
            "asset": "[{asset-link: <https://download.mindspore.cn/a_map454-64.ckpt>}]",
        },
    ),
    ("MET101", {"evaluation": "⟦top1acc73.81, top5acc91.77⟧"}),
    ("MET104", {"⟦mAP⟧": "0.241"}),
    ("MET202", {"evaluation": "top5acc91.77 | ⟦tpo1acc73.81⟧"}),
    ("MET205", {"evaluation": "top5acc91.77 | ⟦goodness73.81⟧"}),
    (
        "MET206",
        {
            "evaluation": "⟦mAP73.8⟧",
            "asset": "[{asset-link: <https://download.mindspore.cn/a_top1acc73.8.ckpt>}]",
        },
    ),
    ("SHP108", {"inputs": "[{shape: [1, 3, 224, 224], layout: ⟦NCWH⟧}]"}),
    ("MET108", {"evaluation": "top1acc73.81 | ⟦top1acc74.2⟧"}),
    (
        "LNK101",
        {"repo-link": "<https://gitee.com/mindspore/models⟦/tree/master⟧/research/cv/ghostnet>"},
    ),
    (
        "LNK102",
        {
            "repo-link": "<https://⟦gitee.com/mindspore/mindspore/tree/r1.5/model_zoo⟧/research/cv/ghostnet>"
        },
    ),
    ("LNK103", {"repo-link": "⟦research/cv/ghostnet⟧"}),
    ("LNK104", {"repo-link": f"<⟦http:⟧{REPO.removeprefix('https:')}>"}),
    ("LNK105", {"repo-link": f"⟦{REPO}⟧"}),
    ("LNK106", {"repo-link": f"⟦<{REPO}?token=1>⟧"}),
    ("CON103", {"mindspore-version": '⟦"1.3"⟧'}),
    ("CON106", {"user-id": "⟦somebody⟧"}),
    (
        "CON205",
        {
            "asset": "[{asset-link: <https://download.mindspore.cn/ghostnet_ascend_⟦cifar10⟧_a.ckpt>}]"
        },
    ),
    ("CON208", {"update-time": "⟦2012-03-30⟧"}),
    ("CON209", {"network": '{source: "package:mindcv", name: a, arguments: {num_classes: ⟦37⟧}}'}),
    ("CON305", {"model-name": "⟦ghost net⟧"}),
    ("PRS108", {"parameters": "5.2M", "summary": "a classifier of ⟦52 M⟧ parameters"}),
    ("PRS102", {"summary": "⟦AlexNet⟧ used to classify"}),
    ("PRS103", {"summary": "⟦ghostnet is used for cv⟧"}),
    ("PRS104", {"summary": "a classifier, ⟦TODO⟧ say which"}),
]

IN_BODY: list[tuple[str, str]] = [
    ("PRS101", "¶An audio file. ghostnet is a ⟦audio⟧ network.\n"),
    ("PRS104", "¶⟦TODO⟧ say more.\n"),
    ("CON105", "¶model_zoo/⟦official/cv/ghostnet⟧ holds the code.\n"),
    ("CON101", '```python\n# ¶\nmshub.load(⟦"mindspore/1.5/alexnet"⟧)\n```\n'),
    ("CON101", '1. ¶\n\n   ```python\n   u = "¶"; mshub.load(⟦"mindspore/1.5/alexnet"⟧)\n   ```\n'),
    ("CON101", '```python\nmodel = ⟦"mindspore/1.5/alexnet"⟧\nnet = mshub.load(model)\n```\n'),
    ("CON102", '```python\nu = "¶"; mshub.load(⟦"mindspore/1.5/ghostnet_imagenet2012"⟧)\n```\n'),
    ("CON104", '```python\nset_context(mode="¶", device_target=⟦"TPU"⟧)\n```\n'),
    ("BOD101", "```python\n# ¶\n    \n⟦y = = 2⟧\ny = 2\n```\n"),
    ("BOD101", "- ¶\n\n  ```python\n  if x:\n    ⟦y = = 2⟧\n  ```\n"),
    ("BOD105", "- ¶\n\n  ⟦```⟧\n  import mindspore\n  ```\n"),
    ("BOD301", "¶\n\n⟦##Usage ¶x⟧\n\none\n"),
    ("BOD302", "¶\n\n⟦| Model | ¶ |⟧\n| ghostnet | 73.8 |\n"),
    ("BOD303", "| Model | Top-1 |\n| --- | --- |\n| ⟦ghostnet¶ | 73.8 | 91.8⟧ |\n"),
    ("LNK209", "¶ See ⟦[arXiv:1911.11907](https://arxiv.org/abs/1801.04381)⟧.\n"),
    ("PRS107", "¶ Here ⟦all parameters in the module are frozen⟧.\n"),
    (
        "CON201",
        "¶ See [code](https://gitee.com/mindspore/models/tree/⟦r1.3⟧/research/cv/ghostnet).\n",
    ),
    ("BOD104", "## A ¶\n\none\n\n⟦## B⟧\n\n## C\n\ntwo\n"),
]

VARIANTS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text.replace("¶", ""),
    "chinese": lambda text: text.replace("¶", "中文。").replace("# GhostNet", "# 幽灵网络"),
    "emoji": lambda text: text.replace("¶", "\U0001f600 e\u0301 ").replace(
        "ghostnet\n", "ghostnet # \U0001f600\n", 1
    ),
    "tabs": lambda text: text.replace("¶", "a\tb\t"),
    "crlf": lambda text: text.replace("¶", "").replace("\n", "\r\n"),
    "byte-order-mark": lambda text: "\ufeff" + text.replace("¶", ""),
    "repeated": lambda text: (
        f"<!-- {text.partition('⟦')[2].partition('⟧')[0]} -->\n{text.replace('¶', '')}"
    ),
    "header-first": lambda text: (
        text.replace("¶", "").partition("\n\n")[2].lstrip().replace("\n## ", "\n# G\n\n## ", 1)
    ),
}


def expected_place(marked: str) -> Place:
    """Line and column of the marks, counted by hand."""
    before, _, rest = marked.partition("⟦")
    inside = rest.partition("⟧")[0]
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return Place(line, column, line, column + len(inside))


def places(code: str, marked: str) -> list[Place]:
    return [
        finding.place
        for finding in findings(read_card(marked.replace("⟦", "").replace("⟧", "")))
        if finding.code == code
    ]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("code", "change"), IN_HEADER)
def test_faults_of_the_header(code: str, change: Mapping[str, str], variant: str) -> None:
    others = {key: value for key, value in HEADER.items() if key not in "".join(change)}
    marked = VARIANTS[variant](card_text(others | dict(change)))
    assert places(code, marked) == [expected_place(marked)]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("code", "body"), IN_BODY)
def test_faults_of_the_body(code: str, body: str, variant: str) -> None:
    marked = VARIANTS[variant](card_text(body=f"## Introduction\n\nSmall.\n\n{body}"))
    assert places(code, marked) == [expected_place(marked)]


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"# A\n\nR\xe9seau\n", "SYN111", Place(3, 2, 3, 3)),
        ("# 中\U0001f600\0\n".encode(), "SYN110", Place(1, 5, 1, 6)),
        ("\ufeff# A\n".encode(), "SYN112", Place(1, 1, 1, 2)),
        (b"# A\n", "SYN108", Place(1, 1, 1, 1)),
        (b"# A\n\n---\na: b\n\n## B\n", "SYN109", Place(3, 1, 3, 4)),
        (b"---\na: b\n---\n", "BOD103", Place(1, 1, 1, 1)),
        (b"# A\n---\na: b\n---\n", "BOD102", Place(5, 1, 5, 1)),
    ],
)
def test_faults_of_the_file(data: bytes, code: str, place: Place) -> None:
    assert [finding.place for finding in findings(read_card(data)) if finding.code == code] == [
        place
    ]
