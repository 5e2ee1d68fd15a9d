"""Money and usage: each payment in its hour once, whoever folds, and bars that say what the table says."""

import re

import pytest

from kiosk.gateway.http.operator.charts import HEIGHT, nice_top, stacked
from kiosk.gateway.office.usage import UsageFolding, folded_until_ms, usage_by_day
from kiosk.gateway.trust.staff import Role
from tests.gateway.against_document import APPROVES
from tests.gateway.cash_desk import bills_of
from tests.gateway.operator.staff_room import StaffRoom
from tests.gateway.town import Town

OTHER_CODE = "134567890123440000"


def folded(town: Town) -> list[tuple[str, str, int, int]]:
    parts = town.gateway.parts
    UsageFolding(parts.database, parts.time).fold()
    with parts.database.reading() as connection:
        days = usage_by_day(connection, 0, 2**62)
    return sorted((each.kind, each.name, each.number, each.fen) for day in days.values() for each in day)


def paid(town: Town, utility: str, code: str = APPROVES) -> int:
    answer = town.pay(code, bills_of(town, utility))
    town.after(60, answer.payment_id)
    return answer.amount_fen


def test_an_hour_is_folded_once_when_it_is_over(room_anywhere: StaffRoom) -> None:
    town = room_anywhere.town
    fen = paid(town, "water")
    assert folded(town) == []
    town.clock.advance(3_600)
    expected = [("all", "", 1, fen), ("method", "phone_code", 1, fen), ("utility", "water", 1, fen)]
    for _ in range(2):
        assert [each for each in folded(town) if each[2]] == expected
        town.restart()


def test_hours_without_payments_are_folded_too_so_that_they_are_known(room: StaffRoom) -> None:
    town = room.town
    paid(town, "water")
    town.clock.advance(30 * 3_600)
    parts = town.gateway.parts
    assert UsageFolding(parts.database, parts.time).fold() == 30
    with parts.database.reading() as connection:
        until_ms = folded_until_ms(connection)
    assert until_ms is not None
    assert 0 < room.now_ms - until_ms < 2 * 3_600_000


def test_the_page_shows_what_was_taken_as_bars_and_as_a_table(room: StaffRoom) -> None:
    town = room.town
    fen = paid(town, "water") + paid(town, "gas", OTHER_CODE)
    anna = room.signed_in("anna", Role.VIEWER)
    assert "No hour is complete yet." in anna.get("/operator/figures").text
    town.clock.advance(3_600)
    folded(town)
    anna.sign_in()
    page = anna.get("/operator/figures?days=7").text
    assert f'<span class="figure">{fen / 100:,.2f}</span>' in page
    assert f'<td class="when">2026-11-21</td><td class="sum">{fen / 100:,.2f}</td>' in page
    assert page.count('role="img"') == 3
    assert anna.get("/operator/figures?days=8").status_code == 400


@pytest.mark.parametrize(("most", "top"), [(0, 4), (4, 4), (5, 8), (9, 20), (101, 200), (4_001, 8_000)])
def test_the_scale_ends_at_a_round_number(most: int, top: int) -> None:
    assert nice_top(most) == top


def test_bars_stand_on_one_another_and_within_the_picture() -> None:
    chart = stacked([("11-20", {"a": 30, "b": 10}), ("11-21", {})], ["a", "b"])
    below, above = chart.bars
    assert (below.part, above.part) == (0, 1)
    assert below.y == pytest.approx(above.y + above.height, abs=0.2)
    assert below.height == pytest.approx(3 * above.height, abs=0.2)
    assert all(0 <= bar.y <= bar.y + bar.height <= HEIGHT for bar in chart.bars)
    assert [rule.text for rule in chart.rules] == ["0", "10", "20", "30", "40"]


def test_labels_of_many_days_are_thinned_out() -> None:
    chart = stacked([(str(day), {}) for day in range(90)], [])
    assert len(chart.days) <= 12
    assert re.fullmatch(r"[0-9]+", chart.days[-1].text)
