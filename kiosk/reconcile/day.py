"""A day as the books cut it: from midnight to midnight of the one zone all of China has."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import msgspec

CHINA = timezone(timedelta(hours=8))
EDGE_MS = 10 * 60 * 1000
"""Two clocks may put one movement on either side of midnight: its last ten minutes may be the next day's."""

_TOLD_AS = "%Y-%m-%d %H:%M:%S"


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
    return Day(chosen, _first_ms(chosen), _first_ms(chosen + timedelta(days=1)))


def _first_ms(chosen: date) -> int:
    return round(datetime.combine(chosen, time(), CHINA).timestamp() * 1000)


class Moments:
    """Reads the moments of a file, in local time without a zone. Most lines share their day, which is
    reckoned once."""

    def __init__(self) -> None:
        self._days: dict[str, int] = {}

    def ms(self, told: str) -> int:
        """From "2026-11-21 09:30:05". Raises ValueError for anything else."""
        day_ms = self._days.get(told[:10])
        if day_ms is None:
            day_ms = _first_ms(date.fromisoformat(told[:10]))
            self._days[told[:10]] = day_ms
        rest = told[10:]
        if len(rest) != 9 or rest[0] != " " or rest[3] != ":" or rest[6] != ":":
            raise ValueError("a moment reads like 2026-11-21 09:30:05")
        hours, minutes, seconds = int(rest[1:3]), int(rest[4:6]), int(rest[7:9])
        if hours > 23 or minutes > 59 or seconds > 59:
            raise ValueError("no such time of day")
        return day_ms + ((hours * 60 + minutes) * 60 + seconds) * 1000


def told_moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(CHINA).strftime(_TOLD_AS)
