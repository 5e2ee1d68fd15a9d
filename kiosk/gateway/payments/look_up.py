"""What a household owes, as it may be shown: as its biller says or said, masked before it leaves here."""

from collections.abc import Mapping

import msgspec

from kiosk.gateway.parties.adapters import (
    AccountRecord,
    AdapterSilent,
    BillerBill,
    BillerItem,
)
from kiosk.gateway.parties.biller_rules import BillerRules, Standing
from kiosk.gateway.parties.masks import mask_number
from kiosk.gateway.payments import day_limits
from kiosk.gateway.payments.bill_desk import BillDesk, ShownBills
from kiosk.gateway.payments.bill_workings import workings
from kiosk.gateway.payments.household_answers import account_answer, account_id, household_answer
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.payments.last_payments import at_our_kiosks, last_of
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.recharge_cards import recharge_digits
from kiosk.gateway.payments.resolve import Resolver
from kiosk.gateway.payments.sql_payment_rows import claims
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.gateway.steady_time import local_time
from kiosk.wire.bill_details import LastPayment
from kiosk.wire.bills import (
    BillAnswer,
    BillItem,
    BillState,
    LookUpAnswer,
    LookUpRequest,
)
from kiosk.wire.fields import MOST_FEN


class LookUps:
    def __init__(self, parts: Parts, desk: BillDesk, known_bills: KnownBills) -> None:
        self._database = parts.database
        self._known_bills = known_bills
        self._codes = parts.codes
        self._time = parts.time
        self._book = parts.book
        self._desk = desk
        self._recharge_digits = recharge_digits(parts)
        self._resolver = Resolver(parts.book, parts.register)

    def answer(self, request: LookUpRequest, kiosk_id: str = "") -> LookUpAnswer:
        """`kiosk_id` is the one that asks. Raises Refused with one of the look-up codes of the wire."""
        household, accounts = self._resolver.find(request)
        shown = {self._account_id(account): self._bills(account) for account in accounts}
        owed = [(account, bill) for account in accounts for bill in shown[self._account_id(account)].bills]
        known = [self._known(account, bill) for account, bill in owed]
        remembered = self._remembered(known, kiosk_id)
        bills = [
            self._bill_answer(account, bill, entry, remembered)
            for (account, bill), entry in zip(owed, known, strict=True)
        ]
        old = {key: local_time(each.known_ms).isoformat() for key, each in shown.items() if each.old}
        bills = [msgspec.structs.replace(bill, known_at=old.get(bill.account_id)) for bill in bills]
        return LookUpAnswer(
            household=household_answer(self._codes, household),
            accounts=tuple(account_answer(self._codes, account) for account in accounts),
            bills=tuple(sorted(bills, key=lambda bill: (bill.period_from, bill.period_to))),
        )

    def _remembered(self, bills: list[KnownBill], kiosk_id: str) -> "_Remembered":
        """Those never shown before are remembered from now on."""
        ids = [bill.bill_id for bill in bills]
        limited = {str(bill.account_id) for bill in bills if self._book[bill.biller_id].limits.most_fen_a_day}
        known = self._known_bills.of(ids)
        with self._database.reading() as connection:
            claimed = claims(connection, ids)
            today = self._time.now().date().isoformat()
            counted = day_limits.counted(connection, limited, today) if limited else {}
            accounts = {str(bill.account_id) for bill in bills}
            paid = at_our_kiosks(connection, accounts, kiosk_id, self._time.now_ms()) if accounts else {}
        kept = {bill_id for bill_id, bill in known.items() if bill.account_id is not None}
        new = [bill for bill in bills if bill.bill_id not in kept]
        if new:
            self._known_bills.remember(new, self._time.now_ms())
        return _Remembered(claimed, counted, paid)

    def _bills(self, account: AccountRecord) -> ShownBills:
        try:
            return self._desk.bills(account.biller_id, account.number)
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent

    def _known(self, account: AccountRecord, bill: BillerBill) -> KnownBill:
        return KnownBill(
            bill_id=self._codes.opaque("bill", account.biller_id, bill.bill_no),
            biller_id=account.biller_id,
            biller_bill_no=bill.bill_no,
            utility=account.utility,
            account_masked=mask_number(account.number),
            account_id=self._account_id(account),
        )

    def _account_id(self, account: AccountRecord) -> str:
        return account_id(self._codes, account)

    def _bill_answer(
        self,
        account: AccountRecord,
        bill: BillerBill,
        known: KnownBill,
        remembered: "_Remembered",
    ) -> BillAnswer:
        rules, of_account = self._book[account.biller_id], self._account_id(account)
        standing = self._book.standing(account.biller_id, self._time.now())
        claimed = known.bill_id in remembered.claimed
        counted_fen = remembered.counted_fen.get(of_account, 0)
        return BillAnswer(
            bill_id=known.bill_id,
            version=bill.version,
            account_id=of_account,
            utility=account.utility,
            account_masked=known.account_masked,
            period_from=bill.period_from,
            period_to=bill.period_to,
            usage=bill.usage,
            usage_unit=bill.usage_unit,
            due_fen=bill.due_fen,
            late_fee_fen=bill.late_fee_fen,
            biller_name=rules.name,
            state="being_paid" if claimed else _state(rules, standing, bill, counted_fen),
            next_opening=standing.next_opening.isoformat() if standing.next_opening else None,
            recharge_digits=self._recharge_digits.get(account.biller_id),
            takes_on_account=rules.on_account is not None,
            items=tuple(BillItem(item.kind, _name(rules, item), item.fen) for item in bill.items),
            details=workings(bill),
            last_payment=last_of(remembered.paid.get(of_account), bill.received_last),
        )


class _Remembered(msgspec.Struct, frozen=True):
    """Which of the bills are claimed, what came to limited accounts today, and what to each account last."""

    claimed: Mapping[str, str]
    counted_fen: Mapping[str, int]
    paid: Mapping[str, LastPayment]


def _state(rules: BillerRules, standing: Standing, bill: BillerBill, counted_fen: int) -> BillState:
    """A bill is paid whole, so one beyond the biller's limits cannot be paid here at all; beyond what is left
    of the account's day, not today."""
    if standing.state != "open":
        return "biller_paused" if standing.state == "paused" else "biller_closed"
    if bill.due_fen < rules.limits.least_fen:
        return "under_limit"
    a_day_fen = rules.limits.most_fen_a_day or MOST_FEN
    if bill.due_fen > min(rules.limits.most_fen, a_day_fen):
        return "over_limit"
    return "over_day_limit" if counted_fen + bill.due_fen > a_day_fen else "payable"


def _name(rules: BillerRules, item: BillerItem) -> str:
    """A part nobody has a word for yet is shown under the word of "other", or its kind."""
    return rules.items.get(item.kind) or rules.items.get("other") or item.kind
