"""A serial scanner of the Newland kind on a simulated line, with a hand to show it codes."""

from drivers.transport import TransportLost, WorkedByHand

_HEAD = b"\x7e\x010000"
_REPLY_HEAD = b"\x02\x010000"
_TAIL = b";\x03"
_ANSWER_S = 0.02
_READ_S = 0.15
_ONE_READ_S = 5.0
_KNOWN = frozenset({"SCNTRG", "SCNMOD", "ILLSCN", "AMLENA", "GRBENA", "ORTSET", "RRDDUR"})


class SimulatedScanner(WorkedByHand):
    """Reads what is in front of it once for each trigger. `suffix` may be empty."""

    def __init__(self, suffix: bytes = b"\r") -> None:
        super().__init__()
        self._suffix = suffix
        self._received = b""
        self._sending: list[tuple[float, bytes]] = []
        self._in_front: bytes | None = None
        self._triggered_until_s = 0.0
        self._plugged_in = True
        self._silent = False

    # -- the hand -----------------------------------------------------------------------------------

    def show(self, text: str) -> None:
        """Hold a code before the scanner until it is taken away or another is shown."""
        with self.hand():
            self._in_front = text.encode()

    def take_away(self) -> None:
        with self.hand():
            self._in_front = None

    def fall_silent(self) -> None:
        with self.hand():
            self._silent = True

    def speak_again(self) -> None:
        with self.hand():
            self._silent = False

    def unplug(self) -> None:
        with self.hand():
            self._plugged_in = False

    def plug_in(self) -> None:
        """It comes back as after power-on: not triggered, nothing to say."""
        with self.hand():
            self._plugged_in = True
            self._triggered_until_s = 0.0
            self._sending.clear()

    @property
    def lit(self) -> bool:
        """Whether its light is on, as long as nobody moved the time on."""
        return self._triggered_until_s > 0.0

    # -- the line -----------------------------------------------------------------------------------

    def receive(self, data: bytes, now_s: float) -> None:
        with self.lock:
            self._fail_if_unplugged()
            self._received += data
            while _TAIL in self._received:
                frame, self._received = self._received.split(_TAIL, 1)
                if frame.startswith(_HEAD):
                    self._obey(frame[len(_HEAD) :], now_s)

    def due(self, now_s: float) -> bytes:
        with self.lock:
            self._fail_if_unplugged()
            self._look(now_s)
            ripe = b"".join(data for due_s, data in self._sending if due_s <= now_s)
            self._sending = [(due_s, data) for due_s, data in self._sending if due_s > now_s]
            return b"" if self._silent else ripe

    def next_due_s(self) -> float | None:
        with self.lock:
            return min((due_s for due_s, _ in self._sending), default=None)

    def button_pressed(self) -> bool:
        return False

    def _fail_if_unplugged(self) -> None:
        if not self._plugged_in:
            raise TransportLost("simulated scanner: unplugged")

    def _obey(self, command: bytes, now_s: float) -> None:
        tag, value = command[1:7].decode("ascii", "replace"), command[7:]
        known = tag in _KNOWN
        if tag == "SCNTRG":
            self._triggered_until_s = now_s + _ONE_READ_S if value == b"1" else 0.0
        echo = command[:7] + (b"0" if value == b"*" else value)
        reply = _REPLY_HEAD + echo + (b"\x06" if known else b"\x05") + _TAIL
        self._sending.append((now_s + _ANSWER_S, reply))

    def _look(self, now_s: float) -> None:
        """A reading ends the trigger."""
        if now_s >= self._triggered_until_s:
            self._triggered_until_s = 0.0
        if self._in_front is not None and self._triggered_until_s:
            self._triggered_until_s = 0.0
            self._sending.append((now_s + _READ_S, self._in_front + self._suffix))
