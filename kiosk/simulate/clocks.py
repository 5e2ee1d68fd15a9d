"""A machine's two clocks: the monotonic one, which begins at its boot, and the wall clock, which may lie."""

from kiosk.simulate.engine import Engine

MIDNIGHT_S = 1_790_000_000.0
"""When worlds begin, in seconds since 1970."""


class WallClock:
    """Fulfils the gateway's clock; `jump` is what somebody does to the wall clock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._booted_ms = 0
        self._wrong_s = 0.0

    def boot(self) -> None:
        self._booted_ms = self._engine.now_ms

    def monotonic_s(self) -> float:
        return (self._engine.now_ms - self._booted_ms) / 1000

    def wall_s(self) -> float:
        return MIDNIGHT_S + self._engine.now_ms / 1000 + self._wrong_s

    def jump(self, by_s: float) -> None:
        self._wrong_s += by_s
