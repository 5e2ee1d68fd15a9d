"""Makes the paper of an outcome: values and words into a drawing, the drawing to the printer."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
from PIL.Image import Image

from kiosk.payment.amount import digits
from kiosk.receipt.document import LineLoad, LineState, Receipt, ReceiptItem, ReceiptLine, ReceiptWords
from kiosk.receipt.together import one_below_another
from kiosk.runtime.clock import Clock
from kiosk.runtime.copies import UNCOUNTED, Copies
from kiosk.runtime.devices import Printer
from kiosk.runtime.journal import Journal, JournalFailed, Kind
from kiosk.runtime.workers import Worker
from kiosk.session import problems
from kiosk.session.bill_parts import BillPart, parts_of
from kiosk.session.effects import PrintReceipt, is_copy, is_slip
from kiosk.session.events import Event, ReceiptFailed
from kiosk.session.household import Bill, Leg, Outcome, Problem, where_it_went
from kiosk.session.loads import GIVEN_BACK, Load
from kiosk.session.menus import told_again_behind
from kiosk.session.numbers import payment_reference
from kiosk.session.rules import Rules
from kiosk.session.show_parts import period
from kiosk.session.view import text
from kiosk.texts import Texts

_log = logging.getLogger(__name__)

MOST_ITEMS, MOST_ITEMS_OF_A_BILL, FEWEST_ITEMS = 12, 4, 2
"""Lines of items on one receipt, 7 mm each, and of each of its bills: the more bills, the fewer."""

LONGEST_ITEM_NAME = 8
"""Characters that leave room for the sum on the same line."""


class Receipts:
    """`print_receipt` returns at once; what became of it comes as an event from the printer's driver."""

    def __init__(
        self,
        printer: Printer | None,
        draw: Callable[[Receipt, ReceiptWords], Image],
        texts: Texts,
        rules: Rules,
        journal: Journal,
        clock: Clock,
        post: Callable[[Event], None],
        copies: Copies | None = None,
    ) -> None:
        """`copies` counts those that residents ask for; without it they get none."""
        self._printer = printer
        self._copies = copies
        self._draw = draw
        self._texts = texts
        self._rules = rules
        self._journal = journal
        self._clock = clock
        self._post = post
        self._words = msgspec.convert(texts.table("receipt_paper"), ReceiptWords)
        self._with: dict[str, tuple[str, ...]] = {}
        """By the id of a paper, the earlier payments on it; known to the worker's thread alone."""
        self.worker = Worker("receipts", clock)

    def print_receipt(self, effect: PrintReceipt) -> None:
        self.worker.submit(lambda: self._print(effect), failed=lambda: self._failed(effect.job))

    def _print(self, effect: PrintReceipt) -> None:
        if self._printer is None:
            self._failed(effect.job)
            return
        image = one_below_another([self._draw(each, self._words) for each in self.compose_all(effect)])
        uncounted = self._uncounted(effect)
        if uncounted:
            self._post(ReceiptFailed(effect.job, uncounted))
            return
        if effect.copy:
            _log.warning("the receipt of payment %s is copied", effect.outcome.payment_id)
        if effect.copy or self._begun(effect):
            self._printer.print_image(effect.job, image)
        else:
            self._failed(effect.job)

    def _uncounted(self, effect: PrintReceipt) -> Problem:
        if self._copies is not None:
            return self._copies.count(effect)
        return "" if effect.shown is None else UNCOUNTED

    def _begun(self, effect: PrintReceipt) -> bool:
        """Whether it is on the disk of every payment on the paper that its printing has begun."""
        earlier = tuple(paid.outcome.payment_id for paid in effect.earlier)
        self._with[effect.job] = earlier
        return all(self._write(payment_id, "printing") for payment_id in (*earlier, effect.job))

    def printed(self, job: str) -> None:
        """The printer confirms that the paper came out; from any thread. Of a first paper the job is its
        payment's id. Copies are not written down in the journal, nor slips."""
        copies = self._copies
        if is_copy(job):
            if copies is not None:
                self.worker.submit(lambda: copies.out(job))
        elif not is_slip(job):
            self.worker.submit(lambda: self._printed(job))

    def _printed(self, payment_id: str) -> None:
        for each in (*self._with.pop(payment_id, ()), payment_id):
            self._write(each, "printed")

    def _failed(self, payment_id: str) -> None:
        self._post(ReceiptFailed(payment_id, "printer_off"))

    def _write(self, payment_id: str, kind: Kind) -> bool:
        """Whether the entry is on the disk. Paper whose printing is not written down must not be started."""
        try:
            self._journal.write(payment_id, kind, self._clock.wall_s())
        except JournalFailed as error:
            _log.error("the journal failed: %s", error)
            return False
        return True

    def compose_all(self, effect: PrintReceipt) -> tuple[Receipt, ...]:
        """In the order in which it was paid."""
        earlier = (PrintReceipt(paid.outcome, paid.basket, effect.copy) for paid in effect.earlier)
        return tuple(map(self.compose, (*earlier, effect)))

    def compose(self, effect: PrintReceipt) -> Receipt:
        outcome = effect.outcome
        total_fen = _received_fen(outcome)
        return Receipt(
            kind=outcome.kind,
            lines=self._lines(effect),
            total_fen=total_fen,
            total_capitals=self._texts.capitals.money(total_fen),
            machine_no=self._rules.machine_number,
            service_phone=self._rules.service_phone,
            paid_at=self._moment(outcome.paid_wall_s or self._clock.wall_s()),
            method=self._method(outcome),
            payer_card_masked=f"**** {outcome.card_last4}" if outcome.card_last4 else "",
            serial_no=outcome.receipt_no,
            verification_url=outcome.verification_url,
            verification_code=outcome.verification_code,
            reference="" if outcome.receipt_no else payment_reference(outcome.payment_id),
            mark=self._texts["frame.demonstration_paper"] if self._rules.demonstration else "",
            copy=effect.copy,
            inserted=digits(outcome.inserted_fen) if outcome.inserted_fen else "",
            face=digits(outcome.face_fen) if outcome.face_fen and outcome.legs else "",
        )

    def _lines(self, effect: PrintReceipt) -> tuple[ReceiptLine, ...]:
        """A payment that was charged tells each part's end; of any other only the bills are known."""
        outcome, bills = effect.outcome, effect.basket.bills
        if not outcome.legs:
            return tuple(self._line(bill, bill.due_fen, _unsplit(outcome)) for bill in bills)
        most = min(MOST_ITEMS_OF_A_BILL, MOST_ITEMS // len(outcome.legs))
        return tuple(
            msgspec.structs.replace(self._part(leg), items=self._items(leg, bills, most))
            for leg in outcome.legs
        )

    def _items(self, leg: Leg, bills: tuple[Bill, ...], most: int) -> tuple[ReceiptItem, ...]:
        """Of a bill that was paid; none where they would only say its sum again, or take too much paper."""
        paid = [bill for bill in bills if (bill.bill_id, bill.due_fen) == (leg.bill_id, leg.amount_fen)]
        if not paid or most < FEWEST_ITEMS or where_it_went(leg) != "bill":
            return ()
        parts = parts_of(paid[0], most)
        return tuple(self._item(part) for part in parts) if len(parts) > 1 else ()

    def _item(self, part: BillPart) -> ReceiptItem:
        name = part.name or self._texts[f"bill.{part.kind}"]
        return ReceiptItem(name[:LONGEST_ITEM_NAME], part.amount_fen, beside=part.kind != "of_it_late")

    def _part(self, leg: Leg) -> ReceiptLine:
        bill = self._line(leg, leg.amount_fen, leg.state)
        line = msgspec.structs.replace(bill, voucher_no=leg.voucher_no, fetched=leg.fetched, kind=leg.kind)
        if leg.load is not None:
            return self._loaded(line, leg.load)
        match where_it_went(leg):
            case "account":
                said = self._texts.resolve(text("leg.on_account", what=line.utility))
            case "voucher" if leg.kind == "account":
                said = self._texts["leg.voucher"]
            case _:
                return line
        return msgspec.structs.replace(line, utility=said, period="")

    def _loaded(self, line: ReceiptLine, load: Load) -> ReceiptLine:
        bought = msgspec.structs.replace(line, utility=self._texts[f"prepaid.{load.utility}.buy"])
        by_card = load.way == "card"
        how: LineLoad = "card_waits" if by_card else "loading"
        if load.state in GIVEN_BACK:
            how = "back"
        elif load.state == "loaded":
            how = "on_card" if by_card else "loaded"
        elif load.state == "token":
            how = "token"
        behind = told_again_behind(self._rules, load.utility)
        tile = self._texts[f"service.{behind.name}.label"] if behind else ""
        return msgspec.structs.replace(bought, load=how, token=load.token, told_at=tile)

    def _line(self, of: Leg | Bill, amount_fen: int, state: LineState) -> ReceiptLine:
        return ReceiptLine(
            utility=self._texts[f"utility.{of.utility}.bill"],
            period=self._texts.resolve(period(of)) if of.period_from else "",
            account_masked=of.account_masked,
            amount_fen=amount_fen,
            state=state,
        )

    def _method(self, outcome: Outcome) -> str:
        """By whom it was paid; a provider the kiosk has no word for is called by its method."""
        key = f"provider.{outcome.provider}"
        return self._texts[key if key in self._texts else f"method.{outcome.method}.label"]

    def _moment(self, wall_s: float) -> str:
        at = datetime.fromtimestamp(wall_s, UTC) + timedelta(seconds=self._rules.utc_offset_s)
        return at.strftime("%Y-%m-%d %H:%M:%S")


def _received_fen(outcome: Outcome) -> int:
    """By banknotes or recharge card, all that has its line; else the sum asked, or what of it was posted."""
    received = sum(leg.amount_fen for leg in outcome.legs if leg.state in {"posted", "voucher"})
    spent = (outcome.inserted_fen or outcome.face_fen) > 0 and outcome.kind == "settled"
    return received if spent or outcome.kind == "part_settled" else outcome.amount_fen


def _unsplit(outcome: Outcome) -> LineState:
    if outcome.kind != "not_charged":
        return "working"
    return "returned" if outcome.detail in problems.RETURNED else "not_charged"
