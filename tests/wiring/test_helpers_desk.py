"""What helpers ask for is their own worker's work, and spoilt files of theirs stop nothing."""

from pathlib import Path

import pytest

from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent
from kiosk.runtime.journal_entries import NoteEntry
from kiosk.runtime.paid_look_up import PaidLookUps
from kiosk.session.effects import CheckHelper, FindPayment
from kiosk.session.events import Event, HelperChecked, PadAnswered, PaymentNotFound
from kiosk.session.secret import Secret
from kiosk.wire.loads import LoadsAnswer
from kiosk.wire.payments import PaymentAnswer
from kiosk.wiring.helper import HelpersDesk

SERIAL = "26112012345678"


class EmptyJournal:
    """Knows no payment, or breaks when it is asked for one."""

    broken = False

    def paid_under(self, serial: str) -> Intent | None:
        if self.broken:
            raise OSError("no disk")
        return None

    def notes(self, payment_id: str) -> tuple[NoteEntry, ...]:
        raise AssertionError("no payment was found")


class NoGateway:
    def payment(self, payment_id: str) -> PaymentAnswer:
        raise AssertionError("no payment was found")

    def of_payment(self, payment_id: str) -> LoadsAnswer:
        raise AssertionError("no payment was found")


def desk_at(access: Path, told: list[Event], journal: EmptyJournal) -> HelpersDesk:
    paid = PaidLookUps(NoGateway(), NoGateway(), journal)
    return HelpersDesk(access, FakeClock(), paid, told.append, demonstration=False)


@pytest.mark.parametrize(("broken", "problem"), [(False, "serial_unknown"), (True, "gateway_down")])
def test_a_payment_is_searched_for_on_the_helpers_own_worker(
    tmp_path: Path, broken: bool, problem: str
) -> None:
    """On that of the bills, a resident would wait behind a slow search."""
    told: list[Event] = []
    journal = EmptyJournal()
    journal.broken = broken
    desk = desk_at(tmp_path / "access", told, journal)
    desk(FindPayment(5, SERIAL))
    assert told == []
    desk.worker.run_pending()
    assert told == [PadAnswered(5, PaymentNotFound(problem))]


@pytest.mark.parametrize(
    ("spoilt", "verdict"), [("attempts.json", "locked"), ("pins.json", "broken"), ("machine.key", "broken")]
)
def test_a_desk_is_made_with_whatever_lies_in_its_files(tmp_path: Path, spoilt: str, verdict: str) -> None:
    """Or no resident could use the machine, for the sake of its helpers."""
    access = tmp_path / "access"
    (access / "helpers").mkdir(parents=True)
    file = access / spoilt if spoilt == "machine.key" else access / "helpers" / spoilt
    file.write_bytes(b'{"challenge":"\xff"}')
    told: list[Event] = []
    desk = desk_at(access, told, EmptyJournal())
    assert desk.of_card(Secret("6217000000004711")) == ""
    desk(CheckHelper(3, "11", Secret("40917283")))
    desk.worker.run_pending()
    assert told == [PadAnswered(3, HelperChecked(verdict))]
