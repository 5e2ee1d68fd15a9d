"""The mouth of the note acceptor: open only while the journey, the count and the machine all want it open."""

from threading import Lock

from kiosk.runtime.devices import NoteAcceptor


class NoteSlot:
    """From any thread. Shut until all say otherwise, and for good once the journal has failed."""

    def __init__(self, acceptor: NoteAcceptor, notes_fen: frozenset[int]) -> None:
        self._acceptor = acceptor
        self._notes_fen = notes_fen
        self._lock = Lock()
        self._armed = False
        self._counting = False
        self._stays_shut = True
        self._barred = False
        self._open = False
        self.was_open = False
        """Since the count began: else there is nothing to be confirmed."""

    @property
    def is_open(self) -> bool:
        return self._open

    def arm(self, *, armed: bool) -> None:
        """Whether the step of the journey wants banknotes."""
        with self._lock:
            self._armed = armed
            self._follow()

    def count(self, *, counting: bool) -> None:
        """Whether a payment takes them, the gateway having said so."""
        with self._lock:
            self._counting = counting
            self.was_open &= not counting
            self._follow()

    def keep_shut(self, *, shut: bool) -> None:
        """Whether the machine forbids them: the cash box is out, is not counted, or cannot be."""
        with self._lock:
            self._stays_shut = shut
            self._follow()

    def bar(self) -> None:
        """At once and until the next start; a note in escrow goes back."""
        with self._lock:
            self._barred, self._open = True, False
            self._acceptor.reject()
            self._acceptor.disable()

    def shut(self) -> None:
        """Ask the unit to confirm that it takes none and holds none, even if it was shut before."""
        with self._lock:
            self._counting = self._open = False
            self._acceptor.disable()

    def _follow(self) -> None:
        wanted = self._armed and self._counting and not self._stays_shut and not self._barred
        if wanted != self._open:
            self._open = wanted
            self.was_open |= wanted
            self._acceptor.enable(self._notes_fen) if wanted else self._acceptor.disable()
