"""What the drivers tell that concerns the technician: door, cards, notes, cash box, paper."""

from collections.abc import Callable
from threading import Lock
from typing import TypeAlias

from drivers.card.port import CardRead
from drivers.cash import port as cash
from drivers.door.port import DoorClosed, DoorOpened
from drivers.events import DeviceEvent, StatusChanged
from drivers.printer.port import PrintDone, PrintFailed
from drivers.status import Status
from kiosk.access.entry_log import Entry
from kiosk.access.gate import Gate
from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Job
from kiosk.selftest.model import Part
from kiosk.session.household import Slot
from kiosk.session.model import Session
from kiosk.session.secret import Secret
from kiosk.session.view import Text, text
from kiosk.supplies.store import SupplyStore
from kiosk.technician.acts import moment
from kiosk.technician.events import (
    BoxChanged,
    DoorChanged,
    Event,
    Failed,
    Printed,
    StaffCardShown,
    SuppliesChanged,
)
from kiosk.technician.rules import ModeRules

InTurn: TypeAlias = Callable[[Job], None]

_SLOTS: dict[Slot, Part] = {"id_card": "id_reader", "ic_card": "card_reader"}


class Senses:
    """`heard` from the drivers' threads; what must be written is done in turn by the mode's worker."""

    def __init__(
        self,
        post: Callable[[Event], None],
        in_turn: InTurn,
        gate: Gate,
        store: SupplyStore | None,
        clock: Clock,
    ) -> None:
        self._post = post
        self._in_turn = in_turn
        self._gate = gate
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._escrow: set[str] = set()
        self._lengths_mm: dict[str, int] = {}
        self._box_in = True
        self.staff_slot_open = False
        self.own_jobs: set[str] = set()

    def heard(self, device: str, event: DeviceEvent) -> None:
        match event:
            case DoorOpened():
                self._post(DoorChanged(is_open=True))
            case DoorClosed():
                self._post(DoorChanged(is_open=False))
            case CardRead(card_number) if self.staff_slot_open:
                self._in_turn(lambda: self._look_at_card(Secret(card_number)))
            case PrintDone(job_id) | PrintFailed(job_id):
                self._printed(job_id, isinstance(event, PrintDone))
            case StatusChanged() if device == "note_acceptor":
                self._box_is(Status.BOX_REMOVED not in event.statuses)
            case _:
                self._note(event)

    def will_print(self, job_id: str, height_mm: int) -> None:
        """How long the paper of this job is; counted when the printer says that it is out."""
        with self._lock:
            self._lengths_mm[job_id] = height_mm

    def notes_counted(self) -> None:
        """The cash desk has counted a note; from its thread."""
        self._in_turn(self.tell_supplies)

    def holding_cards(self, session: Session) -> tuple[Part, ...]:
        return tuple(part for slot, part in _SLOTS.items() if session.slots.get(slot, "empty") != "empty")

    def holding_notes(self) -> tuple[Part, ...]:
        with self._lock:
            return ("note_acceptor",) if self._escrow else ()

    def tell_supplies(self) -> None:
        """What stands on the disk now; on the worker's thread, or before it starts."""
        if self._store is not None:
            self._post(SuppliesChanged(self._store.supplies(), self._store.exchange()))

    def _look_at_card(self, number: Secret) -> None:
        if self._gate.knows_card(number):
            self._post(StaffCardShown())

    def _printed(self, job_id: str, done: bool) -> None:
        with self._lock:
            length_mm = self._lengths_mm.pop(job_id, 0)
        if done:
            self._count(lambda store: store.slip_printed(length_mm, self._clock.wall_s()))
        if job_id in self.own_jobs:
            self.own_jobs.discard(job_id)
            self._post(Printed() if done else Failed("print"))

    def _count(self, write: Callable[[SupplyStore], None]) -> None:
        """In turn. What cannot be written is logged by the worker, and changes no figure."""
        store = self._store
        if store is not None:
            self._in_turn(lambda: write(store))
            self._in_turn(self.tell_supplies)

    def _note(self, event: DeviceEvent) -> None:
        match event:
            case cash.NoteInEscrow(credit_id) | cash.EscrowOutcomeUnknown(credit_id):
                with self._lock:
                    self._escrow.add(credit_id)
            case cash.NoteReturned(credit_id):
                self._let_go(credit_id)
            case cash.NoteReturnedAtPowerUp(known_id):
                self._let_go(known_id or "")
            case cash.NoteCredited(credit_id) | cash.PendingCredit(credit_id):
                self._let_go(credit_id)
            case cash.BoxRemoved():
                self._box_is(False)
            case cash.BoxReplaced():
                self._box_is(True)
            case _:
                pass

    def _let_go(self, credit_id: str) -> None:
        """A unit that does not say which note it gave back at power-up has none any more."""
        with self._lock:
            self._escrow = self._escrow - {credit_id} if credit_id else set()

    def _box_is(self, is_in: bool) -> None:
        with self._lock:
            changed, self._box_in = is_in != self._box_in, is_in
        if changed:
            self._post(BoxChanged(is_in))


def entry_lines(entries: tuple[Entry, ...], rules: ModeRules) -> tuple[Text, ...]:
    """The log of entries to be read; the technician is a number, and why stands in engineers' words."""
    return tuple(
        text(
            "technician.entry_line",
            when=moment(rules, entry.wall_s),
            who=entry.technician or "--",
            what=text(f"technician.entry.{entry.kind}"),
            why="" if entry.kind == "wanted" else entry.why,
        )
        for entry in entries
    )
