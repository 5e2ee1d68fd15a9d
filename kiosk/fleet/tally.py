"""What a run has counted and timed so far, from all threads at once. Names and numbers, nobody's data."""

from collections import Counter
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Literal, TypeAlias

Group: TypeAlias = Literal["visits", "ends", "faults", "refusals", "missed", "spoilt", "seen"]
"""visits: what people came for. ends: how payments, loads and requests came out. faults: what was injected.
refusals: what the gateway's rules forbid, in its words. missed: calls that failed though nothing was
injected. spoilt: what people would have seen because of a fault. seen: what they would without one."""


class Tally:
    def __init__(self) -> None:
        self._lock = Lock()
        self._counted: dict[Group, Counter[str]] = {}
        self._took_s: dict[str, list[float]] = {}

    def count(self, group: Group, what: str) -> None:
        with self._lock:
            self._counted.setdefault(group, Counter())[what] += 1

    def took(self, what: str, seconds: float) -> None:
        with self._lock:
            self._took_s.setdefault(what, []).append(seconds)

    def counted(self, group: Group) -> Mapping[str, int]:
        """The most frequent first."""
        with self._lock:
            return dict(self._counted.get(group, Counter()).most_common())

    def times_s(self, what: str) -> Sequence[float]:
        """In order of size."""
        with self._lock:
            return sorted(self._took_s.get(what, ()))

    def timed(self) -> Sequence[str]:
        with self._lock:
            return sorted(self._took_s)


def percentile(ordered: Sequence[float], part: float) -> float:
    """The value that so large a part does not pass, by the nearest rank; 0 of nothing."""
    if not ordered:
        return 0.0
    return ordered[max(0, -int(-len(ordered) * part // 1) - 1)]
