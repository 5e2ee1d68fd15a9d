"""How far a display is behind: when each picture was sent, and when it was on the glass. Pure."""

from collections import deque


class Latency:
    """Seconds on one steady clock. A picture that was left out for a newer one counts with that."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[int, float]] = deque()

    def sent(self, no: int, now_s: float) -> None:
        self._waiting.append((no, now_s))

    def drawn(self, no: int, now_s: float) -> float | None:
        """Seconds since the oldest picture that is on the glass with this one; None for one never sent."""
        behind_s: float | None = None
        if not self._waiting or no > self._waiting[-1][0]:
            return None
        while self._waiting and self._waiting[0][0] <= no:
            _, sent_s = self._waiting.popleft()
            behind_s = max(behind_s or 0.0, now_s - sent_s)
        return behind_s

    def behind_s(self, now_s: float) -> float:
        """How long the oldest picture has been waited for; 0 while both displays show the same."""
        return now_s - self._waiting[0][1] if self._waiting else 0.0

    def forget(self) -> None:
        """Whoever would have drawn them is gone."""
        self._waiting.clear()
