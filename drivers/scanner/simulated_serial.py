"""Simulated scanners that take commands on their line: Newland's and Honeywell's."""

from typing import Final

from drivers.scanner import honeywell, newland
from drivers.scanner.code_text import LONGEST_BYTES
from drivers.scanner.messages import Outcome
from drivers.scanner.simulator import ONE_READ_S, SimulatedScanner
from drivers.simulation.acts import Acts, HandAct

_ANSWER_S: Final = 0.02
_BY_NAME: Final[dict[Outcome, bytes]] = {name: bytes([code]) for code, name in newland.OUTCOMES.items()}


class _CommandedScanner(SimulatedScanner):
    triggered = True

    def __init__(self, suffix: bytes = b"\r") -> None:
        super().__init__(suffix)
        self._received = b""
        self._mixes = False
        self._refuses_trigger = False

    def mix_replies(self, mixes: bool) -> None:
        """From now on an answer comes right behind every code, without a pause."""
        with self.hand():
            self._mixes = mixes

    def refuse_trigger(self, refuses: bool) -> None:
        with self.hand():
            self._refuses_trigger = refuses

    def acts(self) -> Acts:
        return super().acts() | {
            "mix_reply": HandAct(
                "", "an answer right behind every code", lambda words: self.mix_replies(True)
            ),
            "unmix": HandAct("", "answers and codes apart again", lambda words: self.mix_replies(False)),
            "refuse_trigger": HandAct("", "know no trigger", lambda words: self.refuse_trigger(True)),
            "obey_trigger": HandAct("", "know it again", lambda words: self.refuse_trigger(False)),
        }

    def _light(self, on: bool, now_s: float) -> None:
        self._triggered_until_s = now_s + ONE_READ_S if on and not self._refuses_trigger else 0.0


class SimulatedNewland(_CommandedScanner):
    _IDENTITY: Final = {"QRYPDN": b"NLS-FM430 simulated", "QRYFWV": b"1.0", "QRYPSN": b"SIM0001"}
    _SETTINGS: Final = frozenset({"SCNTRG", "SCNMOD", "ILLSCN", "AMLENA", "GRBENA", "ORTSET", "RRDDUR"})

    def _heard(self, data: bytes, now_s: float) -> None:
        self._received = (self._received + data)[-LONGEST_BYTES:]
        while newland.TAIL in self._received:
            frame, self._received = self._received.split(newland.TAIL, 1)
            head, _, command = frame.rpartition(newland.HOST_HEAD)
            if command or head:
                self._obey(command, now_s)

    def _obey(self, command: bytes, now_s: float) -> None:
        tag, value = command[1:7].decode("ascii", "replace"), command[7:]
        if tag == "SCNTRG":
            self._light(value == b"1", now_s)
        known = tag in self._SETTINGS and not (tag == "SCNTRG" and self._refuses_trigger)
        if tag in self._IDENTITY:
            self._answer(command + self._IDENTITY[tag], "ok", now_s)
        elif not known:
            self._answer(command, "unknown", now_s)
        elif value == b"*":
            self._answer(command[:7] + b"0", "ok", now_s)
        else:
            self._answer(command, "ok" if value.isdigit() and int(value) < 9 else "nak", now_s)

    def _answer(self, echo: bytes, outcome: Outcome, now_s: float) -> None:
        self._say(now_s + _ANSWER_S, newland.REPLY_HEAD + echo + _BY_NAME[outcome] + newland.TAIL)

    def _send_code(self, content: bytes, due_s: float) -> float:
        reply = newland.REPLY_HEAD + b"#GRBENA1\x06" + newland.TAIL
        return super()._send_code(content + reply if self._mixes else content, due_s)


class SimulatedHoneywell(_CommandedScanner):
    def _heard(self, data: bytes, now_s: float) -> None:
        self._received = (self._received + data)[-LONGEST_BYTES:]
        while (start := self._received.find(b"\x16")) >= 0 and len(self._received) >= start + 3:
            command, rest = self._received[start : start + 3], self._received[start + 3 :]
            if command == honeywell.MENU:
                end = min((at for at in map(rest.find, (b"!", b".")) if at >= 0), default=-1)
                if end < 0:
                    return
                self._answer(rest[:end], rest[end : end + 1], now_s)
                rest = rest[end + 1 :]
            else:
                self._light(command == honeywell.TRIGGER_ON, now_s)
            self._received = rest

    def _answer(self, command: bytes, storage: bytes, now_s: float) -> None:
        known = command[:6].upper() == b"CBRENA"
        echo = b"CBRENA1" if known else command
        self._say(now_s + _ANSWER_S, echo + _BY_NAME["ok" if known else "unknown"] + storage)

    def _send_code(self, content: bytes, due_s: float) -> float:
        return super()._send_code(content + b"CBRENA1\x06!" if self._mixes else content, due_s)
