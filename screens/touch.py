"""Which finger counts, and which tap. Pure: seconds come from the caller.

Rules TCH-9 and TCH-10 of the accessibility rules: a trembling hand taps twice, a resting palm touches too.
"""

REPEAT_GUARD_S = 0.7
"""A second tap sooner than this is taken for a tremor."""

KEY_REPEAT_GUARD_S = 0.3
"""The same on the keypad, where 66 is typed on purpose; fingers bounce within a quarter of a second."""

RESTING_S = 10.0
"""A touch that lasts longer is a resting palm, or a panel that lost its release; others count again."""


class TouchRules:
    """One for a whole display: the first finger owns the screen until it lifts, and taps must be apart.

    `generation` grows with every change of screen, and when a finger is given up: what it pressed is void.
    """

    def __init__(self) -> None:
        self.generation = 0
        self._finger: object | None = None
        self._finger_since_s = 0.0
        self._last_target = ""
        self._last_tap_s = float("-inf")
        self._screen_changed = False

    def finger_down(self, finger: object, now_s: float) -> bool:
        """False for every finger after the first. Whatever a resting one lies on is not pressed by it."""
        if self._finger is not None:
            if now_s - self._finger_since_s < RESTING_S:
                return False
            self.generation += 1
        self._finger, self._finger_since_s = finger, now_s
        return True

    def finger_up(self, finger: object) -> None:
        if finger == self._finger:
            self._finger = None

    def accept_tap(self, target: str, now_s: float, guard_s: float = REPEAT_GUARD_S) -> bool:
        """Whether a completed tap on `target` counts; if so it starts the next guard time.

        Another target on the same screen is never held back; after a change of screen everything is, since
        the second half of a double tap lands on whatever has come up under the finger.
        """
        guard_s = REPEAT_GUARD_S if self._screen_changed else guard_s
        is_repeat = target == self._last_target or self._screen_changed
        if is_repeat and now_s - self._last_tap_s < guard_s:
            return False
        self._last_target, self._last_tap_s, self._screen_changed = target, now_s, False
        return True

    def screen_changed(self) -> None:
        self.generation += 1
        self._screen_changed = True
