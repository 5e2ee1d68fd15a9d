"""Said of banknotes in so many words: whose account gets the rest, what is fetched, which bill is owed."""

import pytest
from msgspec.structs import replace

from kiosk.payment.methods import CashRest
from kiosk.session.household import Bill
from kiosk.session.steps import Done
from tests.session import facts
from tests.session.looking import words
from tests.session.scenes import at_the_note_slot
from tests.session.stories import Gateway, Machine, Resident, Story

SECOND_ACCOUNT = replace(
    facts.ELECTRICITY, bill_id="bill-b", account_id="account-z", account_masked="*********0029"
)
NEXT_MONTH = replace(facts.ELECTRICITY, bill_id="bill-e", period_from="2026-11", period_to="2026-11")


@pytest.fixture
def slot() -> Story:
    return at_the_note_slot(Story(facts.CASH_RULES))


def rules(story: Story) -> list[str]:
    return [words(rule) for rule in story.screen.rules]


def stops_after(story: Story, *yuan: int) -> None:
    for note in yuan:
        Resident(story).puts_in(note)
    Resident(story).taps("stop_notes", "stop")
    Machine(story).shuts_the_slot()
    Gateway(story).settles_notes()
    story.at(Done)


@pytest.mark.parametrize(
    ("bills", "rest", "said"),
    [
        (
            (facts.ELECTRICITY, facts.GAS),
            "to_account",
            ["多放的钱存进电费户头", "不找零,存不进户头的到窗口领"],
        ),
        (
            (replace(facts.GAS, due_fen=5500),),
            "refused",
            ["放多了,那一张会退给您", "不找零,中途不放了到窗口领钱"],
        ),
    ],
)
def test_what_no_account_takes_is_told_before_the_first_note(
    bills: tuple[Bill, ...], rest: CashRest, said: list[str]
) -> None:
    story = at_the_note_slot(Story(facts.CASH_RULES), rest, bills)
    assert rules(story)[1:] == said


def test_of_two_accounts_of_a_kind_it_is_told_which_gets_the_rest() -> None:
    story = at_the_note_slot(Story(facts.CASH_RULES), "to_account", (facts.ELECTRICITY, SECOND_ACCOUNT))
    assert rules(story)[2] == "多放的钱存进尾号 0029 的电费户头"


def test_a_bill_that_the_notes_did_not_reach_is_named(slot: Story) -> None:
    stops_after(slot, 100, 20)
    assert (slot.title, slot.prompt) == ("交好了一部分", "水费还没有交")
    assert slot.screen.mark == "warning"


@pytest.mark.parametrize(
    ("other", "name"), [(SECOND_ACCOUNT, "尾号 0029 的电费"), (NEXT_MONTH, "2026年11月的电费")]
)
def test_of_two_bills_of_a_kind_the_unpaid_one_is_told_apart(other: Bill, name: str) -> None:
    story = at_the_note_slot(Story(facts.CASH_RULES), "to_account", (facts.ELECTRICITY, other))
    stops_after(story, 100, 20)
    assert story.prompt == f"{name}还没有交"


def test_many_unpaid_bills_are_counted() -> None:
    months = tuple(
        replace(NEXT_MONTH, bill_id=f"bill-{month}", period_from=f"2026-0{month}", period_to=f"2026-0{month}")
        for month in range(1, 6)
    )
    story = at_the_note_slot(Story(facts.CASH_RULES), "to_account", months)
    stops_after(story, 100, 20)
    assert story.prompt == "4 张账单还没有交"
