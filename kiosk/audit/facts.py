"""Whose bills the audit pays: invented households from household.toml, and how payments of theirs end."""

import tomllib
from functools import cache
from math import ceil
from pathlib import Path

from msgspec import Struct, convert
from msgspec.structs import replace

from kiosk.payment.methods import Method
from kiosk.session.bill_details import BillDetails, LastPaid, LateTerms, Readings, Tier
from kiosk.session.household import Account, Basket, Bill, BillItem, Findings, Leg, LocalTime, Outcome
from kiosk.session.secret import Secret

LONGER = 1.3
"""VIS-6: what fits must fit with three tenths more."""

BILL_CODE = Secret("3102664100017")
NUMBER, MISTYPED = "3102664100017", "3102664100071"
PAY_CODE = Secret("134567890123450000")
RECHARGE_CODE = Secret("991200000000000005")
ID_NUMBER = Secret("310108194002290011")
CARD_NUMBER = Secret("6217001234567890")
ID_MASKED, CARD_MASKED = "310***********0011", "************7890"
PAID_WALL_S = 1_795_140_000.0


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What a household's data says in its own words."""

    holder: str
    address: str
    biller: str
    items: tuple[str, ...]
    units: tuple[str, str, str]
    opening: LocalTime
    street: str
    person: str
    hours: str
    notice: tuple[str, str]


@cache
def _words() -> dict[str, Words]:
    table = tomllib.loads(Path(__file__).with_name("household.toml").read_text(encoding="utf-8"))
    return convert(table, dict[str, Words])


def plain() -> Words:
    return _words()["plain"]


def longest() -> Words:
    """The longest there are, and three tenths more."""
    words = _words()["long"]
    return replace(
        words,
        holder=_longer(words.holder, at=2),
        address=_longer(words.address),
        biller=_longer(words.biller),
        street=_longer(words.street),
        items=tuple(map(_longer, words.items)),
    )


def _longer(said: str, at: int | None = None) -> str:
    """Of the same signs: from `at` on, or else from the beginning, some are said twice."""
    more = ceil(len(said) * LONGER) - len(said)
    if at is None:
        return said[:more] + said
    return said[:at] + said[at] * more + said[at:]


def bills(words: Words) -> tuple[Bill, Bill, Bill]:
    """Of electricity, water and gas; water is told item by item."""
    long = words.holder != plain().holder
    items = _items(words, 398_745 if long else 7245)
    electricity = Bill(
        "bill-electricity",
        1,
        "account-electricity",
        "electricity",
        "310******0017",
        "2026-10",
        "2026-10",
        "12345" if long else "212",
        words.units[0],
        412_380 if long else 11230,
        recharge_digits=18,
        takes_on_account=True,
    )
    water = replace(
        electricity,
        bill_id="bill-water",
        account_id="account-water",
        utility="water",
        account_masked="021***5012",
        period_from="2025-12" if long else "2026-09",
        usage="21",
        usage_unit=words.units[1],
        due_fen=sum(item.amount_fen for item in items),
        biller=words.biller,
        items=items,
        recharge_digits=0,
    )
    gas = replace(
        water,
        bill_id="bill-gas",
        account_id="account-gas",
        utility="gas",
        account_masked="903****1234",
        period_from="2025-12",
        period_to="2026-01",
        usage="18",
        usage_unit=words.units[2],
        due_fen=5400,
        late_fee_fen=120,
        items=(),
        takes_on_account=False,
        details=_worked_out(long),
        last_paid=LastPaid(2025, 12, 28, 398_745 if long else 5120, "other_kiosk"),
    )
    return electricity, replace(water, details=_read()), gas


def _read() -> BillDetails:
    return BillDetails(Readings("1032", "1053"), (Tier("21", "2.01", 4221),))


def _worked_out(long: bool) -> BillDetails:
    if long:
        tier = Tier("12345.678", "3.0123", 3_718_800)
        return BillDetails(Readings("123456.5", "135802.5"), (tier, tier, tier), LateTerms(365, 10))
    tiers = (Tier("10", "2.8", 2800), Tier("6", "3", 1800), Tier("2", "3.4", 680))
    return BillDetails(Readings("604", "622"), tiers, LateTerms(40, 10))


def _items(words: Words, due_fen: int) -> tuple[BillItem, ...]:
    rest = tuple(BillItem(name, 3024) for name in words.items[1:])
    return (BillItem(words.items[0], due_fen - 3024 * len(rest)), *rest)


def unpayable(words: Words) -> tuple[Bill, ...]:
    """One bill of every state there is but payable, and of a kind this machine has no word for."""
    _, water, _ = bills(words)
    states = ("being_paid", "biller_closed", "biller_paused", "under_limit", "over_limit", "over_day_limit")
    odd = tuple(
        replace(water, bill_id=f"bill-{state}", state=state, next_opening=words.opening) for state in states
    )
    return (*odd, replace(water, bill_id="bill-odd", utility="television"))


def findings(words: Words, *owed: Bill, accounts: tuple[Account, ...] | None = None) -> Findings:
    if accounts is None:
        of = {bill.account_id: bill for bill in owed}.values()
        accounts = tuple(Account(b.account_id, b.utility, b.account_masked, words.address) for b in of)
    return Findings(words.holder, words.address, accounts, owed)


def accounts(words: Words, count: int, utility: str) -> tuple[Account, ...]:
    return tuple(
        Account(f"account-{n}", utility, f"310******{1000 + n}", words.address) for n in range(count)
    )


def settled(payment_id: str, basket: Basket, method: Method) -> Outcome:
    return Outcome(
        kind="settled",
        payment_id=payment_id,
        amount_fen=basket.amount_fen,
        method=method,
        receipt_no="202611200001",
        verification_code="7K4M",
        verification_url="https://pay.example/r/7K4M2026112000010193abcd",
        paid_wall_s=PAID_WALL_S,
        provider="wechat",
        legs=tuple(leg(bill, "posted") for bill in basket.bills),
    )


def in_part(payment_id: str, basket: Basket, method: Method) -> Outcome:
    """The first bill was taken by its biller, the money for the others goes back."""
    first, *others = basket.bills
    legs = (leg(first, "posted"), *(leg(bill, "returned") for bill in others))
    return replace(settled(payment_id, basket, method), kind="part_settled", legs=legs)


def with_notes(payment_id: str, basket: Basket, inserted_fen: int, *, voucher: bool) -> Outcome:
    """The bills that the notes reach, then the last account or a voucher."""
    left_fen, legs = inserted_fen, []
    for bill in basket.bills:
        if bill.due_fen <= left_fen:
            legs.append(leg(bill, "posted"))
            left_fen -= bill.due_fen
    reached = len(legs) == len(basket.bills)
    if left_fen:
        state, number = ("voucher", "2026 0007") if voucher else ("posted", "")
        rest = leg(basket.bills[-1], state)
        legs.append(replace(rest, amount_fen=left_fen, kind="account", voucher_no=number))
    return replace(
        settled(payment_id, basket, "cash"),
        kind="settled" if reached and not voucher else "part_settled",
        detail="" if reached and not left_fen else "cash_rest_on_account" if reached else "cash_short",
        provider="cash",
        legs=tuple(legs),
        inserted_fen=inserted_fen,
    )


def with_recharge_card(payment_id: str, basket: Basket, face_fen: int, *, voucher: bool) -> Outcome:
    """All bills and the rest on the last account; or nothing but a voucher."""
    last = leg(basket.bills[-1], "posted")
    rest = replace(last, amount_fen=face_fen - basket.amount_fen, kind="account")
    owed = replace(last, amount_fen=face_fen, kind="account", state="voucher", voucher_no="2026 0008")
    paid = tuple(leg(bill, "posted") for bill in basket.bills)
    return replace(
        settled(payment_id, basket, "recharge_card"),
        kind="part_settled" if voucher else "settled",
        provider="recharge_card",
        legs=(owed,) if voucher else (*paid, rest) if rest.amount_fen else paid,
        face_fen=face_fen,
    )


def leg(bill: Bill, state: str) -> Leg:
    return convert(
        {
            "utility": bill.utility,
            "account_masked": bill.account_masked,
            "period_from": bill.period_from,
            "period_to": bill.period_to,
            "amount_fen": bill.due_fen,
            "state": state,
            "bill_id": bill.bill_id,
        },
        Leg,
    )
