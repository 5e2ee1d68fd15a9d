"""Money and usage: each payment in its hour once, whoever folds, and bars that say what the table says."""

import re
from typing import Any

import pytest
from sqlalchemy import insert

from kiosk.gateway.http.operator.charts import HEIGHT, nice_top, stacked
from kiosk.gateway.office.usage import HOUR_MS, UsageFolding, folded_until_ms, usage_by_day
from kiosk.gateway.parties.adapters import AdapterSilent, PostAnswer
from kiosk.gateway.sql.schema_usage import usage_hour
from kiosk.gateway.trust.staff import Role
from tests.gateway.against_document import APPROVES
from tests.gateway.card_loads_desk import Card, Company, Reader, surround_with
from tests.gateway.cash_desk import bills_of
from tests.gateway.loads_desk import drive, load_of, order
from tests.gateway.operator.staff_room import StaffRoom
from tests.gateway.test_posting import alter_billers, silent
from tests.gateway.town import Town

OTHER_CODE = "134567890123440000"
LATE = "134567890123450005"


def folded(town: Town) -> list[tuple[str, str, int, int]]:
    parts = town.gateway.parts
    UsageFolding(parts.database, parts.time).fold()
    with parts.database.reading() as connection:
        days = usage_by_day(connection, 0, 2**62)
    return sorted((each.kind, each.name, each.number, each.fen) for day in days.values() for each in day)


def figures(town: Town) -> dict[tuple[str, str], tuple[int, int]]:
    """Folded once more after an hour; of each kind and name the number and fen that are not nothing."""
    town.clock.advance(3_600)
    found = {(kind, name): (number, fen) for kind, name, number, fen in folded(town)}
    return {key: each for key, each in found.items() if each != (0, 0)}


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


def test_a_bill_posted_hours_later_is_counted_once(room_anywhere: StaffRoom) -> None:
    town = room_anywhere.town
    outside = town.gateway.parts.outside
    post = outside.billers["water-city"].post

    def answer_lost(*arguments: Any) -> PostAnswer:
        post(*arguments)
        raise AdapterSilent("test")

    alter_billers(town, {"water-city"}, post=answer_lost, query=silent, void=silent)
    answer = town.pay(APPROVES, bills_of(town, "water"))
    town.after(2 * 3_600, answer.payment_id)
    assert ("utility", "water") not in figures(town)
    town.surround(outside)
    town.after(3_600, answer.payment_id)
    for _ in range(2):
        assert figures(town)["utility", "water"] == (1, answer.amount_fen)
    assert figures(town)["all", ""] == (1, answer.amount_fen)


def test_a_payment_that_went_back_adds_nothing(room_anywhere: StaffRoom) -> None:
    town = room_anywhere.town
    kept_fen = paid(town, "water")
    late = town.pay(LATE, bills_of(town, "gas"))
    assert town.after(1200, late.payment_id).outcome == "not_charged"
    found = figures(town)
    assert found["method", "phone_code"] == (1, kept_fen)
    assert found["back", ""] == (1, late.amount_fen)
    assert found["all", ""] == (2, kept_fen + late.amount_fen)
    page = room_anywhere.signed_in("anna", Role.VIEWER).get("/operator/figures?days=7").text
    assert [f'<span class="figure">{each}</span>' in page for each in (f"{kept_fen / 100:,.2f}", "1")] == [
        True
    ] * 2


def test_a_load_that_is_given_back_is_taken_off_in_the_hour_it_goes_back(room_anywhere: StaffRoom) -> None:
    town = room_anywhere.town
    surround_with(town, Company())
    end = Reader(town, Card()).session("read").end
    assert end is not None
    assert end.meter is not None
    payment_id = town.submit(order(end.meter)).payment_id
    drive(town)
    assert figures(town)["utility", "electricity"] == (1, 5_000)
    load_id = load_of(town, payment_id).load_id
    assert town.http.post(f"/v1/loads/{load_id}/give-back").status_code == 200
    drive(town, 5)
    found = figures(town)
    assert ("utility", "electricity") not in found
    assert ("method", "phone_code") not in found
    assert found["back", ""] == (1, 5_000)


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


def test_a_day_on_which_more_went_back_has_no_bar_and_its_figure_below_zero(room: StaffRoom) -> None:
    town, hour_ms = room.town, room.now_ms // HOUR_MS * HOUR_MS - HOUR_MS
    row = {"hour_ms": hour_ms, "kind": "method", "name": "phone_code", "number": 0, "fen": -5_000}
    town.gateway.parts.database.write(lambda at: at.execute(insert(usage_hour), row).rowcount)
    page = room.signed_in("anna", Role.VIEWER).get("/operator/figures?days=7").text
    assert '<td class="sum">−50.00</td>' in page
    assert ('height="-' in page, '<rect class="bar part-0" x=' in page) == (False, False)


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
