"""Money for a load that comes back without its card, or in cash, and meters that a card alone can fill."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import PrintReceipt
from kiosk.session.effects_prepaid import RedirectLoad
from kiosk.session.events import LoadRedirected, LoadTold
from kiosk.session.household import Shown
from kiosk.session.loads import LoadState
from kiosk.session.steps import Goodbye, InsertCard, Notice
from kiosk.session.steps_prepaid import Loading, ShowMeter
from tests.session import facts, meter_cards
from tests.session.looking import button, everything_said, fault, offered, words
from tests.session.prepaid import METER, finds_meters, load, paid
from tests.session.stories import Machine, Resident, Story

BY_CARD = replace(METER, utility="gas", way="card", state="by_card", balance_fen=None)


def values(story: Story) -> list[str]:
    return [fact.value if isinstance(fact.value, str) else words(fact.value) for fact in story.screen.facts]


# -- paid in cash -----------------------------------------------------------------------------------


def test_cash_is_not_told_to_go_back_as_it_came_and_its_number_is_waited_for(
    story: Story, resident: Resident
) -> None:
    paid(story)
    coming = replace(load("returning"), method="cash")
    story.feed(LoadTold(coming))
    story.at(Loading)
    assert (story.title, story.prompt) == ("没充进去,到窗口领钱", "请等一等,马上给您领钱的单号")
    story.feed(LoadTold(replace(load("voucher"), method="cash")))
    assert (story.title, values(story)) == ("没充进去,到窗口领钱", ["2026 0009"])


def test_whoever_does_not_wait_for_the_number_is_sent_to_the_counter(
    story: Story, resident: Resident
) -> None:
    paid(story)
    story.feed(LoadTold(replace(load("returning"), method="cash")))
    resident.taps("wait_no_longer")
    assert "窗口" in story.prompt
    assert "原路" not in everything_said(story.screen)
    story.feed(LoadTold(replace(load("voucher"), method="cash")))
    assert values(story) == ["2026 0009"]


# -- without the card -------------------------------------------------------------------------------


def finds_waiting(story: Story, state: LoadState = "card_waiting", shown: Shown = "id_card") -> None:
    owed = replace(meter_cards.load(state), may_be_sent=state == "card_waiting")
    card = replace(BY_CARD, state="load_unfinished", utility="electricity", open_load=owed, shown=shown)
    finds_meters(story, card)
    Resident(story).taps("carry_on")


def test_whoever_has_lost_the_card_gets_the_money_back_or_another_way(
    story: Story, resident: Resident
) -> None:
    finds_waiting(story)
    assert {"later", "send", "give_back"} <= offered(story.screen)
    assert story.session.armed.ic_card, "or puts it in"
    resident.taps("give_back")
    assert story.last(RedirectLoad).how == "give_back"


def test_what_may_be_on_the_card_is_not_given_back_without_it(story: Story, resident: Resident) -> None:
    finds_waiting(story, "card_unsure")
    assert offered(story.screen) & {"send", "give_back"} == set()
    assert story.session.rules.service_phone in story.prompt


def test_a_typed_number_gives_nobodys_money_back(story: Story, resident: Resident) -> None:
    finds_waiting(story, shown="account")
    resident.taps("give_back")
    assert (story.at(Notice).problem, fault(story.screen)) == ("load_proof_needed", "load_proof_needed")
    assert "没有扣钱" not in story.prompt
    assert "不会丢" in story.prompt
    assert not story.asked(RedirectLoad)


def test_whoever_leaves_a_paid_load_is_not_asked_about_money_that_was_not_taken(
    story: Story, resident: Resident
) -> None:
    finds_waiting(story, shown="account")
    resident.taps("give_back", "exit")
    assert story.screen.overlay is None
    assert story.at(Goodbye)


def test_whoever_leaves_before_carrying_on_a_paid_load_is_not_either(
    story: Story, resident: Resident
) -> None:
    finds_meters(story, replace(METER, state="load_unfinished", open_load=load("loading")))
    assert story.at(ShowMeter)
    resident.taps("exit")
    assert story.at(Goodbye)


def test_cash_that_comes_back_from_a_lost_card_is_fetched_by_its_number(
    story: Story, resident: Resident
) -> None:
    finds_waiting(story)
    resident.taps("give_back")
    back = replace(meter_cards.load("returning"), method="cash", way="card")
    story.feed(LoadRedirected(back.load_id, back))
    story.at(Loading)
    story.feed(LoadTold(replace(back, state="voucher", voucher_no="2026 0009")))
    assert values(story) == ["2026 0009"]


# -- the very card is proof -------------------------------------------------------------------------


def test_whose_card_was_written_here_gets_its_receipt(story: Story, resident: Resident) -> None:
    """However its meter was found."""
    finds_waiting(story, shown="account")
    meter_cards.puts_in(story)
    meter_cards.tells_of_receipt(story)
    meter_cards.is_written(story)
    resident.taps("print")
    assert (story.last(PrintReceipt).copy, story.last(PrintReceipt).shown) == (True, "card")


def test_that_receipt_may_come_while_the_card_is_taken(story: Story, resident: Resident) -> None:
    """What has been read back from the card is in it, whatever is told late."""
    finds_waiting(story, shown="account")
    meter_cards.puts_in(story)
    meter_cards.write_ends(story, "written")
    meter_cards.tells_of_receipt(story)
    meter_cards.comes_out(story)
    resident.taps("print")
    copied = story.last(PrintReceipt).outcome
    assert copied.load
    assert (copied.receipt_no, copied.load.state) == (
        facts.settled("pay-1", facts.basket()).receipt_no,
        "loaded",
    )


@pytest.mark.parametrize(
    ("result", "problem"), [("refused", "other_card"), ("refused", "write_failed"), ("unknown", "card_gone")]
)
def test_a_card_that_is_not_written_may_be_any(
    story: Story, resident: Resident, result: str, problem: str
) -> None:
    finds_waiting(story, shown="account")
    meter_cards.puts_in(story)
    meter_cards.write_ends(story, result, problem)
    meter_cards.comes_out(story)
    resident.taps("give_back")
    assert story.at(Notice).problem == "load_proof_needed"
    assert not story.asked(RedirectLoad)


def test_it_is_known_once_it_is_read_where_something_is_to_be_shown(story: Story, resident: Resident) -> None:
    finds_waiting(story, shown="account")
    resident.taps("give_back")
    meter_cards.puts_in(story)
    meter_cards.is_read(story, replace(meter_cards.unfinished(), utility="electricity"))
    meter_cards.write_ends(story, "refused", "write_failed")
    meter_cards.comes_out(story)
    resident.taps("give_back")
    assert story.last(RedirectLoad).how == "give_back"


# -- filled by card ---------------------------------------------------------------------------------


def test_an_account_that_is_filled_by_card_asks_for_the_card(story: Story, resident: Resident) -> None:
    finds_meters(story, replace(BY_CARD, utility="electricity"))
    assert story.title == "这一户用卡充"
    resident.taps("put_card_in")
    story.at(InsertCard)
    assert story.session.armed.hold


def test_without_a_reader_nobody_is_sent_there(story: Story, resident: Resident, machine: Machine) -> None:
    machine.loses("card_reader")
    finds_meters(story, replace(BY_CARD, utility="electricity"))
    assert not button(story.screen, "put_card_in").enabled
