"""A day is China's, wherever the machine believes it stands."""

from datetime import UTC, date, datetime

from kiosk.payment.day import EDGE_MS, date_at, day_of


def test_a_day_begins_at_sixteen_hours_of_the_day_before_in_utc() -> None:
    day = day_of(date(2026, 11, 21))
    begins = datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert day.from_ms == begins.timestamp() * 1000
    assert day.to_ms - day.from_ms == 86_400_000
    assert (date_at(day.from_ms), date_at(day.from_ms - 1)) == (date(2026, 11, 21), date(2026, 11, 20))
    assert day.holds(day.from_ms)
    assert not day.holds(day.to_ms)


def test_the_last_ten_minutes_of_a_day_are_near_its_end() -> None:
    day = day_of(date(2026, 11, 21))
    assert not day.near_its_end(day.to_ms - EDGE_MS - 1)
    assert day.near_its_end(day.to_ms - EDGE_MS)
    assert not day.near_its_end(day.to_ms), "that is the next day's"
