"""The ways in which a declared input may be meant."""

import pytest

from catalog.smoke.probe.layouts import STANDARD_SIDES, Shape, Tensor, image_layout, list_trials

USUAL = [((1, 3, side, side),) for side in STANDARD_SIDES]


@pytest.mark.parametrize(
    ("shape", "layout", "expected"),
    [
        (
            (1, 3, 224, 224),
            "NCHW",
            [
                "declared NCHW 1x3x224x224",
                "transposed NHWC 1x224x224x3",
                "standard NCHW 1x3x256x256",
            ],
        ),
        ((3, 300, 300), "CHW", ["declared CHW 3x300x300", "batch NCHW 1x3x300x300"]),
        (
            (300, 300, 3),
            "",
            ["declared HWC 300x300x3", "batch NHWC 1x300x300x3", "transposed NCHW 1x3x300x300"],
        ),
        # Declared as one and written as the other: the sizes show which it is.
        ((3, 300, 300), "HWC", ["declared CHW 3x300x300", "batch NCHW 1x3x300x300"]),
        ((64, 64, 64), "HWC", ["declared HWC 64x64x64", "batch NHWC 1x64x64x64"]),
        ((1, 32, 32, 32), "", ["declared  1x32x32x32", "standard NCHW 1x3x224x224"]),
        ((2, 300, 300, 3), "NHWC", ["declared NHWC 2x300x300x3", "transposed NCHW 2x3x300x300"]),
        ((128, 768), "LD", ["declared LD 128x768", "batch NLD 1x128x768"]),
        ((128, 768), "", ["declared  128x768", "batch  1x128x768"]),
        ((1, 16, 3, 112, 112), "", ["declared  1x16x3x112x112"]),
        ((1, 128), "NL", ["declared NL 1x128"]),
    ],
)
def test_the_literal_reading_comes_first(shape: Shape, layout: str, expected: list[str]) -> None:
    trials = list_trials([(shape, layout)])
    words = [
        f"{trial.kind} {trial.layouts[0]} {'x'.join(map(str, trial.shapes[0]))}" for trial in trials
    ]
    assert words[: len(expected)] == expected


@pytest.mark.parametrize(
    ("declared", "shapes"),
    [
        ([], USUAL),
        ([((1, 3, 227, 227), "NCHW")], USUAL),
        ([((227, 227, 1), "HWC")], [((1, 1, side, side),) for side in STANDARD_SIDES]),
        ([((1, 128), "NL")], []),
        ([((1, 3, 8, 8), "NCHW"), ((1, 128), "NL")], []),
    ],
)
def test_usual_sizes_end_the_list_for_one_image(
    declared: list[Tensor], shapes: list[tuple[Shape, ...]]
) -> None:
    assert [trial.shapes for trial in list_trials(declared) if trial.kind == "standard"] == shapes


def test_the_resolution_of_a_table_comes_first_where_nothing_is_declared() -> None:
    first, second = list_trials([], (256, 320))[:2]
    assert (first.kind, first.shapes, first.layouts) == ("declared", ((1, 3, 256, 320),), ("NCHW",))
    assert second.kind == "standard"
    declared = [((1, 3, 32, 32), "NCHW")]
    assert list_trials(declared, (256, 320)) == list_trials(declared)


def test_all_inputs_are_read_alike() -> None:
    trials = list_trials([((300, 300, 3), "HWC"), ((128,), "L")])
    assert [trial.shapes for trial in trials][:3] == [
        ((300, 300, 3), (128,)),
        ((1, 300, 300, 3), (1, 128)),
        ((1, 3, 300, 300), (128,)),
    ]


@pytest.mark.parametrize(
    "declared",
    [
        [((224, 224, 3), "")],
        [((1, 3, 224, 224), "NCHW")],
        [((3, 3, 3), "")],
        [((1, 1, 1, 1), "NCHW")],
        [],
    ],
)
def test_nothing_is_tried_twice(declared: list[Tensor]) -> None:
    shapes = [trial.shapes for trial in list_trials(declared)]
    assert len(shapes) == len(set(shapes))


@pytest.mark.parametrize(
    ("shape", "layout"),
    [
        ((3, 224, 224), "CHW"),
        ((224, 224, 3), "HWC"),
        ((1, 1, 28, 28), "NCHW"),
        ((3, 3, 3), ""),
        ((64, 64, 64), ""),
        ((3,), ""),
    ],
)
def test_an_image_is_told_by_its_channels(shape: Shape, layout: str) -> None:
    assert image_layout(shape) == layout
