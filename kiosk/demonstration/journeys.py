"""The ways through the kiosk, as a customer would tell them; what not all end in is in `ENDS`."""

from collections.abc import Callable
from typing import Final

from kiosk.demonstration.customer import Customer
from kiosk.demonstration.journeys_cards import CARD_JOURNEYS
from kiosk.demonstration.journeys_forms import FORM_JOURNEYS
from kiosk.demonstration.journeys_paid import account_numbers, with_reprint

ELECTRICITY: Final = "3102664100017"
PREPAID_METER: Final = "3102664300013"
"""Of a meter that its company reaches over the line."""
WATER_BILL: Final = "W021380501220261000007245"
WECHAT_CODE: Final = "134567890123450000"
ALIPAY_CODE: Final = "280123456789010000"
"""The fixed demonstration household's numbers, and payment codes that approve (README, test codes)."""
RECHARGE_CODE: Final = "991200000000000005"
"""Of a card worth 200 yuan, which the demonstration's power company has sold and nobody has spent."""


def scan(customer: Customer) -> None:
    """An electricity bill and a phone: the shortest way. The household's others can wait."""
    customer.arrives()
    customer.shows_bill(ELECTRICITY, "code128")
    customer.reads("bills")
    customer.taps("pay")
    customer.reads("methods")
    customer.shows_phone(WECHAT_CODE)
    takes_receipt(customer)


def id_card(customer: Customer) -> None:
    """The identity card finds everything the household owes; the bank card pays it."""
    customer.arrives()
    customer.inserts_id_card()
    customer.takes_id_card_back()
    customer.reads("bills")
    customer.taps("pay")
    customer.reads("methods")
    customer.taps("bank_card")
    customer.pays_at_terminal()
    takes_receipt(customer)


def typed(customer: Customer) -> None:
    """No card, no bill: thirteen digits known by heart, and the phone's code held up at once."""
    customer.reads("home")
    customer.taps("electricity")
    customer.reads("choices")
    customer.taps("typed")
    customer.reads("keypad")
    customer.types(ELECTRICITY)
    customer.taps("next")
    customer.reads("bills")
    customer.taps("pay")
    customer.reads("methods")
    customer.shows_phone(WECHAT_CODE)
    takes_receipt(customer)


def combined(customer: Customer) -> None:
    """Water, electricity and gas together, found by one water bill."""
    customer.reads("home")
    customer.taps("household")
    customer.reads("choices")
    customer.taps("scan")
    customer.reads("present")
    customer.shows_bill(WATER_BILL, "qr")
    customer.reads("bills")
    customer.taps("pay")
    customer.reads("methods")
    customer.taps("phone_code")
    customer.reads("pay_code")
    customer.shows_phone(ALIPAY_CODE)
    takes_receipt(customer)


def others(customer: Customer) -> None:
    """Water alone at first, then the two bills that are left when they are offered: one paper for all."""
    customer.reads("home")
    customer.taps("household")
    customer.reads("choices")
    customer.taps("scan")
    customer.reads("present")
    customer.shows_bill(WATER_BILL, "qr")
    customer.reads("bills")
    customer.taps("bill_1_box")
    customer.taps("bill_3_box")
    customer.taps("pay")
    _pays_by_phone(customer, WECHAT_CODE)
    customer.is_settled()
    customer.taps("print")
    customer.reads_of("choices", "rest.title")
    customer.taps("rest")
    customer.reads("bills")
    customer.taps("pay")
    _pays_by_phone(customer, ALIPAY_CODE)
    takes_receipt(customer)


def _pays_by_phone(customer: Customer, code: str) -> None:
    customer.reads("methods")
    customer.taps("phone_code")
    customer.reads("pay_code")
    customer.shows_phone(code)


def cash(customer: Customer) -> None:
    """Banknotes for an electricity bill; the little that is over goes to the account."""
    _comes_to_the_note_slot(customer)
    customer.pays_up(100, 10, 5)
    takes_receipt(customer)


def cash_rest(customer: Customer) -> None:
    """Two large notes: no change is given, and the rest is on the account for next month."""
    _comes_to_the_note_slot(customer)
    customer.pays_up(100, 100)
    takes_receipt(customer)


def cash_left(customer: Customer) -> None:
    """One note, and then nobody: what is inside is settled, a paper says so, and the screen is cleared."""
    _comes_to_the_note_slot(customer)
    customer.puts_in(100)
    customer.is_gone_until("are you still there?")
    customer.is_gone_until("the end")
    customer.is_settled()
    customer.is_gone_until("a paper")
    customer.leaves_receipt()


def _comes_to_the_note_slot(customer: Customer) -> None:
    _comes_to_the_methods(customer)
    customer.taps("cash")
    customer.reads("cash")


def _comes_to_the_methods(customer: Customer) -> None:
    customer.arrives()
    customer.shows_bill(ELECTRICITY, "code128")
    customer.reads("bills")
    customer.taps("pay")
    customer.reads("methods")


def recharge_card(customer: Customer) -> None:
    """Eighteen digits with one slip of the finger; the card is worth more than is owed."""
    _comes_to_the_methods(customer)
    customer.taps("recharge_card")
    customer.reads("keypad")
    customer.types(RECHARGE_CODE[:-1] + _another_digit(RECHARGE_CODE[-1]))
    customer.taps("next")
    customer.reads("keypad")
    customer.taps("delete")
    customer.types(RECHARGE_CODE[-1])
    customer.taps("next")
    customer.reads("recharge_card")
    customer.taps("agree")
    takes_receipt(customer)


def _another_digit(digit: str) -> str:
    return str((int(digit) + 1) % 10)


def prepaid(customer: Customer) -> None:
    """Electricity bought in advance by its account number, until the meter has confirmed it."""
    customer.opens_service("buy_electricity")
    customer.reads("choices")
    customer.taps("typed")
    customer.reads("keypad")
    customer.types(PREPAID_METER)
    customer.taps("next")
    customer.reads("bill")
    customer.taps("agree")
    customer.reads("choices")
    customer.taps("yuan_50")
    customer.reads("bills")
    customer.taps("pay")
    customer.reads("methods")
    customer.shows_phone(WECHAT_CODE)
    customer.reads("waiting")
    takes_receipt(customer)


def takes_receipt(customer: Customer) -> None:
    """Paper in hand is the end: whoever walks off then need not touch the screen again."""
    if not customer.is_settled():
        return
    customer.wants_nothing_but("print")
    customer.takes_receipt()
    customer.walks_away()


def outage(customer: Customer) -> None:
    """What will be off, here and at home: an identity card finds the address, and nothing is paid."""
    customer.arrives()
    customer.waits_for_news()
    customer.opens_service("outages")
    customer.reads_of("choices", "board.outages.title")
    customer.taps("my_home")
    customer.reads_of("choices", "finding_of.outages.title")
    customer.inserts_id_card()
    customer.takes_id_card_back()
    customer.reads_of("choices", "board.at_home.title")
    customer.taps("entry_1")
    customer.learns("bill", "board.outage")
    customer.taps("exit")
    customer.walks_away()


def history(customer: Customer) -> None:
    """A year of electricity bills beside the year before, found by a typed number; nothing is paid."""
    customer.opens_service("history")
    customer.reads_of("choices", "finding_of.history.title")
    customer.taps("typed")
    customer.reads_of("choices", "number_kind.title")
    customer.taps("electricity")
    customer.reads("keypad")
    customer.types(ELECTRICITY)
    customer.taps("next")
    customer.reads_of("choices", "account_of_errand.title")
    customer.taps("account_1")
    customer.learns("bars", "history.title")
    customer.taps("finish")
    customer.walks_away()


JOURNEYS: Final[dict[str, Callable[[Customer], None]]] = {
    "scan": scan,
    "id": id_card,
    "typed": typed,
    "combined": combined,
    "others": others,
    "cash": cash,
    "cash_rest": cash_rest,
    "cash_left": cash_left,
    "recharge_card": recharge_card,
    "prepaid": prepaid,
    **CARD_JOURNEYS,
    "reprint": with_reprint(id_card),
    "account_numbers": account_numbers,
    "outage": outage,
    "history": history,
    **FORM_JOURNEYS,
}

ENDS: Final[dict[str, str]] = {
    "cash_left": "part_settled",
    "account_numbers": "read",
    "outage": "read",
    "history": "read",
    **dict.fromkeys(FORM_JOURNEYS, "arrived"),
}
"""How a journey is meant to end that is not meant to be settled in full; "read": no money was to move."""
