"""Billers' day-end files, and what the office reads out of them about legs that are held.

By the rule of the production's reconciliation, only that days are as short as a world: a posting that stands
in a file is posted; it is not when every file of the time in which it might have come is without it.
"""

from typing import TYPE_CHECKING, NamedTuple

from kiosk.payment.legs import Leg, LegState
from kiosk.payment.saga_state import Payment

if TYPE_CHECKING:
    from kiosk.simulate.world import World

EDGE_MS = 1_560_000
"""So long after the biller was asked last nothing can come any more: a message is under way for up to 16
minutes, and may have left a process of another version, which fences ten minutes later."""
_READ_AFTER_MS = (1_000, 1_000, 300_000, 1_800_000)


class DayFile(NamedTuple):
    """What a biller has posted since the file before, by reference."""

    biller_id: str
    number: int
    until_ms: int
    posted: frozenset[str]


class DayEnds:
    def __init__(self, world: "World") -> None:
        self._world = world
        self._asked_ms: dict[str, int] = {}
        """When the biller last said that it cannot void, by posting."""
        self._read: dict[str, dict[int, DayFile]] = {}
        """By biller and number."""

    def asked(self, payment: Payment) -> None:
        """A biller has said so of one of these legs."""
        for leg in payment.legs:
            if leg.state is LegState.HELD:
                self.asked_of(leg)

    def asked_of(self, leg: Leg) -> None:
        self._asked_ms.setdefault(leg.posting_ref, self._world.engine.now_ms)

    def end_day(self) -> None:
        """Each biller writes its file. In troubled times the office reads it when it comes to it."""
        world = self._world
        for biller in world.town.billers.values():
            file = biller.day_file()
            if world.healed:
                self.read(file)
            else:
                world.engine.after(world.chance.choice(_READ_AFTER_MS), self.read, file)

    def read(self, file: DayFile) -> None:
        """Held legs that it decides about go on."""
        self._read.setdefault(file.biller_id, {})[file.number] = file
        gateway = self._world.front()
        for payment_id, stored in list(self._world.store.payments.items()):
            for number, leg in enumerate(stored.payment.legs):
                held = leg.state is LegState.HELD and leg.biller_id == file.biller_id
                posted = self.word(leg) if held and gateway.up else None
                if posted is not None:
                    gateway.serve("day_end", (payment_id, number, posted), lambda _: None)

    def word(self, leg: Leg) -> bool | None:
        """Whether it was posted; None, the files that have come so far do not tell."""
        files = self._read[leg.biller_id]
        if any(leg.posting_ref in file.posted for file in files.values()):
            return True
        over = [number for number, file in files.items() if self.over(leg, file)]
        return False if over and self.complete(leg.biller_id, min(over)) else None

    def complete(self, biller_id: str, up_to: int) -> bool:
        """Whether no file of before is still missing."""
        return all(number in self._read[biller_id] for number in range(up_to))

    def over(self, leg: Leg, file: DayFile) -> bool:
        """Whether nothing of this leg could come any more when the file was written."""
        return file.until_ms >= self._asked_ms[leg.posting_ref] + EDGE_MS
