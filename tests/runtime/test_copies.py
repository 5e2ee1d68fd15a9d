"""Copies that residents ask for: each counted once at the gateway, before its paper is begun."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewayUnreachable
from kiosk.runtime.begun_requests import AN_HOUR_S, BegunRequests
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.copies import FILE, Copies
from kiosk.runtime.journal import Journal
from kiosk.session.effects import PrintReceipt, copy_id
from kiosk.session.events import Event, ReceiptFailed
from kiosk.session.household import Basket, Outcome, Shown
from kiosk.wire.copies import CopyAnswer, CopyRequest
from tests.runtime.test_receipts import Desk, FakePrinter
from tests.session import facts
from tests.session.payments import RECEIPT

JOB = copy_id(RECEIPT.receipt_no)
LOAD_TOLD_AGAIN = replace(RECEIPT, payment_id="0193abcd-12ef-7000-8000-000000000001")
"""Found by its meter, and so known by its payment's own id."""
NOBODY = Basket("", "", ())


class Gateway:
    """Counts as the real one does."""

    def __init__(self) -> None:
        self.failure: GatewayError | None = None
        self.told: list[CopyRequest] = []

    @property
    def counted(self) -> set[str]:
        return {copy.copy_id for copy in self.told}

    def copied(self, receipt_no: str, copy: CopyRequest) -> CopyAnswer:
        assert receipt_no == RECEIPT.receipt_no
        if self.failure is not None:
            raise self.failure
        self.told.append(copy)
        return CopyAnswer(receipt_no, copy.copy_id, len(self.counted))


class Till:
    """A kiosk's printer and the gateway; `starts_again` as after a power cut."""

    def __init__(self, folder: Path, journal: Journal, clock: FakeClock, told: list[Event]) -> None:
        self._folder, self._journal, self._clock, self._told = folder, journal, clock, told
        self.gateway, self.printer = Gateway(), FakePrinter()
        self._ids = iter(f"id-{number}" for number in range(99))
        self.starts_again()

    def starts_again(self) -> None:
        begun = BegunRequests(self._folder / FILE)
        copies = Copies(self.gateway, begun, lambda: next(self._ids), self._clock)
        self.desk = Desk(self._journal, self._clock, self._told, printer=self.printer, copies=copies)

    def asks(self, shown: Shown | None = "id_card", paid: Outcome = RECEIPT) -> None:
        """A helper shows nothing, and is not counted."""
        self.desk.receipts.print_receipt(PrintReceipt(paid, NOBODY, copy=True, shown=shown))
        self.desk.receipts.worker.run_pending()

    def paper_is_out(self, paid: Outcome = RECEIPT) -> None:
        self.desk.receipts.printed(copy_id(paid.payment_id))
        self.desk.receipts.worker.run_pending()


@pytest.fixture
def till(tmp_path: Path, journal: Journal, clock: FakeClock, told: list[Event]) -> Till:
    return Till(tmp_path, journal, clock, told)


def test_a_copy_is_counted_before_it_is_printed_and_says_that_it_is_one(till: Till) -> None:
    till.asks()
    assert till.gateway.told == [CopyRequest("id-0", RECEIPT.verification_code, "id_card")]
    assert till.printer.printed == [JOB]
    paper = till.desk.drawn[-1][0]
    assert (paper.copy, paper.serial_no, paper.verification_url) == (
        True,
        RECEIPT.receipt_no,
        RECEIPT.verification_url,
    )
    assert [line.account_masked for line in paper.lines] == ["310******0017", "021***5012"]


@pytest.mark.parametrize("paid", [RECEIPT, LOAD_TOLD_AGAIN], ids=["on the list", "a load"])
def test_another_copy_after_the_paper_came_is_counted_as_another(till: Till, paid: Outcome) -> None:
    for _ in range(2):
        till.asks(paid=paid)
        till.paper_is_out(paid)
    assert till.gateway.counted == {"id-0", "id-1"}


def test_a_helpers_copy_does_not_end_the_one_whose_paper_ran_out(till: Till) -> None:
    till.asks()
    till.asks(shown=None)
    till.paper_is_out()
    till.asks()
    assert till.gateway.counted == {"id-0"}
    till.paper_is_out()
    till.asks()
    assert till.gateway.counted == {"id-0", "id-1"}


def test_paper_that_ran_out_half_way_is_the_same_copy_when_it_is_tried_again(till: Till) -> None:
    till.asks()
    till.asks()
    assert till.gateway.counted == {"id-0"}
    till.paper_is_out()
    till.asks()
    assert till.gateway.counted == {"id-0", "id-1"}


def test_after_a_crash_it_is_still_the_same_copy(till: Till) -> None:
    till.asks()
    till.starts_again()
    till.asks()
    assert till.gateway.counted == {"id-0"}


def test_after_an_hour_whoever_asks_means_another_copy(till: Till, clock: FakeClock) -> None:
    till.asks()
    clock.advance(AN_HOUR_S + 1)
    till.asks()
    assert till.gateway.counted == {"id-0", "id-1"}


@pytest.mark.parametrize("failure", [GatewayUnreachable(), GatewayRefused("receipt_unknown", 404)])
def test_what_is_not_counted_is_not_printed(till: Till, told: list[Event], failure: GatewayError) -> None:
    till.gateway.failure = failure
    till.asks()
    assert (till.printer.printed, told) == ([], [ReceiptFailed(JOB, "copy_uncounted")])
    till.gateway.failure = None
    till.asks()
    assert till.gateway.counted == {"id-0"}


def test_an_id_that_cannot_be_kept_is_not_told(till: Till, tmp_path: Path, told: list[Event]) -> None:
    (tmp_path / FILE).mkdir()
    till.asks()
    assert (till.gateway.told, told) == ([], [ReceiptFailed(JOB, "copy_uncounted")])


def test_a_typed_number_gets_no_copy_whatever_asks_for_it(till: Till, told: list[Event]) -> None:
    till.asks("account")
    assert (till.gateway.told, told) == ([], [ReceiptFailed(JOB, "copy_uncounted")])


def test_nobody_is_named_on_the_disk(till: Till, tmp_path: Path) -> None:
    till.asks()
    kept = (tmp_path / FILE).read_text()
    assert RECEIPT.receipt_no in kept
    for personal in (facts.HOLDER, facts.ELECTRICITY_NUMBER, "310******0017", RECEIPT.verification_code):
        assert personal not in kept


def test_without_anybody_to_count_there_is_no_copy(
    journal: Journal, clock: FakeClock, told: list[Event]
) -> None:
    desk = Desk(journal, clock, told, printer=FakePrinter())
    effect = PrintReceipt(RECEIPT, Basket("", "", ()), copy=True, shown="card")
    desk.receipts.print_receipt(effect)
    desk.receipts.worker.run_pending()
    assert told == [ReceiptFailed(JOB, "copy_uncounted")]
