"""Values are alike, be they Structs or the plain form that the compiled modules have."""

from __future__ import annotations

import pytest
from msgspec import Struct

from pmpdf import values
from pmpdf.reading.document import Area, Rule
from pmpdf.values import replace


class Made(Struct, frozen=True, order=True):
    x0: float
    top: float
    x1: float
    bottom: float


def _plain() -> type:
    """A plain class as hatch_build.py would write it; of the compiled ones, only they can be."""
    if not values.__file__.endswith(".py"):
        return Rule

    class Written(values.Plain):
        FIELDS = ("x0", "top", "x1", "bottom")

        def __init__(self, x0: float, top: float, x1: float, bottom: float) -> None:
            self.x0, self.top, self.x1, self.bottom = x0, top, x1, bottom

    return Written


@pytest.mark.parametrize("kind", [Made, Rule, _plain()], ids=["struct", "rule", "plain"])
def test_a_value_with_another_field(kind: type) -> None:
    value = kind(1.0, 2.0, 3.0, 4.0)
    other = replace(value, top=5.0)
    assert (value.top, other.x0, other.top, other.x1) == (2.0, 1.0, 5.0, 3.0)
    assert other != value
    assert replace(other, top=2.0) == value
    assert hash(replace(other, top=2.0)) == hash(value)
    assert sorted([other, value]) == [value, other]
    assert "top=5.0" in repr(other)
    with pytest.raises(TypeError):
        replace(value, middle=3.0)


def test_values_of_two_kinds_differ() -> None:
    assert Rule(1.0, 2.0, 3.0, 4.0) != Area(1.0, 2.0, 3.0, 4.0)
    assert Rule(1.0, 2.0, 3.0, 4.0) != (1.0, 2.0, 3.0, 4.0)
