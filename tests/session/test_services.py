"""Other services: the menu, what is published, and bills found for something else than paying."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import AskBoard, LookUpBills, WipeSession
from kiosk.session.events import BoardKnown, ServicesTapped, ServiceTapped, TechnicianCame
from kiosk.session.published import Board, Street
from kiosk.session.rules import Service, ServiceKind
from kiosk.session.steps import ChooseAccount, ChooseFinding, ConfirmBills, Goodbye, Idle, Notice
from kiosk.session.steps_services import AskingBoard, ChooseService, ReadBoard, ReadEntry
from kiosk.session.view import Comfort, text
from tests.session import facts
from tests.session.boards import OUTAGES, TODAY, board, knows
from tests.session.looking import words
from tests.session.stories import Gateway, Resident, Story


def names(story: Story) -> list[str]:
    return [button.name for button in story.screen.choices]


def test_the_tile_opens_the_menu_and_back_closes_it(story: Story, resident: Resident) -> None:
    resident.taps("services")
    story.at(ChooseService)
    assert names(story) == ["service_outages", "service_managers", "service_pay_points"]
    resident.taps("page_next")
    assert names(story) == ["service_notices", "service_buy_electricity", "service_repair"]
    resident.taps("back")
    story.at(Idle)


def test_no_service_no_tile() -> None:
    story = Story(replace(facts.RULES, services=()))
    assert "services" not in names(story)


def test_a_long_menu_is_paged() -> None:
    """Within reach there is room for two."""
    story = Story(replace(facts.RULES, reach_fitted=True, comfort=Comfort(reach=True)))
    resident = Resident(story)
    resident.taps("services")
    assert names(story) == ["service_outages", "service_managers"]
    resident.taps("page_next")
    assert (names(story), story.at(ChooseService).page) == (["service_pay_points", "service_notices"], 1)


def test_a_board_is_read_and_left_without_a_question(story: Story, resident: Resident) -> None:
    resident.opens_service("managers")
    story.at(AskingBoard)
    assert story.last(AskBoard).kind == "managers"
    knows(Gateway(story))
    assert story.prompt == "11月20日 9:40 的消息"
    resident.taps("entry_2")
    story.at(ReadEntry)
    assert [words(fact.label) for fact in story.screen.facts] == ["姓名", "电话", "管哪一片", "单位"]
    assert story.screen.picture == "/pictures/xu.jpg"
    resident.taps("back", "entry_1")
    assert story.screen.picture == "no_face"
    resident.taps("back")
    story.at(ReadBoard)
    resident.taps("exit")
    story.at(Goodbye)
    assert story.asked(WipeSession)


def test_nothing_published_and_nothing_come_yet_are_told_apart(story: Story, resident: Resident) -> None:
    resident.opens_service("outages")
    knows(Gateway(story), Board("outages", "current", TODAY))
    assert story.title == "这一片没有停水停电通知"
    resident.taps("back", "service_outages")
    knows(Gateway(story), Board("outages", "none"))
    assert story.title == "消息还没有传来"
    assert "962740" in story.prompt


def test_a_long_notice_is_turned_leaf_by_leaf(story: Story, resident: Resident) -> None:
    resident.opens_service("notices")
    knows(Gateway(story))
    resident.taps("entry_1")
    first = [words(line) for line in story.screen.rules]
    assert first[0] == "冬季用气安全"
    resident.taps("leaf_next")
    assert [words(line) for line in story.screen.rules] != first


def test_what_may_have_changed_says_so(story: Story, resident: Resident) -> None:
    resident.opens_service("pay_points")
    knows(Gateway(story), replace(board("pay_points"), freshness="old"))
    assert "可能有变" in story.prompt


def test_the_answer_to_an_earlier_question_changes_nothing(story: Story, resident: Resident) -> None:
    resident.opens_service("managers")
    first = story.last(AskBoard).request
    resident.taps("back", "service_outages")
    story.feed(BoardKnown(first, board("managers")))
    story.at(AskingBoard)


def test_outages_at_home_are_found_as_bills_are(story: Story, resident: Resident, gateway: Gateway) -> None:
    """The address that was found is asked about; nobody is led to pay."""
    resident.opens_service("outages")
    knows(gateway)
    resident.taps("my_home")
    assert story.at(ChooseFinding).wish == "household"
    resident.scans_bill()
    assert story.last(LookUpBills).whole_household
    gateway.answers(*facts.ALL_BILLS)
    story.at(AskingBoard)
    assert [address.value for address in story.last(AskBoard).addresses] == [facts.ADDRESS]
    knows(gateway, Board("outages", "current", TODAY, at_home=True))
    assert story.title == "没有您家停水停电的通知"


def test_on_the_way_to_an_errand_back_leads_to_the_menu(story: Story, resident: Resident) -> None:
    resident.opens_service("outages")
    knows(Gateway(story))
    resident.taps("my_home", "back")
    story.at(ChooseService)
    assert story.session.errand == ""


def test_whoever_comes_next_pays_bills_again(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.opens_service("outages")
    knows(gateway)
    resident.taps("my_home", "exit", "leave", "finish")
    assert story.session.errand == ""
    resident.scans_bill()
    gateway.answers(facts.WATER)
    story.at(ConfirmBills)


def test_a_look_up_that_fails_leads_back_to_the_errand(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.opens_service("outages")
    knows(gateway)
    resident.taps("my_home")
    resident.scans_bill()
    gateway.cannot_find("code_unknown")
    story.at(Notice)
    resident.taps("retry")
    assert (story.at(ChooseFinding).wish, story.session.errand) == ("household", "outages")


def test_of_one_utility_with_several_accounts_one_is_chosen(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("electricity", "scan")
    resident.scans_bill()
    accounts = tuple(facts.account(f"account-{n}", "electricity") for n in range(2))
    gateway.finds(facts.findings(facts.ELECTRICITY, accounts=accounts))
    story.at(ChooseAccount)


def test_a_service_nobody_has_is_not_opened(story: Story, resident: Resident) -> None:
    resident.taps("services")
    story.feed(ServiceTapped("unheard_of"))
    story.at(ChooseService)


def test_the_menu_is_left_alone_like_any_screen(story: Story, resident: Resident) -> None:
    resident.taps("services")
    resident.waits(226)
    story.at(Goodbye)


def test_while_nothing_can_be_paid_what_is_published_can_be_read(story: Story, resident: Resident) -> None:
    Gateway(story).goes_down()
    assert story.screen.screen == "out_of_service"
    resident.opens_service("managers")
    knows(Gateway(story))
    resident.taps("entry_1", "exit", "finish")
    assert story.screen.screen == "out_of_service"


def test_while_a_technician_is_there_nothing_is_begun(story: Story) -> None:
    story.feed(TechnicianCame())
    assert story.screen.frame.primary is None
    story.feed(ServicesTapped())
    story.at(Idle)


def test_what_the_machine_knows_is_told_without_a_line(story: Story, resident: Resident) -> None:
    resident.taps("services")
    Gateway(story).goes_down()
    resident.taps("service_outages")
    knows(Gateway(story))
    assert story.screen.frame.primary is None, "nobody could find an address now"


def test_every_street_of_an_outage_is_read_leaf_by_leaf(story: Story, resident: Resident) -> None:
    streets = tuple(Street(f"保德路{number}") for number in range(7))
    resident.opens_service("outages")
    knows(Gateway(story), Board("outages", "current", TODAY, entries=(replace(OUTAGES[0], streets=streets),)))
    assert [words(button.note) for button in story.screen.choices if button.note] == [
        "11月22日 8:30 · 保德路0等 7 处"
    ]
    resident.taps("entry_1")
    read = places(story)
    while story.screen.leaf and story.screen.leaf.number < story.screen.leaf.of:
        resident.taps("leaf_next")
        read += places(story)
    assert read == [street.name for street in streets]


def places(story: Story) -> list[str]:
    """Named on the leaf that is shown."""
    return [words(fact.value) for fact in story.screen.facts if fact.label == text("board.fact.place")]


@pytest.mark.parametrize(
    ("service", "finding", "leaving"),
    [
        ("history", "怎么找到您家的户号?", "不看了吗?"),
        ("buy_electricity", "怎么找到您家的表?", "不买了吗?"),
    ],
)
def test_an_errand_is_asked_about_in_words_of_its_own(service: str, finding: str, leaving: str) -> None:
    """Nobody who pays nothing is asked for a bill, or whether they want to stop paying."""
    kind: ServiceKind = "prepaid" if service == "buy_electricity" else "history"
    meant = ("electricity",) if kind == "prepaid" else ()
    rules = replace(facts.RULES, services=(Service(service, kind, "history", meant),))
    story = Story(rules)
    resident = Resident(story)
    resident.opens_service(service)
    assert story.title == finding
    resident.taps("exit")
    assert story.question == leaving
    resident.taps("leave", "finish", "electricity", "exit")
    assert story.question == "不交了吗?"


def test_whoever_gives_up_a_request_is_told_that_nothing_was_sent(story: Story, resident: Resident) -> None:
    resident.opens_service("repair")
    resident.taps("exit")
    assert story.question == "不办了吗?"
