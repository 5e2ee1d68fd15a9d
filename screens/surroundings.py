"""What every widget of one display shares, handed down at construction.

Widgets named in a kv file are made by Kivy without arguments; they take the surroundings of the host that is
building them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from kiosk.session.view import Text
from screens.theme import Look
from screens.touch import TouchRules


@dataclass(frozen=True)
class Surroundings:
    """`send` takes a button's event, `resolve` turns a key into words, `monotonic_s` is any steady clock."""

    look: Look
    send: Callable[[object], None]
    resolve: Callable[[Text], str]
    monotonic_s: Callable[[], float]
    touch: TouchRules = field(default_factory=TouchRules)

    def with_look(self, look: Look) -> "Surroundings":
        """For widgets of another size of type on the same display: fingers and taps are counted together."""
        return replace(self, look=look)


_building: list[Surroundings] = []


@contextmanager
def building(surroundings: Surroundings) -> Iterator[None]:
    """Widgets made inside belong to `surroundings`."""
    _building.append(surroundings)
    try:
        yield
    finally:
        _building.pop()


def current() -> Surroundings:
    """Raises IndexError outside of `building`."""
    return _building[-1]
