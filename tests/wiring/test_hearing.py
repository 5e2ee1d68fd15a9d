"""What drivers tell goes to whom it concerns: session, payments, receipts."""

import pytest

from drivers.card.port import CardRead
from drivers.events import StatusChanged
from drivers.printer.port import PrintDone
from drivers.scanner.port import DocumentPhotographed, DocumentSeen
from drivers.status import Status
from drivers.terminal.port import DeclineReason, SaleApproved, SaleDeclined, SaleReversed, SaleUnknown
from drivers.vocabulary import DeviceState
from kiosk.session import events
from kiosk.session.events import DeviceChanged, Event, HelperCardShown, IcCardRead, ReceiptPrinted
from kiosk.session.secret import Secret
from kiosk.wire.payments import CardResult
from kiosk.wiring.hearing import Hearing


class Desk:
    """Writes down who was told what."""

    def __init__(self, *scanners: str) -> None:
        self.told: list[Event] = []
        self.cards: list[tuple[str, CardResult]] = []
        self.papers: list[str] = []
        self.hearing = Hearing(self.told.append, self, self, scanners)

    def card_finished(self, payment_id: str, card: CardResult) -> None:
        self.cards.append((payment_id, card))

    def printed(self, payment_id: str) -> None:
        self.papers.append(payment_id)

    def state(self, device: str, state: DeviceState) -> None:
        self.hearing.heard(device, StatusChanged(device, state, "as seen on the line"))


def test_paper_that_no_printer_confirms_is_told_but_not_written_down_as_printed() -> None:
    desk = Desk()
    desk.hearing.heard("printer", PrintDone("p1", confirmed=False))
    desk.hearing.heard("printer", PrintDone("p2", confirmed=True))
    assert desk.told == [ReceiptPrinted("p1", confirmed=False), ReceiptPrinted("p2", confirmed=True)]
    assert desk.papers == ["p2"]


def test_an_open_cover_is_told_as_what_it_is_before_anybody_waits_for_paper() -> None:
    desk = Desk()
    open_ = StatusChanged("printer", DeviceState.USER_ERROR, "cover open", (Status.COVER_OPEN,))
    desk.hearing.heard("printer", open_)
    desk.state("printer", DeviceState.OFFLINE)
    desk.state("printer", DeviceState.ONLINE)
    assert desk.told == [
        DeviceChanged("printer", "cover_open"),
        DeviceChanged("printer", "offline"),
        DeviceChanged("printer", ""),
    ]


def test_the_window_is_off_only_when_nothing_looks_through_it() -> None:
    desk = Desk("scanner", "camera")
    desk.state("scanner", DeviceState.OFFLINE)
    desk.state("camera", DeviceState.NO_DEVICE)
    desk.state("scanner", DeviceState.ONLINE)
    assert desk.told == [
        DeviceChanged("scanner", ""),
        DeviceChanged("scanner", "no_device"),
        DeviceChanged("camera", "no_device"),
        DeviceChanged("scanner", ""),
    ]


def test_of_a_photograph_only_the_number_is_told_under_which_it_is_held() -> None:
    told: list[Event] = []
    held: list[bytes] = []

    def keep(jpeg: bytes) -> int:
        held.append(jpeg)
        return 7

    desk = Desk()
    hearing = Hearing(told.append, desk, desk, ("camera",), keep=keep)
    hearing.heard("camera", DocumentSeen("cut_off"))
    hearing.heard("camera", DocumentPhotographed(b"a page"))
    assert told == [events.DocumentSeen("cut_off"), events.DocumentPhotographed(7)]
    assert held == [b"a page"]


def test_only_an_approval_is_told_as_one_and_nothing_of_a_card_but_four_digits() -> None:
    desk = Desk()
    for event in (
        SaleApproved("p1", 100, "**** 0017", "123456", "000000123456"),
        SaleDeclined("p2", DeclineReason.FUNDS),
        SaleReversed("p3"),
        SaleUnknown("p4"),
    ):
        desk.hearing.heard("terminal", event)
    assert desk.cards == [
        ("p1", CardResult("approved", "123456", "000000123456", "0017")),
        ("p2", CardResult("declined")),
        ("p3", CardResult("declined")),
        ("p4", CardResult("unknown")),
    ]
    assert desk.told == []


def test_a_helpers_card_is_theirs_and_any_other_a_residents() -> None:
    desk = Desk()
    desk.hearing = Hearing(
        desk.told.append, desk, desk, (), helper_of=lambda number: "Wang" if number.value == "0711" else ""
    )
    for number in ("0711", "0712"):
        desk.hearing.heard("card_reader", CardRead(number, "staff"))
    assert desk.told[0] == HelperCardShown("Wang")
    assert isinstance(desk.told[1], IcCardRead)
    assert "0711" not in repr(desk.told)


@pytest.mark.parametrize("failure", [OSError("no disk"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")])
def test_a_helper_look_up_that_fails_leaves_the_card_a_residents(failure: Exception) -> None:
    def fails(number: Secret) -> str:
        raise failure

    desk = Desk()
    desk.hearing = Hearing(desk.told.append, desk, desk, (), helper_of=fails)
    desk.hearing.heard("card_reader", CardRead("0712", "staff"))
    assert [type(news) for news in desk.told] == [IcCardRead]
