"""The paper of an outcome: what stands on it, that it adds up, and that its failure is told."""

import pytest
from msgspec.structs import replace
from PIL import Image

from kiosk.payment.amount import digits
from kiosk.receipt.document import Receipt, ReceiptWords
from kiosk.receipt.drawing import draw_receipt
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.copies import Copies
from kiosk.runtime.journal import Journal
from kiosk.runtime.receipts import Receipts
from kiosk.session.effects import PrintReceipt
from kiosk.session.events import Event, ReceiptFailed
from kiosk.session.household import Outcome
from kiosk.session.rules import Rules
from kiosk.texts import Texts, load_texts
from tests.receipt.fonts import FACES
from tests.runtime.counter import BASKET
from tests.session import facts

PAYMENT = "0193abcd-12ef-7000-8000-000000000001"


class FakePrinter:
    def __init__(self) -> None:
        self.printed: list[str] = []

    def print_image(self, job_id: str, image: Image.Image) -> None:
        self.printed.append(job_id)


class Desk:
    """The receipts of one machine; `drawn` is every receipt that was drawn, with its words."""

    def __init__(
        self,
        journal: Journal,
        clock: FakeClock,
        told: list[Event],
        *,
        printer: FakePrinter | None,
        rules: Rules = facts.RULES,
        copies: Copies | None = None,
    ) -> None:
        self.drawn: list[tuple[Receipt, ReceiptWords]] = []
        self.texts = load_texts("zh")
        self.receipts = Receipts(printer, self._draw, self.texts, rules, journal, clock, told.append, copies)

    def _draw(self, receipt: Receipt, words: ReceiptWords) -> Image.Image:
        self.drawn.append((receipt, words))
        return Image.new("1", (576, 10))

    def print_receipt(self, outcome: Outcome) -> None:
        self.receipts.print_receipt(PrintReceipt(outcome, BASKET))
        self.receipts.worker.run_pending()

    def compose(self, outcome: Outcome) -> Receipt:
        return self.receipts.compose(PrintReceipt(outcome, BASKET))


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def desk(journal: Journal, clock: FakeClock, told: list[Event], printer: FakePrinter) -> Desk:
    return Desk(journal, clock, told, printer=printer)


@pytest.fixture
def texts(desk: Desk) -> Texts:
    return desk.texts


SETTLED = facts.settled(PAYMENT, BASKET)
PART_SETTLED = facts.part_settled(PAYMENT, BASKET)
PENDING = facts.pending(PAYMENT, BASKET)
NOT_CHARGED = facts.not_charged(PAYMENT, BASKET, "declined_funds")
WITH_REST = facts.settled_with_notes(PAYMENT, BASKET, 25000)
WITH_VOUCHER = facts.settled_with_notes(PAYMENT, BASKET, 20000, voucher=True)
BY_RECHARGE_CARD = facts.settled_with_recharge_card(PAYMENT, BASKET, 50000)
BY_RECHARGE_CARD_OWED = facts.settled_with_recharge_card(PAYMENT, BASKET, 50000, voucher=True)
WITH_NOTES_UNKNOWN = replace(facts.pending(PAYMENT, BASKET, "cash"), inserted_fen=10000)
EVERY_OUTCOME = [
    SETTLED,
    PART_SETTLED,
    PENDING,
    NOT_CHARGED,
    WITH_REST,
    WITH_VOUCHER,
    WITH_NOTES_UNKNOWN,
    BY_RECHARGE_CARD,
    BY_RECHARGE_CARD_OWED,
]


def test_a_settled_payment_has_a_line_for_each_bill_and_the_sum_in_digits_and_capitals(
    desk: Desk, texts: Texts
) -> None:
    receipt = desk.compose(SETTLED)
    assert receipt.kind == "settled"
    assert [(line.amount_fen, line.state) for line in receipt.lines] == [
        (11230, "posted"),
        (7245, "posted"),
        (5400, "posted"),
    ]
    assert [line.utility for line in receipt.lines] == [
        texts[f"utility.{b.utility}.bill"] for b in facts.ALL_BILLS
    ]
    assert (receipt.total_fen, receipt.total_capitals) == (facts.ALL_FEN, texts.capitals.money(facts.ALL_FEN))
    assert (receipt.serial_no, receipt.reference) == ("202611200001", "")
    assert (receipt.verification_url, receipt.verification_code) == ("https://pay.example/r/7K4M", "7K4M")
    assert (receipt.machine_no, receipt.service_phone) == ("LFL-380-01", "962740")
    assert receipt.method == texts["provider.wechat"]


def test_the_moment_on_the_paper_is_when_the_money_was_taken_in_the_kiosks_own_zone(desk: Desk) -> None:
    assert desk.compose(SETTLED).paid_at == "2026-11-20 10:00:00"
    unknown = replace(SETTLED, paid_wall_s=0.0)
    assert desk.compose(unknown).paid_at == "2026-11-21 17:41:00", "unknown, it is the moment of printing"


def test_a_part_settled_payment_sums_up_what_was_posted_and_says_what_goes_back(desk: Desk) -> None:
    receipt = desk.compose(PART_SETTLED)
    assert [line.state for line in receipt.lines] == ["posted", "returned", "returned"]
    assert receipt.total_fen == 11230


def test_a_bill_that_the_notes_did_not_reach_is_called_unpaid_not_returned(desk: Desk, texts: Texts) -> None:
    unpaid = facts.unpaid_with_notes(PAYMENT, BASKET, 10000)
    receipt = desk.compose(unpaid)
    ended = {(line.kind, line.state) for line in receipt.lines}
    assert ended == {("bill", "not_charged"), ("account", "posted")}
    assert (receipt.total_fen, receipt.none_paid) == (10000, True)
    assert not desk.compose(PART_SETTLED).none_paid


def test_a_rest_that_nobody_takes_is_fetched_at_the_counter_and_no_bill(desk: Desk, texts: Texts) -> None:
    voucher = facts.unpaid_with_notes(PAYMENT, BASKET, 10000, voucher=True)
    line = desk.compose(voucher).lines[-1]
    assert (line.utility, line.period, line.amount_fen) == (texts["leg.voucher"], "", 10000)
    assert line.voucher_no


def test_banknotes_are_summed_up_with_what_went_to_the_account(desk: Desk, texts: Texts) -> None:
    receipt = desk.compose(WITH_REST)
    assert (receipt.kind, receipt.total_fen, receipt.inserted) == ("settled", 25000, "¥250.00")
    *bills, rest = receipt.lines
    assert [line.amount_fen for line in bills] == [bill.due_fen for bill in facts.ALL_BILLS]
    assert (rest.utility, rest.period, rest.amount_fen) == ("燃气费存进户头", "", 25000 - facts.ALL_FEN)
    assert receipt.method == texts["provider.cash"]


def test_a_voucher_stands_on_the_paper_with_its_number(desk: Desk) -> None:
    receipt = desk.compose(WITH_VOUCHER)
    owed = receipt.lines[-1]
    assert (owed.state, owed.voucher_no) == ("voucher", "2026 0007")
    assert receipt.total_fen == 20000, "all that was put in"


def test_notes_of_a_payment_being_checked_are_on_the_paper(desk: Desk) -> None:
    receipt = desk.compose(WITH_NOTES_UNKNOWN)
    assert (receipt.kind, receipt.inserted, receipt.money_received) == ("pending", "¥100.00", False)
    assert receipt.reference


def test_a_payment_being_checked_claims_nothing_and_gives_a_reference_to_ask_about(desk: Desk) -> None:
    receipt = desk.compose(PENDING)
    assert (receipt.kind, receipt.money_received) == ("pending", False)
    assert [line.state for line in receipt.lines] == ["working"] * 3
    assert (receipt.serial_no, receipt.verification_url) == ("", "")
    assert receipt.reference == "0193 ABCD 12EF"


def test_a_payment_not_charged_says_no_money_was_received(desk: Desk) -> None:
    receipt = desk.compose(NOT_CHARGED)
    assert (receipt.kind, receipt.money_received, receipt.verification_url) == ("not_charged", False, "")
    assert {line.state for line in receipt.lines} == {"not_charged"}


def test_a_recharge_card_is_on_the_paper_with_all_that_it_was_worth(desk: Desk, texts: Texts) -> None:
    receipt = desk.compose(BY_RECHARGE_CARD)
    assert (receipt.method, receipt.face, receipt.inserted) == ("电费充值卡", "¥500.00", "")
    assert receipt.total_fen == 50000
    rest = receipt.lines[-1]
    assert (rest.utility, rest.amount_fen) == ("燃气费存进户头", 50000 - BASKET.amount_fen)
    owed = desk.compose(BY_RECHARGE_CARD_OWED)
    assert (owed.lines[0].state, owed.lines[0].voucher_no) == ("voucher", "2026 0008")
    assert desk.compose(facts.not_charged(PAYMENT, BASKET, "recharge_used", "recharge_card")).face == ""


@pytest.mark.parametrize("reason", ["late_success_returned", "posting_failed"])
def test_money_that_was_taken_and_given_back_is_called_returned(desk: Desk, reason: str) -> None:
    receipt = desk.compose(facts.not_charged(PAYMENT, BASKET, reason))
    assert {line.state for line in receipt.lines} == {"returned"}


@pytest.mark.parametrize("outcome", EVERY_OUTCOME, ids=lambda outcome: outcome.kind)
def test_every_paper_adds_up_and_names_no_holder_and_no_whole_number(desk: Desk, outcome: Outcome) -> None:
    by_card = replace(outcome, method="bank_card", provider="card", card_last4="0017")
    for paid in (outcome, by_card):
        receipt = desk.compose(paid)
        received = {"posted", "voucher"}
        counted = [line for line in receipt.lines if receipt.kind != "part_settled" or line.state in received]
        assert sum(line.amount_fen for line in counted) == receipt.total_fen
        shown = repr(receipt)
        for personal in (facts.HOLDER, facts.ADDRESS, facts.ELECTRICITY_NUMBER, facts.WECHAT_CODE.value):
            assert personal not in shown
    assert desk.compose(by_card).payer_card_masked == "**** 0017"


@pytest.mark.parametrize("outcome", EVERY_OUTCOME, ids=lambda outcome: outcome.kind)
def test_every_paper_can_be_drawn(desk: Desk, outcome: Outcome) -> None:
    desk.print_receipt(outcome)
    receipt, words = desk.drawn[0]
    assert draw_receipt(receipt, words, FACES).width == 576


def test_the_words_on_the_paper_are_all_in_the_texts(desk: Desk, texts: Texts) -> None:
    desk.print_receipt(SETTLED)
    _, words = desk.drawn[0]
    assert {name: getattr(words, name) for name in ReceiptWords.__struct_fields__} == texts.table(
        "receipt_paper"
    )


def test_the_words_promise_no_sum_of_their_own(texts: Texts) -> None:
    assert not [
        words for words in texts.table("receipt_paper").values() if "¥" in words or digits(100) in words
    ]


def test_printing_is_written_down_before_the_paper_moves_and_its_end_after(
    desk: Desk, journal: Journal, printer: FakePrinter
) -> None:
    desk.print_receipt(SETTLED)
    assert printer.printed == [PAYMENT]
    assert journal.history(PAYMENT) == ("printing",)
    desk.receipts.printed(PAYMENT)
    desk.receipts.worker.run_pending()
    assert journal.history(PAYMENT) == ("printing", "printed")


def test_without_a_printer_the_failure_is_told_at_once(
    journal: Journal, clock: FakeClock, told: list[Event]
) -> None:
    desk = Desk(journal, clock, told, printer=None)
    desk.print_receipt(SETTLED)
    assert told == [ReceiptFailed(PAYMENT, "printer_off")]
    assert journal.history(PAYMENT) == ()


def test_paper_that_cannot_be_written_down_is_not_started(
    desk: Desk, journal: Journal, told: list[Event], printer: FakePrinter
) -> None:
    journal.close()
    desk.print_receipt(SETTLED)
    assert told == [ReceiptFailed(PAYMENT, "printer_off")]
    assert printer.printed == []


def test_paper_that_would_not_add_up_is_never_printed_and_its_failure_is_told(
    desk: Desk, told: list[Event], printer: FakePrinter
) -> None:
    desk.print_receipt(replace(SETTLED, amount_fen=1))
    assert told == [ReceiptFailed(PAYMENT, "printer_off")]
    assert printer.printed == []


def test_a_late_word_that_the_paper_came_out_does_not_disturb_a_closed_journal(
    desk: Desk, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    journal.close()
    desk.receipts.printed(PAYMENT)
    desk.receipts.worker.run_pending()
    assert "the journal failed" in caplog.text


def test_a_provider_without_a_word_is_called_by_its_method(desk: Desk, texts: Texts) -> None:
    receipt = desk.compose(replace(SETTLED, provider="new_wallet"))
    assert receipt.method == texts["method.phone_code.label"]
