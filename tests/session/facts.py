"""What the stories are about: one machine, one household and its bills. All of it made up."""

from msgspec.structs import replace

from kiosk.payment.methods import Method
from kiosk.session.household import Account, Basket, Bill, BillItem, Findings, Leg, Outcome
from kiosk.session.rules import CheckDigit, NumberRule, Rules, Service, Utility
from kiosk.session.secret import Secret
from tests.session.form_facts import FORMS

RULES = Rules(
    machine_number="LFL-380-01",
    service_phone="962740",
    utilities=(
        Utility("electricity", "electricity", "electricity", NumberRule(13, CheckDigit((7, 3, 1), 11))),
        Utility("water", "water", "water", NumberRule(10, CheckDigit((9, 7, 3, 1), 10))),
        Utility("gas", "gas", "gas", NumberRule(11, CheckDigit((7, 3, 1), 11)), max_fen=500_000),
    ),
    services=(
        Service("outages", "outages", "outage"),
        Service("managers", "managers", "manager"),
        Service("pay_points", "pay_points", "pay_point"),
        Service("notices", "notices", "notice"),
        Service("buy_electricity", "prepaid", "electricity", ("electricity",)),
        Service("repair", "request", "repair"),
        Service("hazard", "request", "hazard"),
        Service("my_requests", "requests", "receipt"),
        Service("home_visit", "request", "house"),
        Service("joint_transfer", "request", "house"),
        Service("invoice_copy", "request", "bill"),
        Service("gas_card", "meter_card", "ic_card", ("gas",)),
    ),
    forms=FORMS,
)

CASH_RULES = replace(RULES, not_fitted=frozenset())
"""The same machine with a note acceptor."""

HOLDER = "张**"
CARD_NAME = "张秀英"
ADDRESS = "临汾路380弄"

ELECTRICITY_NUMBER = "3102664100017"
ELECTRICITY_MISTYPED = "3102664100071"
BILL_BARCODE = Secret("3102664100017")
WECHAT_CODE = Secret("134567890123450000")
RECHARGE_CODE = Secret("700000001234567895")
ID_NUMBER = Secret("310108194002290011")
CARD_NUMBER = Secret("6217001234567890")

ELECTRICITY = Bill(
    bill_id="bill-electricity",
    version=1,
    account_id="account-electricity",
    utility="electricity",
    account_masked="*********0017",
    period_from="2026-10",
    period_to="2026-10",
    usage="212",
    usage_unit="度",
    due_fen=11230,
    recharge_digits=18,
    takes_on_account=True,
)
WATER = Bill(
    bill_id="bill-water",
    version=1,
    account_id="account-water",
    utility="water",
    account_masked="******5012",
    period_from="2026-09",
    period_to="2026-10",
    usage="21",
    usage_unit="吨",
    due_fen=7245,
    biller="市自来水公司",
    takes_on_account=True,
    items=(BillItem("水费", 4221), BillItem("污水处理费", 3024)),
)
GAS = Bill(
    bill_id="bill-gas",
    version=3,
    account_id="account-gas",
    utility="gas",
    account_masked="*******1234",
    period_from="2025-12",
    period_to="2026-01",
    usage="18",
    usage_unit="立方米",
    due_fen=5400,
    late_fee_fen=120,
)
ALL_BILLS = (ELECTRICITY, WATER, GAS)
ALL_FEN = 23875


def findings(*bills: Bill, accounts: tuple[Account, ...] | None = None) -> Findings:
    """What the gateway says of the household; an account for each bill unless others are given."""
    if accounts is None:
        accounts = tuple(account(bill.account_id, bill.utility, bill.account_masked) for bill in bills)
    return Findings(HOLDER, ADDRESS, accounts, bills)


def account(account_id: str, utility: str, number_masked: str = "****0017") -> Account:
    return Account(account_id, utility, number_masked, ADDRESS)


def settled(payment_id: str, basket: Basket, method: Method = "phone_code") -> Outcome:
    return Outcome(
        kind="settled",
        payment_id=payment_id,
        amount_fen=basket.amount_fen,
        method=method,
        receipt_no="202611200001",
        verification_code="7K4M",
        verification_url="https://pay.example/r/7K4M",
        paid_wall_s=1_795_140_000.0,
        provider="wechat",
        legs=tuple(_leg(bill, "posted") for bill in basket.bills),
    )


def not_charged(payment_id: str, basket: Basket, reason: str, method: Method = "phone_code") -> Outcome:
    return Outcome("not_charged", payment_id, basket.amount_fen, method, reason)


def pending(payment_id: str, basket: Basket, method: Method = "phone_code") -> Outcome:
    return Outcome("pending", payment_id, basket.amount_fen, method, "still_checking")


def part_settled(payment_id: str, basket: Basket) -> Outcome:
    """The first bill was taken by its biller, the money for the others goes back."""
    legs = (_leg(basket.bills[0], "posted"), *(_leg(bill, "returned") for bill in basket.bills[1:]))
    outcome = settled(payment_id, basket)
    return Outcome(
        "part_settled",
        payment_id,
        basket.amount_fen,
        outcome.method,
        receipt_no=outcome.receipt_no,
        verification_url=outcome.verification_url,
        paid_wall_s=outcome.paid_wall_s,
        legs=legs,
    )


def settled_with_notes(
    payment_id: str, basket: Basket, inserted_fen: int, *, voucher: bool = False
) -> Outcome:
    """Bills are paid in full while there is money; the rest goes to the last account, or under a voucher."""
    left_fen, legs = inserted_fen, []
    for bill in basket.bills:
        if bill.due_fen <= left_fen:
            legs.append(_leg(bill, "posted"))
            left_fen -= bill.due_fen
    if left_fen:
        on_account = _leg(basket.bills[-1], "posted")
        state, number = ("voucher", "2026 0007") if voucher else ("posted", "")
        legs.append(replace(on_account, amount_fen=left_fen, kind="account", state=state, voucher_no=number))
    paid = sum(leg.kind == "bill" for leg in legs) == len(basket.bills)
    return replace(
        settled(payment_id, basket, "cash"),
        kind="settled" if paid and not voucher else "part_settled",
        detail="" if paid and not left_fen else "cash_rest_on_account" if paid else "cash_short",
        provider="cash",
        legs=tuple(legs),
        inserted_fen=inserted_fen,
    )


def unpaid_with_notes(
    payment_id: str, basket: Basket, inserted_fen: int, *, voucher: bool = False
) -> Outcome:
    """The notes reach no bill: all of them goes to an account, or under a voucher."""
    ended = settled_with_notes(payment_id, basket, inserted_fen, voucher=voucher)
    missed = tuple(replace(_leg(bill, "posted"), state="not_charged") for bill in basket.bills)
    rest = replace(ended.legs[-1], amount_fen=inserted_fen)
    return replace(ended, kind="part_settled", detail="cash_short", legs=(*missed, rest))


def settled_with_recharge_card(
    payment_id: str, basket: Basket, face_fen: int, *, voucher: bool = False
) -> Outcome:
    """All bills, and the rest on the last account; or, as a voucher, nothing but the voucher."""
    last = _leg(basket.bills[-1], "posted")
    if voucher:
        owed = replace(last, amount_fen=face_fen, kind="account", state="voucher", voucher_no="2026 0008")
        legs: tuple[Leg, ...] = (owed,)
    else:
        legs = tuple(_leg(bill, "posted") for bill in basket.bills)
        rest_fen = face_fen - basket.amount_fen
        legs += (replace(last, amount_fen=rest_fen, kind="account"),) if rest_fen else ()
    return replace(
        settled(payment_id, basket, "recharge_card"),
        kind="part_settled" if voucher else "settled",
        provider="recharge_card",
        legs=legs,
        face_fen=face_fen,
    )


def _leg(bill: Bill, state: str) -> Leg:
    return Leg(
        bill.utility,
        bill.account_masked,
        bill.period_from,
        bill.period_to,
        bill.due_fen,
        "posted" if state == "posted" else "returned",
        bill_id=bill.bill_id,
    )


def basket(*bills: Bill) -> Basket:
    return Basket(HOLDER, ADDRESS, bills)
