"""A day as the books cut it: from midnight to midnight of the one zone all of China has. Pure."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import msgspec

CHINA = timezone(timedelta(hours=8))
EDGE_MS = 10 * 60 * 1000
"""Two clocks may put one movement on either side of midnight: its last ten minutes may be the next day's."""


class Day(msgspec.Struct, frozen=True):
    """`from_ms` is its first millisecond, `to_ms` the first of the next day."""

    date: date
    from_ms: int
    to_ms: int

    def holds(self, at_ms: int) -> bool:
        return self.from_ms <= at_ms < self.to_ms

    def near_its_end(self, at_ms: int) -> bool:
        """Late enough that the other side may count it to the next day."""
        return self.to_ms - EDGE_MS <= at_ms < self.to_ms


def day_of(chosen: date) -> Day:
    return Day(chosen, first_ms(chosen), first_ms(chosen + timedelta(days=1)))


def first_ms(chosen: date) -> int:
    return round(datetime.combine(chosen, time(), CHINA).timestamp() * 1000)


def date_at(at_ms: int) -> date:
    """The date in China at that moment."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(CHINA).date()
