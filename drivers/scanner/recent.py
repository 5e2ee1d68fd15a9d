"""Keeps a code that is held still from being told again and again."""

from collections.abc import Hashable

from drivers.clock import DeviceClock

_ABSENT_S = 1.5


class RecentCodes:
    """A code is news when it was not in sight during the last 1.5 s."""

    def __init__(self, clock: DeviceClock) -> None:
        self._clock = clock
        self._seen_s: dict[Hashable, float] = {}

    def is_news(self, code: Hashable) -> bool:
        now_s = self._clock.monotonic_s()
        self._seen_s = {seen: at_s for seen, at_s in self._seen_s.items() if now_s - at_s < _ABSENT_S}
        news = code not in self._seen_s
        self._seen_s[code] = now_s
        return news

    def forget(self) -> None:
        self._seen_s.clear()
