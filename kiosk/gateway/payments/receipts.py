"""Verification of a printed receipt: the same figures as on the paper, for machines and as a small page.

Shows nothing about the person, and nothing at all without the code on the paper.
"""

import hmac
from html import escape
from importlib import resources
from string import Template

from kiosk.gateway.payments.answers import receipt_answer
from kiosk.gateway.payments.cash_facts import cash_facts
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.sql_payment_rows import load
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql import record_store
from kiosk.payment.legs import LegState
from kiosk.payment.saga_state import Payment
from kiosk.wire.load_words import GIVEN_BACK
from kiosk.wire.payments import ReceiptAnswer


class Receipts:
    def __init__(self, parts: Parts) -> None:
        self._database = parts.database
        self._book = parts.book
        self._demonstration = parts.settings.demonstration

    def verify(self, receipt_no: str, code: str) -> ReceiptAnswer:
        """Raises Refused alike for an unknown number and a wrong code."""
        return self._verified(receipt_no, code)[0]

    def page(self, receipt_no: str, code: str) -> tuple[int, str]:
        """HTTP status and HTML."""
        try:
            answer, payment = self._verified(receipt_no, code)
        except Refused:
            return 404, _template("receipt_unknown.html").substitute()
        told = zip(payment.legs, answer.legs, strict=True)
        posted = [leg for leg, each in told if leg.state is LegState.POSTED and each.load not in GIVEN_BACK]
        rows = "".join(
            _template(f"receipt_{leg.kind}.html").substitute(
                biller=escape(self._book[leg.biller_id].name), amount=_yuan(leg.amount_fen)
            )
            for leg in posted
        )
        return 200, _template("receipt.html").substitute(
            receipt_no=escape(answer.receipt_no),
            paid_at=escape(answer.paid_at[:19].replace("T", " ")),
            amount=_yuan(answer.amount_fen),
            heading=_template("receipt_received.html" if posted else "receipt_given_back.html").substitute(),
            rows=rows,
            vouchers=_vouchers(answer),
            mark=_template("demonstration_mark.html").substitute() if self._demonstration else "",
        )

    def _verified(self, receipt_no: str, code: str) -> tuple[ReceiptAnswer, Payment]:
        with self._database.reading() as connection:
            receipt = record_store.receipt_by_number(connection, receipt_no)
            stored = load(connection, receipt.payment_id) if receipt else None
        if receipt is None or stored is None:
            raise Refused("receipt_unknown")
        if not hmac.compare_digest(receipt.verification_code.encode(), code.encode()):
            raise Refused("receipt_unknown")
        facts = cash_facts(self._database, stored.payment)
        return receipt_answer(stored.payment, receipt, facts), stored.payment


def _vouchers(answer: ReceiptAnswer) -> str:
    """Below the sum: the money is owed to the payer, not with a biller."""
    template = _template("receipt_voucher.html")
    return "".join(
        template.substitute(voucher_no=escape(leg.voucher_no), amount=_yuan(leg.amount_fen))
        for leg in answer.legs
        if leg.voucher_no
    )


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _template(name: str) -> Template:
    return Template(resources.files("kiosk.gateway").joinpath("pages", name).read_text("utf-8"))
