"""Production code that waits for answers, played in virtual time and without a thread.

All that it asks of the world goes through its steps. At the first one that takes time it is left where it
stands; when the answer is there it is begun anew and told what it was told before, until it comes to what is
new. So a power cut may come at any step, and nothing is done twice.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from kiosk.simulate.engine import Flow, Wish

T = TypeVar("T")


class Waits(BaseException):
    """Nobody below may take it for an error, as nobody sees a thread that waits."""

    def __init__(self, what: str, wish: Wish) -> None:
        super().__init__(what)
        self.what = what
        self.wish = wish


class WentAnotherWay(BaseException):
    """Begun anew, it asked for something else: not everything it does goes through its steps."""


class Steps:
    def __init__(self) -> None:
        self._told: list[tuple[str, Any]] = []
        self._next = 0
        self._playing = False

    def once(self, what: str, do: Callable[[], T]) -> T:
        """Done now, and only remembered when it is played again. An OSError is an answer too."""
        if not self._playing:
            return do()
        if self._next == len(self._told):
            self._playing = False  # whatever it does on the way is part of it
            try:
                self._told.append((what, do()))
            except OSError as error:
                self._told.append((what, error))
            self._playing = True
        answer: T = self._remembered(what)
        return answer

    def wait(self, what: str, wish: Callable[[], Wish]) -> Any:
        """What takes its time, and then what came of it."""
        if self._next == len(self._told):
            raise Waits(what, wish())
        return self._remembered(what)

    def play(self, work: Callable[[], object]) -> Flow:
        self._told.clear()
        while (waits := self._played(work)) is not None:
            answer = yield waits.wish
            self._told.append((waits.what, answer))

    def _played(self, work: Callable[[], object]) -> Waits | None:
        """None: to its end."""
        self._next, self._playing = 0, True
        try:
            work()
        except Waits as waits:
            return waits
        finally:
            self._playing = False
        return None

    def _remembered(self, what: str) -> Any:
        asked, answer = self._told[self._next]
        if asked != what:
            raise WentAnotherWay(f"{what} instead of {asked}")
        self._next += 1
        if isinstance(answer, OSError):
            raise answer
        return answer
