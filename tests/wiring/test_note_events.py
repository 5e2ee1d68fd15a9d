"""What a note acceptor tells reaches the cash desk, and the session knows why no note gets in."""

import pytest

from drivers.cash import port as cash
from drivers.events import DeviceEvent, StatusChanged
from drivers.status import Status
from drivers.vocabulary import DeviceState
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import JournalDamaged
from kiosk.runtime.no_journal import NoJournal
from kiosk.session.events import CashChanged, DeviceChanged, Event, NoteDrawnIn
from kiosk.wiring.cash import Cash
from kiosk.wiring.device_events import told
from kiosk.wiring.note_events import tell_desk

REFUSED = cash.RefusalReason.INVALID_NOTE
OTHER_VALUE = cash.RefusalReason.VALUE_NOT_ENABLED
POWER_UP = cash.PendingReason.FOUND_AT_POWER_UP


class Desk:
    """Writes down what it is told, by name."""

    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> object:
        return lambda *words, **named: self.heard.append((name, *words, *named.items()))


@pytest.mark.parametrize(
    ("event", "heard"),
    [
        (cash.NoteInEscrow("n1", 500), ("note_in_escrow", "n1", 500)),
        (cash.NoteCredited("n1", 500), ("note_credited", "n1", 500)),
        (cash.NoteStacked("n1"), ("note_in_box", "n1")),
        (cash.PendingCredit("n2", None, POWER_UP), ("note_pending", "n2", None)),
        (cash.NoteRefused(REFUSED), ("note_refused", ("other_value", False))),
        (cash.NoteRefused(OTHER_VALUE), ("note_refused", ("other_value", True))),
        (cash.NoteReturned("n1", REFUSED), ("note_returned", "n1")),
        (cash.NoteReturnedAtPowerUp(None, 500), ("note_returned_at_power_up", None)),
        (cash.AcceptorDisabled(), ("taking_none",)),
        (StatusChanged("note_acceptor", DeviceState.ONLINE, "ready"), ("works",)),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, DeviceEvent) else "",
)
def test_the_desk_hears_of_every_note(event: DeviceEvent, heard: tuple[object, ...]) -> None:
    desk = Desk()
    tell_desk(desk, event)  # type: ignore[arg-type]  # writes down only
    assert desk.heard == [heard]


def test_what_concerns_no_note_the_desk_does_not_hear() -> None:
    desk = Desk()
    for event in (
        cash.BoxRemoved(),
        cash.EscrowOutcomeUnknown("n1", 500),
        StatusChanged("note_acceptor", DeviceState.OFFLINE, "gone"),
    ):
        tell_desk(desk, event)  # type: ignore[arg-type]  # writes down only
    assert desk.heard == []


def test_a_full_box_has_words_of_its_own() -> None:
    full = StatusChanged("note_acceptor", DeviceState.USER_ERROR, "full", (Status.BOX_FULL,))
    out = StatusChanged("note_acceptor", DeviceState.USER_ERROR, "out", (Status.BOX_REMOVED,))
    assert told("note_acceptor", full) == DeviceChanged("note_acceptor", "box_full")
    assert told("note_acceptor", out) == DeviceChanged("note_acceptor", "user_error")
    assert told("note_acceptor", cash.NoteDrawnIn()) == NoteDrawnIn()


class Acceptor:
    """Nobody asks it for anything here."""

    def disable(self) -> None:
        raise AssertionError("it was never enabled")


def test_cash_is_off_until_the_technicians_mode_allows_it_and_each_change_is_told_once() -> None:
    told_: list[Event] = []
    off = [True]
    machine = Cash(Acceptor(), NoJournal(JournalDamaged()), FakeClock(), told_.append, (500,))  # type: ignore[arg-type]  # never asked
    machine.tick()
    machine.tick()
    assert told_ == [CashChanged(off=True)]
    machine.lend_figures(None, lambda: off[0], lambda: None)
    machine.tick()
    off[0] = False
    machine.tick()
    assert told_ == [CashChanged(off=True), CashChanged(off=False)]


def test_a_machine_without_an_acceptor_has_no_desk_and_says_nothing_of_cash() -> None:
    told_: list[Event] = []
    machine = Cash(None, NoJournal(JournalDamaged()), FakeClock(), told_.append, ())
    machine.recover()
    machine.tick()
    assert (machine.desk, machine.slot, machine.workers, told_) == (None, None, (), [])
