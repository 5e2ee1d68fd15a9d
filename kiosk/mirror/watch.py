"""When a companion is taken for lost, and when it is started again. Pure: the caller tells the time."""

from typing import Final, Literal, TypeAlias

from kiosk.mirror.latency import Latency
from kiosk.mirror.messages import Drawn, Report

Fault: TypeAlias = Literal["does not start", "is silent", "draws no more", "talks nonsense"]

START_S: Final = 15.0
"""For a window to open; on a machine that is busy itself it takes a few seconds."""

SILENT_S: Final = 4.0
"""A machine that is busy itself keeps a good one silent for two."""

BEHIND_S: Final = 4.0
MOST_DROPPED: Final = 100
FIRST_PAUSE_S: Final = 0.2
LONGEST_PAUSE_S: Final = 5.0
GOOD_LIFE_S: Final = 10.0
"""Who has lived that long starts again without waiting."""


class Watch:
    """One for all lives of a companion. `pause_s` is how long to wait before its next one."""

    def __init__(self) -> None:
        self.pause_s = 0.0
        self.ready = False
        self._began_s = self._ready_s = self._heard_s = 0.0
        self.latency = Latency()

    def started(self, now_s: float) -> None:
        self._began_s, self.ready = now_s, False
        self.latency.forget()

    def heard(self, report: Report, now_s: float) -> None:
        """Whoever draws, or moves at all, is there."""
        if not self.ready:
            self.ready, self._ready_s = True, now_s
        self._heard_s = now_s
        if isinstance(report, Drawn):
            self.latency.drawn(report.no, now_s)

    def fault(self, dropped: int, now_s: float) -> Fault | None:
        """`dropped`: lines of this life that were no reports."""
        if dropped > MOST_DROPPED:
            return "talks nonsense"
        if not self.ready:
            return "does not start" if now_s - self._began_s > START_S else None
        if now_s - self._heard_s > SILENT_S:
            return "is silent"
        behind_s = min(self.latency.behind_s(now_s), now_s - self._ready_s)
        return "draws no more" if behind_s > BEHIND_S else None

    def ended(self, now_s: float) -> None:
        """From here on `pause_s` is the next pause: none after a good life, longer after every bad one."""
        if self.ready and now_s - self._began_s > GOOD_LIFE_S:
            self.pause_s = 0.0
            return
        self.pause_s = min(LONGEST_PAUSE_S, self.pause_s * 2 or FIRST_PAUSE_S)
