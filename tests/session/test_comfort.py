"""Look and sound: changed at any step by one tap, moving nothing else, and as they were for the next."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session import journey
from kiosk.session.events import Event
from kiosk.session.model import Session
from kiosk.session.paging import placed
from kiosk.session.show import view
from kiosk.session.steps import ConfirmBills, Goodbye, Idle, Paying
from kiosk.session.view import Comfort
from tests.session import facts
from tests.session.looking import button, words
from tests.session.samples import reached
from tests.session.samples_comfort import comfort_taps
from tests.session.stories import Gateway, Machine, Resident, Story
from tests.session.wandering import looked_at, walk, walks

LARGE = Comfort(size=200, theme="black", volume=5, slower=True, language="en")
LOW_RULES = replace(facts.RULES, reach_fitted=True)


def changes_nothing_else(before: Session, event: Event) -> None:
    after, effects = journey.step(before, event)
    told = {
        "comfort": before.comfort,
        "said": before.said,
        "leaf": before.leaf,
        "overlay": before.overlay,
        "reached_s": before.reached_s,
    }
    told |= {"touched_s": before.touched_s, "helper": before.helper}
    unattended = getattr(before.step, "unattended", False)
    assert effects == ()
    assert unattended or placed(replace(after, **told), 0) == placed(before, 0)


@pytest.mark.parametrize("event", comfort_taps(), ids=lambda event: type(event).__name__)
def test_no_step_no_digit_and_no_basket_changes_by_it(event: Event) -> None:
    for session in reached():
        changes_nothing_else(session, event)


@looked_at
@given(walks)
def test_no_money_moves_by_it_wherever_a_journey_is(number: int) -> None:
    for moment in walk(number)[::7]:
        for event in comfort_taps():
            changes_nothing_else(moment.after, event)


@pytest.mark.parametrize(
    ("tap", "seen"),
    [
        ("comfort_size", [Comfort(size=150), Comfort(size=200), Comfort()]),
        ("comfort_theme", [Comfort(theme="black"), Comfort(theme="white"), Comfort()]),
        ("comfort_language", [Comfort(language="en"), Comfort()]),
        ("comfort_reach", [Comfort(reach=True), Comfort()]),
    ],
)
def test_each_is_one_tap_away_and_round_again(tap: str, seen: list[Comfort]) -> None:
    story = Story(LOW_RULES)
    for comfort in seen:
        Resident(story).taps(tap)
        assert story.session.comfort == story.screen.comfort == comfort


def test_what_a_machine_cannot_do_is_not_offered(story: Story) -> None:
    bare = Story(replace(facts.RULES, languages=("zh",))).screen.frame.comfort
    assert bare
    assert (bare.reach, bare.language) == (None, None)
    story.feed(e.ReachTapped())
    assert not story.session.comfort.reach


def test_a_language_is_named_in_its_own_script(story: Story, resident: Resident) -> None:
    assert words(button(story.screen, "comfort_language").label) == "English"
    resident.taps("comfort_language")
    assert words(button(story.screen, "comfort_language").label) == "中文"


def test_the_strip_is_on_every_screen_even_while_money_moves(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.answers(facts.WATER)
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    resident.taps("comfort_size", "comfort_repeat")
    story.at(Paying)
    assert all(view(session).frame.comfort for session in reached())


def test_the_voice_is_set_over_the_screen(story: Story, resident: Resident) -> None:
    resident.taps("water", "typed", "comfort_sound")
    assert story.question == "声音大小和快慢"
    resident.taps("louder", "louder", "slower")
    assert story.session.comfort == Comfort(volume=5, slower=True)
    louder = button(story.screen, "louder")
    assert (louder.enabled, words(louder.reason)) == (False, "最大了")
    resident.taps(*["quieter"] * 5)
    assert not button(story.screen, "quieter").enabled
    resident.taps("stay")
    assert not story.question


def test_as_it_was_keeps_what_was_done(story: Story, resident: Resident) -> None:
    """SET-2."""
    resident.taps("water", "typed")
    resident.types("021")
    resident.taps("comfort_size", "comfort_theme", "comfort_language", "comfort_sound")
    resident.taps("question_next", "slower")
    step = story.session.step
    resident.taps("defaults", "stay")
    assert story.session.comfort == facts.RULES.comfort
    assert story.session.step == step


def test_whoever_wants_to_hear_it_again_taps_once(story: Story, resident: Resident) -> None:
    resident.taps("water")
    before = story.screen.said
    resident.taps("comfort_repeat")
    assert story.screen.said == before + 1


def test_a_change_answers_whether_somebody_is_there(story: Story, resident: Resident) -> None:
    resident.taps("water")
    resident.waits(180)
    assert story.question == "您还在吗?"
    story.feed(e.SizeTapped())
    assert not story.question
    assert story.session.comfort.size == 150


def test_goodbye_is_said_as_it_was_wanted_and_the_next_finds_it_as_it_was(
    story: Story, resident: Resident
) -> None:
    """SET-1, LNG-1, AUD-2."""
    wanted(story, LARGE)
    resident.taps("household")
    story.feed(e.ExitTapped())
    resident.taps("leave")
    story.at(Goodbye)
    assert story.session.comfort == LARGE
    resident.waits(15)
    story.at(Idle)
    assert story.session.comfort == facts.RULES.comfort


def test_back_at_the_first_screen_it_stays_while_somebody_is_there(story: Story, resident: Resident) -> None:
    wanted(story, LARGE)
    resident.taps("household", "back")
    story.at(Idle)
    resident.waits(facts.RULES.timing.idle_s - 1)
    assert story.session.comfort == LARGE
    resident.waits(1)
    assert story.session.comfort == facts.RULES.comfort


@looked_at
@given(walks)
def test_whoever_comes_next_finds_it_as_it_was(number: int) -> None:
    for moment in walk(number):
        if isinstance(moment.before.step, Goodbye) and isinstance(moment.after.step, Idle):
            assert moment.after.comfort == moment.after.rules.comfort
            assert moment.after.leaf == 0


def test_a_technician_at_the_door_changes_nothing_of_it(story: Story, machine: Machine) -> None:
    wanted(story, LARGE)
    story.feed(e.TechnicianTookOver())
    story.feed(e.TechnicianLeft())
    assert story.session.comfort == LARGE


def test_what_stood_first_stays_in_sight(story: Story, resident: Resident, gateway: Gateway) -> None:
    many = tuple(replace(facts.WATER, bill_id=f"bill-{n}") for n in range(7))
    resident.scans_bill()
    gateway.answers(*many)
    resident.taps("page_next")
    for _ in range(2):
        first = story.screen.bills[0].name
        resident.taps("comfort_size")
        assert first in {row.name for row in story.screen.bills}
    first = story.screen.bills[0].name
    assert first != "bill_1"
    resident.opens(first)
    resident.taps("back")
    story.at(ConfirmBills)
    assert story.screen.bills[0].name == first


def wanted(story: Story, comfort: Comfort) -> None:
    story.session = replace(story.session, comfort=comfort)


def test_whoever_sits_hears_where_the_buttons_have_gone_and_then_the_screen() -> None:
    story = Story(LOW_RULES)
    resident = Resident(story)
    resident.taps("water")
    spoken = story.screen.spoken
    resident.taps("comfort_reach")
    assert words(story.screen.spoken) == "按钮放低了,坐着也够得到。"
    resident.waits(4)
    assert story.screen.spoken == spoken
    resident.taps("comfort_reach")
    assert words(story.screen.spoken) == "按钮放回高处了。"


def test_lower_buttons_keep_the_step_the_digits_and_the_basket() -> None:
    """WHL-2, ERR-4."""
    story = Story(LOW_RULES)
    resident = Resident(story)
    resident.taps("water", "typed")
    resident.types("021")
    step = story.session.step
    resident.taps("comfort_reach")
    assert story.session.step == step


@pytest.mark.parametrize("closing", ["stay", "comfort_sound"])
def test_a_question_comes_back_when_the_one_about_the_voice_is_answered(
    story: Story, resident: Resident, closing: str
) -> None:
    resident.taps("household")
    story.feed(e.ExitTapped())
    asked = story.question
    resident.taps("comfort_sound", "louder")
    assert story.question == "声音大小和快慢"
    resident.taps(closing)
    assert story.question == asked


def test_a_long_question_is_asked_in_two_parts_in_reach_at_the_largest_size() -> None:
    story = Story(replace(LOW_RULES, comfort=Comfort(size=200, reach=True)))
    resident = Resident(story)
    story.feed(e.HelpTapped())
    assert story.screen.overlay
    assert not story.screen.overlay.facts
    resident.taps("question_next")
    assert [fact.value for fact in story.screen.overlay.facts] == ["962740", "LFL-380-01"]
    resident.taps("question_previous", "question_next", "stay")
    assert not story.question
