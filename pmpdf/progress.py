"""How far the reading is, for whoever watches it from outside.

A reader calls `page` as it begins a page; the process that carries it passes the sign on to its
parent, which so can limit the time of a single page. Without a listener nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int], None]

_listeners: list[Listener] = []


def page(number: int) -> None:
    """Say that a page is begun; pages count from 1."""
    for listener in _listeners:
        listener(number)


def listen(listener: Listener | None) -> None:
    """Tell this listener, and no other, of each page that is begun; None: nobody."""
    _listeners[:] = [] if listener is None else [listener]
