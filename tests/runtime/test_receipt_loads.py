"""What was bought for a meter, on its receipt: there, on its way, as digits, or as money that goes back."""

import pytest
from msgspec import convert
from msgspec.structs import replace

from kiosk import places
from kiosk.receipt.document import Receipt, ReceiptWords
from kiosk.receipt.drawing import draw_receipt
from kiosk.receipt.lettering import Typefaces
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Journal
from kiosk.runtime.receipts import Receipts
from kiosk.session.bought import with_load
from kiosk.session.effects import PrintReceipt
from kiosk.session.events import Event
from kiosk.session.loads import LoadState
from kiosk.session.meters import basket_of
from kiosk.texts import load_texts
from tests.session import facts
from tests.session.prepaid import METER, TOKEN, load

BASKET = basket_of(METER, 5000)


@pytest.fixture
def receipts(journal: Journal, clock: FakeClock, told: list[Event]) -> Receipts:
    def nothing(*_: object) -> object:
        raise AssertionError("nothing is printed here")

    return Receipts(None, nothing, load_texts("zh"), facts.RULES, journal, clock, told.append)  # type: ignore[arg-type]  # never drawn


def composed(receipts: Receipts, state: LoadState) -> Receipt:
    outcome = with_load(facts.settled("pay-1", BASKET), BASKET, load(state))
    return receipts.compose(PrintReceipt(outcome, BASKET))


@pytest.mark.parametrize(
    ("state", "said"),
    [("loaded", "loaded"), ("loading", "loading"), ("token", "token"), ("waiting", "loading")],
)
def test_paid_is_sealed_and_says_where_the_load_is(receipts: Receipts, state: LoadState, said: str) -> None:
    paper = composed(receipts, state)
    (line,) = paper.lines
    assert (paper.kind, paper.total_fen, line.utility, line.load) == ("settled", 5000, "买电", said)
    assert line.token == (TOKEN if state == "token" else "")


@pytest.mark.parametrize(
    ("state", "line_state", "number"),
    [("returning", "returned", ""), ("returned", "returned", ""), ("voucher", "voucher", "2026 0009")],
)
def test_what_never_got_there_bears_no_seal(
    receipts: Receipts, state: LoadState, line_state: str, number: str
) -> None:
    paper = composed(receipts, state)
    (line,) = paper.lines
    assert paper.kind == "part_settled"
    assert (line.state, line.voucher_no, line.load) == (line_state, number, "back")
    assert paper.total_fen == (5000 if number else 0)


def test_cash_that_waits_for_its_number_is_not_said_to_be_back(receipts: Receipts) -> None:
    coming = replace(load("returning"), method="cash")
    outcome = with_load(facts.settled("pay-1", BASKET, "cash"), BASKET, coming)
    (line,) = receipts.compose(PrintReceipt(outcome, BASKET)).lines
    assert (line.state, line.voucher_no, line.load) == ("working", "", "back")


def test_the_digits_take_two_lines_of_large_type(receipts: Receipts) -> None:
    words = convert(load_texts("zh").table("receipt_paper"), ReceiptWords)
    faces = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
    longer = draw_receipt(composed(receipts, "token"), words, faces)
    shorter = draw_receipt(composed(receipts, "loaded"), words, faces)
    assert longer.width == shorter.width == 576
    assert longer.height - shorter.height > 120
