"""The kiosk's journal as its disk holds it: what was acknowledged survives every crash, and nothing changes.

A write that fails may have reached the disk all the same; until a restart nobody can write then, as in SQLite
with a number that exists already.
"""

from typing import Literal

import msgspec

from kiosk.runtime.journal import JournalFailed, Kind


class Entry(msgspec.Struct, frozen=True):
    seq: int
    payment_id: str
    kind: str
    body: str


class ModelledJournal:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        """On the disk."""
        self.acknowledged = 0
        """How many of them somebody was told of, with at most one more on the disk than that."""
        self._broken = False

    def boot(self) -> None:
        self._broken = False
        self.acknowledged = len(self.entries)

    def write(
        self, payment_id: str, kind: Kind, body: str = "", *, fails: bool = False, reaches: bool = False
    ) -> None:
        """`fails`: the disk refuses; `reaches`: the entry is on it nevertheless. Raises JournalFailed."""
        if kind == "intent" and any(e.payment_id == payment_id and e.kind == "intent" for e in self.entries):
            raise JournalFailed("one id is one payment")
        if self._broken or (fails and not reaches):
            raise JournalFailed("no entry")
        self.entries.append(Entry(len(self.entries) + 1, payment_id, kind, body))
        if fails:
            self._broken = True
            raise JournalFailed("an entry that nobody was told of")
        self.acknowledged += 1

    def history(self, payment_id: str) -> tuple[str, ...]:
        return tuple(entry.kind for entry in self.entries if entry.payment_id == payment_id)

    def open_intents(self) -> tuple[str, ...]:
        closed = {entry.payment_id for entry in self.entries if entry.kind == "closed"}
        return tuple(e.payment_id for e in self.entries if e.kind == "intent" and e.payment_id not in closed)

    def intents(self) -> list[str]:
        return [entry.payment_id for entry in self.entries if entry.kind == "intent"]

    def intent(self, payment_id: str) -> tuple[int, Literal["phone_code", "bank_card"]]:
        """The sum and the method an attempt set out with."""
        body = next(e.body for e in self.entries if e.payment_id == payment_id and e.kind == "intent")
        amount_fen, method = body.split()
        return int(amount_fen), "bank_card" if method == "bank_card" else "phone_code"

    def result(self, payment_id: str) -> str | None:
        """The kind of the outcome written down last."""
        found = [e.body for e in self.entries if e.payment_id == payment_id and e.kind == "result"]
        return found[-1] if found else None
