"""A hold of three seconds by a hand that may tremble. Pure: seconds and millimetres come from the caller.

The device's driver times the hold that counts; this one only decides when a touch begins and ends it.
Rule TCH-13: slipping by 10 mm and lifting for 300 ms are forgiven.
"""

SLIP_MM = 10.0
LIFT_S = 0.3
TAP_S = 1.0
"""A hold shorter than this was meant as a tap; the resident is told to keep holding."""


class Hold:
    """`down`, `slip` and `up` follow the finger; `settle` says when the hold is over for good."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._lifted_s: float | None = None
        self.was_tap = False

    @property
    def active(self) -> bool:
        return self._since_s is not None

    def down(self, now_s: float) -> bool:
        """True if this begins a hold, False if it takes up one that was lifted for a moment."""
        self._lifted_s = None
        if self.active:
            return False
        self._since_s, self.was_tap = now_s, False
        return True

    def slip(self, outside_mm: float, now_s: float) -> None:
        """The finger is `outside_mm` beyond the button's edge; 0 while on it."""
        if outside_mm > SLIP_MM:
            self.up(now_s)
        elif self.active:
            self._lifted_s = None

    def up(self, now_s: float) -> None:
        if self.active and self._lifted_s is None:
            self._lifted_s = now_s

    def settle(self, now_s: float) -> bool:
        """True once, when the finger has been away for longer than is forgiven."""
        if self._since_s is None or self._lifted_s is None or now_s - self._lifted_s < LIFT_S:
            return False
        self.was_tap = self._lifted_s - self._since_s < TAP_S
        self._since_s = self._lifted_s = None
        return True

    def held_s(self, now_s: float) -> float | None:
        """None while nobody holds."""
        return None if self._since_s is None else now_s - self._since_s
