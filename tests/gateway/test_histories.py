"""What an account was billed month by month: found like its bills, masked, and seldom asked for."""

import msgspec
import pytest

from kiosk.gateway.parties.adapters import AccountPast, BilledMonths
from kiosk.wire.history import AccountHistory, HistoriesAnswer

from .town import ELECTRICITY, ID_NUMBER, Town, refused


def histories(town: Town, by: str, value: str, **more: str) -> HistoriesAnswer:
    response = town.post("/v1/histories", {"by": by, "value": value} | more)
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=HistoriesAnswer)


def electricity(town: Town) -> AccountHistory:
    (history,) = histories(town, "account", ELECTRICITY).accounts
    return history


def test_two_years_of_an_account_the_newest_first(quiet_town: Town) -> None:
    history = electricity(quiet_town)
    months = [period.period_to for period in history.periods]
    assert (months[0], months[-1], len(months)) == ("2026-10", "2024-11", 24)
    assert months == sorted(months, reverse=True)
    assert (history.state, history.usage_unit, history.known_at) == ("told", "度", None)
    newest = history.periods[0]
    assert (newest.usage, newest.amount_fen) == ("182", 11230), (
        "the bill that is owed is a bill like the others"
    )


def test_water_is_billed_for_two_months_at_once(quiet_town: Town) -> None:
    found = histories(quiet_town, "id_card", ID_NUMBER, scope="household").accounts
    (water,) = [each for each in found if each.account.utility == "water"]
    assert [(p.period_from, p.period_to) for p in water.periods[:2]] == [
        ("2026-09", "2026-10"),
        ("2026-07", "2026-08"),
    ]
    assert len(water.periods) == 12


def test_the_same_account_has_the_same_past_whoever_asks(quiet_town: Town, town: Town) -> None:
    assert electricity(quiet_town).periods == electricity(town).periods


def test_an_identity_card_finds_every_account_masked(quiet_town: Town) -> None:
    answer = histories(quiet_town, "id_card", ID_NUMBER, scope="household")
    assert {each.account.utility for each in answer.accounts} == {"electricity", "water", "gas"}
    assert answer.household.holder_masked == "张*英"
    assert ELECTRICITY not in msgspec.json.encode(answer).decode()
    same = quiet_town.look_up("id_card", ID_NUMBER, scope="household").accounts
    assert [each.account for each in answer.accounts] == list(same)


def test_a_silent_biller_keeps_nobody_from_the_others(town: Town) -> None:
    assert town.gateway.demonstration
    town.gateway.demonstration.moods.put("electric-city", "silent")
    states = {
        each.account.utility: (each.state, bool(each.periods))
        for each in histories(town, "id_card", ID_NUMBER, scope="household").accounts
    }
    told = ("told", True)
    assert states == {"electricity": ("biller_unavailable", False), "water": told, "gas": told}


def test_what_was_told_before_is_shown_with_its_time_while_the_biller_is_silent(town: Town) -> None:
    before = electricity(town)
    assert town.gateway.demonstration
    town.gateway.demonstration.moods.put("electric-city", "silent")
    town.clock.advance(7 * 3600)
    after = electricity(town)
    assert (after.periods, after.known_at) == (before.periods, "2026-11-21T17:41:00+08:00")


@pytest.mark.parametrize(
    "bills",
    [
        (BilledMonths("2026-10", "2026-09", "1", 1),),
        (BilledMonths("2026-10", "2026-10", "1", 1), BilledMonths("2026-10", "2026-10", "2", 2)),
        (BilledMonths("2026-10", "2026-10", "-1", 1),),
        (BilledMonths("2026-10", "2026-10", "1", -1),),
    ],
)
def test_months_that_cannot_be_are_no_answer(town: Town, bills: tuple[BilledMonths, ...]) -> None:
    class Confused:
        def past(self, account_number: str) -> AccountPast:
            return AccountPast("度", bills)

    outside = town.gateway.parts.outside
    town.surround(msgspec.structs.replace(outside, records={"electric-city": Confused()}))
    assert electricity(town).state == "biller_unavailable"


def test_a_biller_that_keeps_no_records_for_us_says_so(town: Town) -> None:
    town.surround(msgspec.structs.replace(town.gateway.parts.outside, records={}))
    assert electricity(town).state == "not_told"


def test_numbers_are_not_searched_through_here_either(town: Town) -> None:
    body = {"by": "account", "value": "3102664100018"}
    assert refused(town.post("/v1/histories", body)) == (422, "account_number_wrong")
    most = town.gateway.parts.settings.look_ups_per_minute
    codes = {refused(town.post("/v1/look-ups", body)) for _ in range(most)}
    assert (429, "rate_limited") in codes
    assert refused(town.post("/v1/histories", body)) == (429, "rate_limited")
