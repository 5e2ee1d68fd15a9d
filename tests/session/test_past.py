"""Looking back: a year of one account's bills beside the year before, and why there may be none."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import LookUpBills, LookUpHistories
from kiosk.session.household import History, PastBill
from kiosk.session.past import extremes, last_year
from kiosk.session.steps import ChooseAccount, ChooseFinding, Goodbye, Notice, TypeNumber
from kiosk.session.steps_past import ReadHistory
from kiosk.session.view import ScreenView
from kiosk.session.view_bars import FULL, Bar
from tests.session.looking import everything_said, fault, words
from tests.session.pasts import HISTORIES, RULES, asks_for_a_year, bills, is_told
from tests.session.stories import Gateway, Resident, Story

ELECTRICITY, WATER, TELEVISION = HISTORIES


@pytest.fixture
def story() -> Story:
    return Story(RULES)


def numbers(screen: ScreenView) -> list[tuple[str, str]]:
    return [
        (words(fact.label), fact.value if isinstance(fact.value, str) else words(fact.value))
        for fact in screen.facts
    ]


def drawn(screen: ScreenView) -> list[Bar]:
    """From left to right."""
    return [bar for group in screen.bars for bar in group.bars]


def test_whoever_looks_back_is_asked_for_as_for_bills(story: Story, resident: Resident) -> None:
    asks_for_a_year(resident)
    asked = story.last(LookUpHistories)
    assert (asked.by, asked.utility, asked.whole_household) == ("account", "electricity", True)
    assert story.asked(LookUpBills) == []


def test_one_account_is_shown_at_once(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks_for_a_year(resident)
    is_told(gateway, ELECTRICITY)
    assert story.at(ReadHistory).history == ELECTRICITY
    assert story.title == "电费:近一年"


def test_of_several_accounts_one_is_chosen_and_nothing_is_said_of_debts(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    asks_for_a_year(resident)
    is_told(gateway, *HISTORIES)
    story.at(ChooseAccount)
    assert [words(button.note) for button in story.screen.choices] == [
        "电费 · 临汾路 380 弄",
        "水费 · 临汾路 380 弄",
        "其他费用 · 临汾路 380 弄",
    ]
    resident.taps("account_2")
    assert story.at(ReadHistory).history == WATER
    resident.taps("back")
    story.at(ChooseAccount)


def test_twelve_months_stand_from_the_oldest_to_the_newest_beside_the_year_before(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    asks_for_a_year(resident)
    is_told(gateway, ELECTRICITY)
    bars = drawn(story.screen)
    assert [bar.label for bar in bars] == ["11", "12", *map(str, range(1, 11))]
    assert bars[-1] == Bar("10", round(FULL * 100 / 123), round(FULL * 112 / 123))
    assert bars[0].before == FULL, "the highest of both years"


def test_in_large_type_the_older_half_of_the_year_comes_first(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    asks_for_a_year(resident)
    is_told(gateway, ELECTRICITY)
    resident.taps("comfort_size", "comfort_size")
    labels: list[str] = []
    while (page := story.screen.leaf) is not None and page.next.enabled:
        labels += [bar.label for group in story.screen.bars for bar in group.bars]
        resident.taps(page.next.name)
    assert labels == ["11", "12", *map(str, range(1, 11))]


def test_water_stands_by_the_second_of_its_months(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks_for_a_year(resident)
    is_told(gateway, WATER)
    labels = [bar.label for bar in drawn(story.screen)]
    assert labels == ["12", "2", "4", "6", "8", "10"]


def test_the_numbers_are_leafed_through_while_the_picture_stays(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    asks_for_a_year(resident)
    is_told(gateway, ELECTRICITY)
    before = story.screen.bars
    assert numbers(story.screen)[:2] == [
        ("2026年10月", "100度 ¥10.00"),
        ("前一年同月", "112度 ¥10.12"),
    ]
    resident.taps("page_next", "page_next", "page_next")
    assert numbers(story.screen)[-2][0] == "2025年11月"
    assert story.screen.bars == before


def test_what_was_not_there_a_year_before_is_said_to_be_missing(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    asks_for_a_year(resident)
    is_told(gateway, TELEVISION)
    assert [bar.before for bar in drawn(story.screen)] == [None] * 3
    assert numbers(story.screen)[1] == ("前一年同月", "没有记录")


def test_most_and_least_are_said_in_words(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks_for_a_year(resident)
    is_told(gateway, ELECTRICITY)
    assert words(story.screen.footnote) == "最多 2025年11月,111度;\n最少 2026年10月,100度"


def test_what_a_silent_biller_said_before_is_shown_with_its_time(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    asks_for_a_year(resident)
    is_told(gateway, TELEVISION)
    assert "11月20日 9:30" in words(story.screen.footnote)


@pytest.mark.parametrize(
    ("history", "problem"),
    [
        (replace(ELECTRICITY, state="biller_unavailable", bills=()), "biller_unavailable"),
        (replace(ELECTRICITY, state="not_told", bills=()), "no_history"),
        (replace(ELECTRICITY, bills=()), "no_history"),
    ],
)
def test_why_there_is_nothing_to_see_is_said(
    story: Story, resident: Resident, gateway: Gateway, history: History, problem: str
) -> None:
    asks_for_a_year(resident)
    is_told(gateway, history)
    assert (story.at(Notice).problem, fault(story.screen)) == (problem, problem)
    assert "没有扣钱" in story.prompt
    resident.taps("retry")
    story.at(TypeNumber)


def test_from_another_account_nothing_is_shown(story: Story, resident: Resident, gateway: Gateway) -> None:
    """An answer that tells of an account and has no history of it."""
    asks_for_a_year(resident)
    is_told(gateway)
    assert story.at(Notice).problem == "account_unknown"


def test_way_back_and_way_out(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks_for_a_year(resident)
    is_told(gateway, ELECTRICITY)
    resident.taps("back")
    assert story.at(TypeNumber).digits
    resident.taps("next")
    is_told(gateway, ELECTRICITY)
    resident.taps("finish")
    story.at(Goodbye)
    assert "310" not in repr(story.session)


def test_the_finding_question_is_the_same(story: Story, resident: Resident) -> None:
    resident.opens_service("history")
    story.at(ChooseFinding)


def test_a_year_ends_with_the_newest_bill_whatever_month_that_is() -> None:
    year = last_year(History("a", "gas", "told", "m", bills(24)[2:]))
    assert [each.bill.period_to for each in year][::11] == ["2026-08", "2025-09"]
    assert last_year(History("a", "gas")) == ()


def test_two_bills_that_end_in_one_month_are_summed() -> None:
    """A meter was changed, or a bill corrected by another."""
    newest, *others = bills(13)
    second = replace(newest, period_from="2026-09", usage="7.5", amount_fen=300)
    year = last_year(History("a", "gas", "told", "m", (newest, second, *others)))
    assert len(year) == 12
    assert year[0].bill == PastBill("2026-09", "2026-10", "107.5", newest.amount_fen + 300)


def test_two_bills_of_the_year_before_are_summed_as_well() -> None:
    some = bills(13)
    year = last_year(History("a", "gas", "told", "m", (*some, replace(some[12], usage="8"))))
    assert year[0].before is not None
    assert year[0].before.usage == "120"


def test_a_year_that_is_long_over_says_which(story: Story, resident: Resident, gateway: Gateway) -> None:
    """The twelve months up to October 2024, read in November 2026."""
    asks_for_a_year(resident)
    is_told(gateway, replace(ELECTRICITY, bills=tuple(map(two_years_before, bills(12)))))
    assert story.title == "电费:以前的"
    assert "实心到2024年10月" in story.prompt
    assert "近一年" not in everything_said(story.screen)
    assert "近一年" not in words(story.screen.spoken)
    assert "2024年10月" in words(story.screen.spoken)


def test_bills_of_every_other_month_are_recent_while_the_next_is_awaited(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    asks_for_a_year(resident)
    is_told(gateway, replace(WATER, account_id="account-1", utility="electricity", bills=bills(24, 2)[1:]))
    assert story.title == "电费:近一年"


def two_years_before(bill: PastBill) -> PastBill:
    return replace(bill, period_from=_earlier(bill.period_from), period_to=_earlier(bill.period_to))


def _earlier(month: str) -> str:
    year, rest = month.split("-")
    return f"{int(year) - 2}-{rest}"


def test_a_month_nobody_was_billed_for_is_left_out() -> None:
    some = bills(24)
    year = last_year(History("a", "gas", "told", "m", (*some[:3], *some[5:])))
    assert [each.bill.period_to for each in year][2:4] == ["2026-08", "2026-05"]


def test_where_all_is_alike_nothing_is_most_or_least() -> None:
    alike = tuple(replace(bill, usage="5") for bill in bills(12))
    assert extremes(last_year(History("a", "heat", "told", "m", alike))) is None
