"""The moments of day-end files, read and told in local time; the day itself is `kiosk.payment.day`'s."""

from datetime import UTC, date, datetime

from kiosk.payment.day import CHINA, EDGE_MS, Day, day_of, first_ms

__all__ = ["CHINA", "EDGE_MS", "Day", "Moments", "day_of", "told_moment"]

_TOLD_AS = "%Y-%m-%d %H:%M:%S"


class Moments:
    """Reads the moments of a file, in local time without a zone. Most lines share their day, which is
    reckoned once."""

    def __init__(self) -> None:
        self._days: dict[str, int] = {}

    def ms(self, told: str) -> int:
        """From "2026-11-21 09:30:05". Raises ValueError for anything else."""
        day_ms = self._days.get(told[:10])
        if day_ms is None:
            day_ms = first_ms(date.fromisoformat(told[:10]))
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
