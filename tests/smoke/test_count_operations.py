"""Multiply-adds from shapes, against figures worked out by hand."""

import pytest

from catalog.smoke.probe.count_operations import FORMULAS


@pytest.mark.parametrize(
    ("primitive", "operands", "result", "transposed", "expected"),
    [
        # ResNet-50's stem: 64 kernels of 3x7x7 at 112x112 places.
        ("Conv2D", [(1, 3, 224, 224), (64, 3, 7, 7)], (1, 64, 112, 112), False, 118_013_952),
        ("Conv2D", [(1, 32, 112, 112), (32, 1, 3, 3)], (1, 32, 112, 112), False, 3_612_672),
        ("Conv3D", [(1, 3, 8, 8, 8), (4, 3, 3, 3, 3)], (1, 4, 8, 8, 8), False, 165_888),
        ("Conv2DTranspose", [(1, 16, 8, 8), (16, 4, 3, 3)], (1, 4, 16, 16), False, 36_864),
        ("Dense", [(2, 1280), (1000, 1280), (1000,)], (2, 1000), False, 2_560_000),
        ("MatMul", [(5, 7), (7, 3)], (5, 3), False, 105),
        ("MatMul", [(7, 5), (7, 3)], (5, 3), True, 105),
        # Attention of ViT-B/16: 12 heads, 197 tokens, 64 features a head.
        ("BatchMatMul", [(1, 12, 197, 64), (1, 12, 197, 64)], (1, 12, 197, 197), False, 29_805_312),
        ("MatMulExt", [(64,), (64,)], (), False, 64),
        ("MatMul", [(64,), (64, 2)], (2,), True, 128),
    ],
)
def test_a_formula_gives_the_figure_worked_out_by_hand(
    primitive: str,
    operands: list[tuple[int, ...]],
    result: tuple[int, ...],
    transposed: bool,
    expected: int,
) -> None:
    assert FORMULAS[primitive](operands, result, transposed) == expected
