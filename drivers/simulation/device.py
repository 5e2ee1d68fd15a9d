"""What all simulated devices share: cable, power, a faulty line, answers that take time, a hand's words.

A device adds its protocol in `_heard`, its mechanics in `_settle`, and what else a hand can do in `acts`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeAlias

from drivers.simulation.acts import Acts, HandAct, seconds_of, times_of
from drivers.simulation.faults import LineFaults
from drivers.transport import TransportLost, WorkedByHand

Answer: TypeAlias = bytes | Callable[[], bytes]
"""Made when it is due, where it depends on what a hand has done until then."""


class SimulatedDevice(WorkedByHand, ABC):
    """Implements `SimulatedPeer`. `name` is told when the cable is out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.faults = LineFaults()
        self._outgoing: list[tuple[float, Answer]] = []
        self._plugged_in = True
        self._powered = True

    # -- the hand -----------------------------------------------------------------------------------

    def unplug(self) -> None:
        """Pull the data cable; the mechanism keeps its power and what it holds."""
        with self.hand():
            self._plugged_in = False
            self._outgoing.clear()

    def plug_in(self) -> None:
        with self.hand():
            self._plugged_in = True

    def cut_power(self) -> None:
        """The line stays, but nobody answers; what was not done is forgotten."""
        with self.hand():
            self._powered = False
            self._outgoing.clear()
            self._power_lost()

    def restore_power(self) -> None:
        with self.hand():
            if not self._powered:
                self._powered = True
                self._power_back()

    def fall_silent(self) -> None:
        with self.hand():
            self.faults.silent = True

    def speak_again(self) -> None:
        with self.hand():
            self.faults.silent = False

    def acts(self) -> Acts:
        """Everything a hand can do, by the words that ask for it. A device adds its own to these."""
        return {
            "unplug": HandAct("", "pull the data cable", lambda words: self.unplug()),
            "plug_in": HandAct("", "put the data cable back", lambda words: self.plug_in()),
            "cut_power": HandAct("", "switch the device off", lambda words: self.cut_power()),
            "restore_power": HandAct("", "switch it on again", lambda words: self.restore_power()),
            "fall_silent": HandAct("", "answer nothing from now on", lambda words: self.fall_silent()),
            "speak_again": HandAct("", "answer again", lambda words: self.speak_again()),
            "cut_answers": HandAct("TIMES", "send half of the next answers", self._cut_answers),
            "spoil_answers": HandAct("TIMES", "wrong checksum in the next answers", self._spoil_answers),
            "noise": HandAct("[HEX]", "bytes around every answer; none to end it", self._make_noise),
            "late": HandAct("SECONDS", "every answer comes so much later", self._be_late),
        }

    def _cut_answers(self, words: list[str]) -> None:
        self.faults.cut_answers = times_of(words)

    def _spoil_answers(self, words: list[str]) -> None:
        self.faults.spoilt_answers = times_of(words)

    def _make_noise(self, words: list[str]) -> None:
        self.faults.noise = bytes.fromhex("".join(words))

    def _be_late(self, words: list[str]) -> None:
        self.faults.late_s = seconds_of(words)

    # -- the line -----------------------------------------------------------------------------------

    def receive(self, data: bytes, now_s: float) -> None:
        with self.lock:
            self._fail_if_unplugged()
            if self._powered:
                self._settle(now_s)
                self._heard(data, now_s)

    def due(self, now_s: float) -> bytes:
        with self.lock:
            self._fail_if_unplugged()
            if self._powered:
                self._settle(now_s)
            ready = [answer for due_s, answer in self._outgoing if due_s <= now_s]
            self._outgoing = [waiting for waiting in self._outgoing if waiting[0] > now_s]
            return b"".join(self._spoken(answer) for answer in ready)

    def next_due_s(self) -> float | None:
        with self.lock:
            return min((due_s for due_s, _ in self._outgoing), default=None)

    def button_pressed(self) -> bool:
        return False

    # -- for the device -----------------------------------------------------------------------------

    @abstractmethod
    def _heard(self, data: bytes, now_s: float) -> None:
        """Bytes from the host, in pieces of any size."""

    def _settle(self, now_s: float) -> None:
        """Bring motions up to date; called before every look at the device."""

    def _power_lost(self) -> None:
        """Forget what the device keeps in memory only."""

    def _power_back(self) -> None:
        """The state after power-on."""

    def _say(self, due_s: float, answer: Answer) -> None:
        """Send `answer` at `due_s` of the line's clock, if the line's faults let it pass."""
        self._outgoing.append((due_s + self.faults.late_s, answer))
        self._outgoing.sort(key=lambda waiting: waiting[0])

    def _spoken(self, answer: Answer) -> bytes:
        content = answer if isinstance(answer, bytes) else answer()
        return self.faults.befall(content) if content else b""

    def _fail_if_unplugged(self) -> None:
        if not self._plugged_in:
            raise TransportLost(f"simulated {self.name}: unplugged")
