"""What was bought for a meter, on its receipt: there, on its way, as digits, or as money that goes back."""

from typing import Literal

import pytest
from msgspec import convert
from msgspec.structs import replace

from kiosk.receipt.document import Receipt, ReceiptWords
from kiosk.receipt.drawing import draw_receipt
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Journal
from kiosk.runtime.receipts import Receipts
from kiosk.session.bought import with_load
from kiosk.session.effects import PrintReceipt
from kiosk.session.events import Event
from kiosk.session.household import Leg
from kiosk.session.loads import LoadState
from kiosk.session.menus import told_again_behind
from kiosk.session.meters import basket_of
from kiosk.session.rules import Service
from kiosk.texts import load_texts
from tests.receipt.fonts import FACES
from tests.session import facts
from tests.session.prepaid import METER, TOKEN, load

BASKET = basket_of(METER, 5000)
BUYS_POWER = Service("buy_electricity", "prepaid", "electricity", ("electricity",))
BUYS_WATER = Service("buy_water", "prepaid", "water", ("water",))
READS_METERS = Service("meter_balance", "balance", "clock")
READS_CARDS = Service("electricity_card", "meter_card", "ic_card", ("electricity",))
WORDS = convert(load_texts("zh").table("receipt_paper"), ReceiptWords)


@pytest.fixture
def receipts(journal: Journal, clock: FakeClock, told: list[Event]) -> Receipts:
    def nothing(*_: object) -> object:
        raise AssertionError("nothing is printed here")

    return Receipts(None, nothing, load_texts("zh"), facts.RULES, journal, clock, told.append)  # type: ignore[arg-type]  # never drawn


def composed(receipts: Receipts, state: LoadState) -> Receipt:
    outcome = with_load(facts.settled("pay-1", BASKET), BASKET, load(state))
    return receipts.compose(PrintReceipt(outcome, BASKET))


def in_cash(receipts: Receipts, state: LoadState) -> Receipt:
    paid = replace(facts.settled("pay-1", BASKET, "cash"), inserted_fen=5000)
    outcome = with_load(paid, BASKET, replace(load(state), method="cash"))
    return receipts.compose(PrintReceipt(outcome, BASKET))


def from_the_list(receipts: Receipts, *, fetched: bool = False) -> Receipt:
    """A copy of a voucher's receipt, which never bears its number."""
    paper = in_cash(receipts, "voucher")
    lines = tuple(replace(line, voucher_no="", fetched=fetched) for line in paper.lines)
    return replace(paper, lines=lines, copy=True)


def words_on(paper: Receipt) -> set[str]:
    """The names of the words without which the paper would look otherwise."""

    def drawn(**other: str) -> bytes:
        return draw_receipt(paper, replace(WORDS, **other), FACES).tobytes()

    whole = drawn()
    names = [name for name in ReceiptWords.__struct_fields__ if name.startswith(("advice_", "line_"))]
    return {name for name in names if drawn(**{name: "?"}) != whole}


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
    (line,) = in_cash(receipts, "returning").lines
    assert (line.state, line.voucher_no, line.load) == ("working", "", "back")


def test_the_paper_says_where_the_money_is_of_what_never_got_there(receipts: Receipts) -> None:
    assert words_on(in_cash(receipts, "voucher")) == {"advice_voucher", "line_voucher"}
    number_comes = {"advice_number_comes", "line_voucher", "line_no_number_yet"}
    assert words_on(in_cash(receipts, "returning")) == number_comes
    assert words_on(from_the_list(receipts, fetched=True)) == {"advice_fetched", "line_fetched"}
    goes_back = {"advice_part_settled", "line_returned"}
    assert words_on(composed(receipts, "returning")) == words_on(composed(receipts, "returned")) == goes_back


@pytest.mark.parametrize("kind", ["bill", "account"])
def test_a_bill_whose_voucher_has_been_fetched_sends_nobody_to_the_counter_again(
    receipts: Receipts, kind: Literal["bill", "account"]
) -> None:
    leg = Leg("gas", "****1234", "", "", 5000, "voucher", kind=kind, fetched=True)
    paid = replace(
        facts.settled("pay-1", BASKET, "cash"), kind="part_settled", inserted_fen=5000, legs=(leg,)
    )
    paper = receipts.compose(PrintReceipt(paid, BASKET, copy=True))
    assert words_on(paper) == {"advice_fetched", "line_fetched"}
    waits = replace(paper, lines=tuple(replace(line, fetched=False) for line in paper.lines))
    assert "advice_by_notes" in words_on(waits)


# -- what is money stands on no copy ----------------------------------------------------------------


def test_a_copy_says_where_a_vouchers_number_can_be_had_that_was_on_no_paper(receipts: Receipts) -> None:
    """The first one may have been printed before there was a number, or never."""
    paper = from_the_list(receipts)
    assert words_on(paper) == {"advice_voucher", "line_voucher", "line_first", "line_look_again"}
    assert [line.told_at for line in paper.lines] == ["买电"]


def test_so_does_a_copy_without_the_digits(receipts: Receipts) -> None:
    paper = composed(receipts, "token")
    copy = replace(paper, lines=tuple(replace(line, token="") for line in paper.lines), copy=True)
    assert words_on(copy) == {"line_token", "line_first", "line_look_again"}
    assert words_on(paper) == {"line_token"}


def test_what_nothing_at_this_machine_tells_again_is_asked_by_telephone(receipts: Receipts) -> None:
    paper = from_the_list(receipts)
    nowhere = replace(paper, lines=tuple(replace(line, told_at="") for line in paper.lines))
    assert words_on(nowhere) == {"advice_voucher", "line_voucher", "line_first", "line_ask"}


@pytest.mark.parametrize(
    ("services", "behind"),
    [
        ((BUYS_WATER, READS_METERS, BUYS_POWER), BUYS_POWER),
        ((BUYS_WATER, READS_METERS), READS_METERS),
        ((BUYS_WATER, READS_CARDS), None),
    ],
)
def test_the_tile_that_is_named_is_one_of_this_machine(
    services: tuple[Service, ...], behind: Service | None
) -> None:
    """Not another utility's, nor one that wants the card, which may be lost."""
    assert told_again_behind(replace(facts.RULES, services=services), "electricity") == behind


def test_the_digits_take_two_lines_of_large_type(receipts: Receipts) -> None:
    longer = draw_receipt(composed(receipts, "token"), WORDS, FACES)
    shorter = draw_receipt(composed(receipts, "loaded"), WORDS, FACES)
    assert longer.width == shorter.width == 576
    assert longer.height - shorter.height > 120
