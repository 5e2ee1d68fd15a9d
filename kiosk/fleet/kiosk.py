"""One life of a kiosk of the fleet, from one power cut to the next: production payments, journal, look-ups
and heartbeats on one thread. Its site and its till outlive it, and of itself what is on the disk.
"""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Event as Flag
from typing import TypeVar

import msgspec

from kiosk.backend.client import GatewayClient
from kiosk.backend.sequence import Sequence
from kiosk.backend.signer import Signer
from kiosk.fleet.faults import Faults, PowerCut
from kiosk.fleet.line import Line
from kiosk.fleet.tally import Tally
from kiosk.fleet.till import NOTES_FEN, Till
from kiosk.runtime.cash_desk import CashDesk
from kiosk.runtime.clock import Clock
from kiosk.runtime.heartbeats import Heartbeats
from kiosk.runtime.journal import Journal, Kind
from kiosk.runtime.look_ups import LookUps
from kiosk.runtime.payments import Payments
from kiosk.session.events import CashClosed, CashExpected, Event, GatewayChanged
from kiosk.wire.heartbeats import CashBoxTold, DeviceTold, JournalTold, MachineTold, PaperTold
from kiosk.wire.signing.key_file import KioskKeys
from kiosk.wiring.payment_ids import PaymentIds

T = TypeVar("T")

JOURNAL = "journal.db"
_WAITING_STEP_S, _IDLE_STEP_S = 0.1, 0.25
_DEVICES = tuple(
    DeviceTold(name, "online", "ok") for name in ("id_reader", "note_acceptor", "printer", "scanner")
)


class Site(msgspec.Struct, frozen=True):
    """Where one kiosk stands. `chance` is for what may never come twice: ids, notes, codes. `over` ends the
    visits; `pause` lets its thread wait, and knows no hurry."""

    kiosk_id: str
    url: str
    keys: KioskKeys
    folder: Path
    journal_key: bytes
    chance: Random
    faults: Faults
    tally: Tally
    clock: Clock
    over: Flag
    pause: Callable[[float], None]


class Kiosk:
    def __init__(self, site: Site, till: Till) -> None:
        """Switched on as the machine is: first the money of before, then whoever comes."""
        self.site = site
        self.till = till
        self._slips = 0
        self.journal = CutJournal(site)
        # What was set aside of the numbers and not used is skipped, as after every start.
        sequence = Sequence(site.folder / "request-sequence")
        signer = Signer(site.keys, sequence, site.clock.wall_s)
        client = GatewayClient(site.url, site.kiosk_id, signer=signer)
        self.line = Line(client, site.faults, site.tally, site.clock, site.pause)
        self._heard: deque[tuple[float, Event]] = deque()
        self.desk = CashDesk(self.till, self.till, self.journal, site.clock, self._post, frozenset(NOTES_FEN))
        self.payments = Payments(
            self.line,
            self.journal,
            site.clock,
            self._post,
            kiosk_id=site.kiosk_id,
            new_id=PaymentIds(site.clock, site.chance),
            terminal=None,
            desk=self.desk,
        )
        self.look_ups = LookUps(self.line, site.clock, self._post)
        heartbeats = Heartbeats(self.line, self._look, lambda answer: None, site.clock, site.chance)
        self._workers = (self.payments.worker, self.desk.worker, self.look_ups.worker, heartbeats.worker)
        self.desk.recover()
        self.payments.recover()
        self.till.power_returned(self.desk)
        self.desk.slot.keep_shut(shut=False)

    def lose_power(self) -> None:
        self.line.close()
        self.journal.close()

    def turn(self) -> None:
        """Everything that is to be done now. May end in a PowerCut."""
        for worker in self._workers:
            worker.run_pending()

    def stand(self, seconds: float) -> None:
        """Nobody does anything; the kiosk does what it does by itself. At once once the visits are over."""
        until_s = self.site.clock.monotonic_s() + seconds
        while (left_s := until_s - self.site.clock.monotonic_s()) > 0 and not self.site.over.is_set():
            self.turn()
            self.site.pause(min(left_s, _IDLE_STEP_S))

    def forget(self) -> None:
        """What came before somebody new stood here."""
        self._heard.clear()

    def until(self, seconds: float, wanted: Callable[[Event], T | None]) -> tuple[float, T] | None:
        """When it was heard, and what `wanted` made of it; None if it does not come in time."""
        until_s = self.site.clock.monotonic_s() + seconds
        while True:
            self.turn()
            while self._heard:
                at_s, event = self._heard.popleft()
                found = wanted(event)
                if found is not None:
                    return at_s, found
            left_s = until_s - self.site.clock.monotonic_s()
            if left_s <= 0:
                return None
            self.site.pause(min(left_s, _WAITING_STEP_S))

    def print_receipt(self, payment_id: str) -> None:
        for kind in ("printing", "printed"):
            self._write(payment_id, kind)
        self._slips += 1

    def settle(self, within_s: float) -> bool:
        """Whether its journal owes nothing any more."""
        until_s = self.site.clock.monotonic_s() + within_s
        while self.journal.open_intents() or self.journal.open_found_notes():
            if self.site.clock.monotonic_s() >= until_s:
                return False
            self.turn()
            self.forget()
            self.site.pause(_IDLE_STEP_S)
        return True

    def _write(self, payment_id: str, kind: Kind) -> None:
        self.journal.write(payment_id, kind, self.site.clock.wall_s())

    def _post(self, event: Event) -> None:
        """The mouth of the slot follows the step, as in the journey."""
        match event:
            case CashExpected():
                self.desk.slot.arm(armed=True)
            case CashClosed():
                self.desk.slot.arm(armed=False)
            case GatewayChanged(up=False):
                injected = self.line.last_miss_injected
                self.site.tally.count("spoilt" if injected else "seen", "the gateway does not answer")
        self._heard.append((self.site.clock.monotonic_s(), event))

    def _look(self) -> MachineTold:
        waiting, oldest_wall_s = self.journal.owed()
        oldest_s = None if oldest_wall_s is None else max(0, round(self.site.clock.wall_s() - oldest_wall_s))
        return MachineTold(
            version="0.1.0",
            settings="0" * 16,
            standing="open",
            at_rest=True,
            devices=_DEVICES,
            journal=JournalTold(waiting, oldest_s),
            paper=PaperTold("full", self._slips, self._slips * 120),
            cash_box=CashBoxTold(self.till.stacked_notes, self.till.stacked_fen),
        )


class CutJournal(Journal):
    """The power may go just before an entry is on the disk, and just after."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.folder / JOURNAL, site.journal_key)
        self._site = site

    def write(self, payment_id: str, kind: Kind, wall_s: float, body: str = "") -> int:
        fault = self._site.faults.of_entry()
        if fault is not None:
            self._site.tally.count("faults", fault)
        if fault == "power_cut_before":
            raise PowerCut
        number = super().write(payment_id, kind, wall_s, body)
        if fault == "power_cut_after":
            raise PowerCut
        return number
