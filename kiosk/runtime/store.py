"""Holds the one session. Events come from any thread; all are stepped, in order, on one."""

from collections import deque
from collections.abc import Callable
from threading import get_ident

from msgspec.structs import replace

from kiosk.session import journey
from kiosk.session.effects import Effect
from kiosk.session.events import Event
from kiosk.session.model import Session
from kiosk.session.rules import Rules


class Store:
    """`wake` is called from whichever thread posts, and must bring `drain` to run on the owner's thread.

    `perform` carries an effect out without waiting; `changed` is told each new session once a drain.
    """

    def __init__(
        self,
        rules: Rules,
        perform: Callable[[Effect], None],
        changed: Callable[[Session], None],
        wake: Callable[[], None],
    ) -> None:
        self._events: deque[Event] = deque()
        self._perform = perform
        self._changed = changed
        self._wake = wake
        self._owner = get_ident()
        self._draining = False
        self._change: Callable[[Rules], Rules] | None = None
        self.session, self._first_effects = journey.start(rules)

    def open(self) -> None:
        """Carry out what the first session asks for and show it."""
        for effect in self._first_effects:
            self._perform(effect)
        self._changed(self.session)

    def post(self, event: Event) -> None:
        """From any thread; never blocks and never drops."""
        self._events.append(event)
        self._wake()

    def change_rules(self, change: Callable[[Rules], Rules]) -> None:
        """From any thread. Whoever is being served goes on under the rules they began with."""
        self._change = change
        self._wake()

    def drain(self) -> None:
        """Step through everything that has come, and what comes of that.

        Called again from within, by an effect or a display, it returns at once: the events are taken in
        turn by the first call. Raises RuntimeError on any thread but the one that made the store.
        """
        if get_ident() != self._owner:
            raise RuntimeError("the session may only change on the thread that made it")
        if self._draining:
            return
        self._draining = True
        try:
            self._take_all()
        finally:
            self._draining = False

    def _take_all(self) -> None:
        self._change_at_rest()
        while self._events:
            before = self.session
            while self._events:
                self.session, effects = journey.step(self.session, self._events.popleft())
                for effect in effects:
                    self._perform(effect)
            if self.session is not before:
                self._changed(self.session)

    def _change_at_rest(self) -> None:
        change, session = self._change, self.session
        if change is None or not session.at_rest():
            return
        self._change = None
        rules = change(session.rules)
        is_untouched = session.comfort == session.rules.comfort
        comfort = rules.comfort if is_untouched else session.comfort
        self.session = replace(session, rules=rules, comfort=comfort)
        self._changed(self.session)
