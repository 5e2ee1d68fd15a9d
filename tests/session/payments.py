"""What was paid, made up, and a resident who looks at it."""

from msgspec.structs import replace

from kiosk.session.effects import PrintReceipt
from kiosk.session.effects_paid import LookUpPaid
from kiosk.session.events import BillsReceived, PaymentLookedAt, ReceiptPrinted
from kiosk.session.household import Leg, Outcome, Paid, Payment, Shown
from kiosk.session.loads import Load
from kiosk.session.rules import Service
from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident, Story

RULES = replace(
    facts.RULES,
    services=(
        Service("my_payments", "payments", "bill"),
        Service("meter_balance", "balance", "clock"),
        Service("account_numbers", "account_numbers", "id_card"),
    ),
)

RECEIPT = Outcome(
    "settled",
    "2611180004217",
    23875,
    "phone_code",
    receipt_no="2611180004217",
    verification_code="7K2M9QXA",
    verification_url="https://pay.example/v1/receipts/2611180004217?code=7K2M9QXA",
    paid_wall_s=1_794_979_800.0,
    provider="wechat",
    legs=(
        Leg("electricity", "310******0017", "", "", 11230, "posted"),
        Leg("water", "021***5012", "", "", 12645, "posted"),
    ),
)
HERE = Payment("2026-11-18", ("electricity", "water"), 23875, "kiosk", RECEIPT)
AT_THE_BANK = Payment("2026-10-20", ("electricity",), 9860, "bank")
OF_ANOTHER_KIND = Payment("2026-09-21", ("television",), 3000, "other")


BOUGHT_AND_BACK = replace(
    RECEIPT,
    kind="part_settled",
    legs=(
        Leg(
            "electricity",
            "310******0017",
            "",
            "",
            5000,
            "returned",
            load=Load("", "2611180004217", "electricity", "meter", "returned", 5000),
        ),
    ),
)
GIVEN_BACK = Payment("2026-11-18", ("electricity",), 0, "kiosk", BOUGHT_AND_BACK)


PAID = replace(
    facts.findings(accounts=(facts.account("account-electricity", "electricity"),)),
    paid=Paid("id_card", (HERE, AT_THE_BANK, GIVEN_BACK)),
)


def asks_what_was_paid(resident: Resident) -> None:
    resident.opens_service("my_payments")
    resident.taps("typed", "electricity")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")


def is_told(
    story: Story, *payments: Payment, untold: bool = False, older: bool = False, shown: Shown = "account"
) -> None:
    found = facts.findings(accounts=(facts.account("account-electricity", "electricity"),))
    paid = Paid(shown, payments, untold, older)
    story.feed(BillsReceived(story.last(LookUpPaid).request, replace(found, paid=paid)))


def shows_a_bill(resident: Resident) -> None:
    resident.opens_service("my_payments")
    resident.scans_bill()


def looks_at_what_was_paid(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = resident.story
    asks_what_was_paid(resident)
    is_told(story, HERE, AT_THE_BANK, OF_ANOTHER_KIND, HERE, untold=True)
    resident.taps("payment_1", "back", "page_next", "payment_4", "back", "page_previous", "payment_3", "back")
    resident.taps("back", "next")
    is_told(story)
    resident.taps("retry", "exit", "leave")


def prints_again(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """With a number alone there is none; with the card there is one, and at last on the screen."""
    story = resident.story
    asks_what_was_paid(resident)
    is_told(story, HERE)
    resident.taps("payment_1", "print")
    resident.inserts("id_card")
    machine.reads_id_card()
    is_told(story, HERE, AT_THE_BANK, shown="id_card")
    resident.takes_card()
    resident.taps("payment_2", "back", "payment_1", "print")
    story.feed(ReceiptPrinted(story.last(PrintReceipt).job, confirmed=False))
    resident.taps("incomplete", "finish")


PAYMENTS = (
    prints_again,
    looks_at_what_was_paid,
)


def touches_of_payments() -> list[PaymentLookedAt]:
    return [PaymentLookedAt(0), PaymentLookedAt(99)]
