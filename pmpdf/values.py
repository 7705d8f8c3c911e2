"""The values that the rooms hand to one another: msgspec's Structs, or the plain form of them that
the compiled modules have (hatch_build.py)."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

import msgspec

T = TypeVar("T")


class Plain:
    """Equal to one of its kind with equal fields, and in their order, as a Struct is."""

    FIELDS: ClassVar[tuple[str, ...]] = ()

    def _all(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self.FIELDS])

    def __eq__(self, other: object) -> bool:
        return (
            type(self) is type(other) and isinstance(other, Plain) and self._all() == other._all()
        )

    def __lt__(self, other: Plain) -> bool:
        return self._all() < other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        fields = [f"{name}={getattr(self, name)!r}" for name in self.FIELDS]
        return f"{type(self).__name__}({', '.join(fields)})"


def replace(this: T, **changes: Any) -> T:
    """The same value but for some fields, as a new one; no field is called `this`."""
    if isinstance(this, msgspec.Struct):
        return msgspec.structs.replace(this, **changes)
    assert isinstance(this, Plain)
    fields = [changes.pop(name, getattr(this, name)) for name in this.FIELDS]
    if changes:
        raise TypeError(f"{type(this).__name__} has no field {', '.join(changes)}")
    return type(this)(*fields)
