"""From a PDF's user space to the upright visible page, whose origin is the top left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Box = tuple[float, float, float, float]


class Sheet:
    """The visible part of a page, turned by 0, 90, 180 or 270 degrees clockwise.

    User space counts from the bottom left, knows nothing of /Rotate, and the boxes of a page may
    have any origin in it.
    """

    __slots__ = ("bottom", "height", "left", "right", "rotation", "top", "width")

    def __init__(self, media: Box, crop: Box, rotation: int) -> None:
        left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
        right, top = min(media[2], crop[2]), min(media[3], crop[3])
        if right <= left or top <= bottom:  # a crop box that shows nothing is not believed
            left, bottom, right, top = media
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        self.rotation = rotation
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if rotation in (90, 270) else (wide, high)

    def turned(self, rotation: int) -> Sheet:
        """The same visible box under another rotation."""
        box = (self.left, self.bottom, self.right, self.top)
        return Sheet(box, box, rotation)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def along(self, dx: float, dy: float) -> tuple[float, float]:
        """A direction of user space as a direction on the visible page (y grows downwards)."""
        if self.rotation == 0:
            return dx, -dy
        if self.rotation == 90:
            return dy, dx
        if self.rotation == 180:
            return -dx, dy
        return -dy, -dx

    def shows(self, box: Sequence[float]) -> bool:
        """Whether at least half of the box, in width and in height, lies on the visible page."""
        x0, top, x1, bottom = box
        wide = min(x1, self.width) - max(x0, 0.0)
        high = min(bottom, self.height) - max(top, 0.0)
        return wide >= 0 and high >= 0 and wide * 2 >= x1 - x0 and high * 2 >= bottom - top


def reading_rotation(directions: Iterable[tuple[tuple[float, float], int]], stated: int) -> int:
    """The rotation under which most of a page's text runs from left to right.

    `directions` are those of the glyphs in user space, each with the number of its glyphs. A page
    may state a /Rotate that turns its text on the side, or state none and hold text that stands on
    its side; what a person would do is turn the paper until it can be read.
    """
    counts = {0: 0, 90: 0, 180: 0, 270: 0}
    total = 0
    for (dx, dy), number in directions:
        total += number
        if abs(dy) * 4 <= abs(dx):
            counts[0 if dx > 0 else 180] += number
        elif abs(dx) * 4 <= abs(dy):
            counts[90 if dy > 0 else 270] += number
    best = max(counts, key=lambda r: (counts[r], r == stated))
    return best if counts[best] * 5 >= total * 3 and total else stated
