"""A long menu: its groups first, then what stands in one."""

from msgspec.structs import replace

from kiosk.session.events import ServiceGroupTapped, ServicesTaken, ServiceTapped
from kiosk.session.rules import Rules, ServiceGroup
from kiosk.session.steps import Idle
from kiosk.session.steps_forms import AskField
from kiosk.session.steps_services import ChooseService
from kiosk.session.view import Comfort
from tests.session import facts
from tests.session.boards import knows
from tests.session.looking import button, words
from tests.session.stories import Gateway, Resident, Story

GROUPS = (
    ServiceGroup("repair", "repair"),
    ServiceGroup("buy", "recharge_card"),
    ServiceGroup("look", "look"),
)
IN_GROUP = {"repair": "repair", "hazard": "repair", "buy_electricity": "buy"}
SERVICES = tuple(replace(each, group=IN_GROUP.get(each.name, "look")) for each in facts.RULES.services)
RULES = replace(facts.RULES, services=SERVICES, service_groups=GROUPS)


def at_the_menu(rules: Rules = RULES) -> tuple[Story, Resident]:
    story = Story(rules)
    resident = Resident(story)
    resident.taps("services")
    return story, resident


def names(story: Story) -> list[str]:
    return [button.name for button in story.screen.choices]


def test_groups_come_first_and_back_leads_to_them() -> None:
    story, resident = at_the_menu()
    assert names(story) == ["group_repair", "group_buy", "group_look"]
    resident.taps("group_repair")
    assert (names(story), story.title) == (["service_repair", "service_hazard"], "报修、提意见")
    resident.taps("back")
    assert names(story) == ["group_repair", "group_buy", "group_look"]
    resident.taps("back")
    story.at(Idle)


def test_a_service_is_left_for_the_group_it_stands_in() -> None:
    story, resident = at_the_menu()
    resident.taps("group_repair", "service_hazard")
    story.at(AskField)
    resident.taps("back")
    assert story.at(ChooseService).group == "repair"


def test_a_form_is_left_for_the_page_it_stands_on() -> None:
    story, resident = at_the_menu()
    resident.taps("group_look", "page_next", "service_my_requests", "back")
    assert story.at(ChooseService) == ChooseService(1, "look")


def test_back_from_the_question_whose_it_is() -> None:
    story, resident = at_the_menu()
    resident.taps("group_look", "service_outages")
    knows(Gateway(story))
    resident.taps("my_home", "back")
    assert story.at(ChooseService).group == "look"


def test_few_services_are_one_list() -> None:
    story, _ = at_the_menu(replace(RULES, services=SERVICES[:3]))
    assert names(story) == ["service_outages", "service_managers", "service_pay_points"]


def test_one_group_is_none() -> None:
    story, _ = at_the_menu(replace(RULES, service_groups=GROUPS[2:]))
    assert names(story)[0] == "service_outages"


def test_within_reach_the_groups_are_paged_and_kept() -> None:
    story, resident = at_the_menu(replace(RULES, reach_fitted=True, comfort=Comfort(reach=True)))
    assert names(story) == ["group_repair", "group_buy"]
    resident.taps("page_next", "group_look", "back")
    assert names(story) == ["group_look"]


def test_what_stands_in_another_group_is_not_opened() -> None:
    story, _ = at_the_menu()
    story.feed(ServiceTapped("repair"))
    story.feed(ServiceGroupTapped("unheard_of"))
    assert story.at(ChooseService) == ChooseService()


def test_while_nothing_can_be_paid_only_what_can_be_told_is_open() -> None:
    story, _ = at_the_menu()
    Gateway(story).goes_down()
    assert [button.name for button in story.screen.choices if button.enabled] == ["group_look"]


def test_a_group_that_is_closed_whole_says_so_and_speaks_of_no_connection() -> None:
    story, _resident = at_the_menu()
    story.feed(ServicesTaken(frozenset()))
    assert why_off(story) == "单位暂时不收这件事"
    story.feed(ServicesTaken(frozenset({"repair"})))
    assert why_off(story) is None
    Gateway(story).goes_down()
    assert why_off(story) == "现在连不上,暂时办不了"


def why_off(story: Story) -> str | None:
    group = button(story.screen, "group_repair")
    return None if group.reason is None else words(group.reason)
