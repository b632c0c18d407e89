"""When two written numbers are one figure."""

from __future__ import annotations

from decimal import Decimal


def same_figure(first: Decimal, second: Decimal) -> bool:
    """Whether both are one figure, as fraction or percent.

    They are where the one with more digits, rounded or cut off, gives the other.
    """
    for value in (first, first * 100, first / 100):
        short, long = sorted((value, second), key=lambda number: -int(number.as_tuple().exponent))
        step = Decimal(1).scaleb(int(short.as_tuple().exponent))
        if -step / 2 <= long - short < step:
            return True
    return False
