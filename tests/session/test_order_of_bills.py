"""Bills stand in the order of the first screen, the arrears of one meter together, oldest first."""

from msgspec.structs import replace

from kiosk.session.steps import ConfirmBills
from tests.session import facts
from tests.session.stories import Gateway, Resident, Story


def test_bills_stand_in_the_order_of_the_first_screen(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    older = replace(facts.ELECTRICITY, bill_id="older", period_from="2026-08", period_to="2026-08")
    resident.scans_bill()
    gateway.answers(facts.WATER, facts.ELECTRICITY, older)
    bills = story.at(ConfirmBills).findings.bills
    assert [bill.bill_id for bill in bills] == ["older", "bill-electricity", "bill-water"]
