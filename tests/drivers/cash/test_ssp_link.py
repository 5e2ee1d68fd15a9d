"""SSP's exactly-once exchange, against a line that does what it is told."""

import pytest

from drivers.cash.ssp.frames import Frame, encode
from drivers.cash.ssp.link import Link
from drivers.clock import FakeDeviceClock
from drivers.owner import DeviceSilent

OK = b"\xf0"


class ScriptedLine:
    """Implements `Transport`. `answers` are what each write brings, in pieces, each after a pause."""

    def __init__(self, clock: FakeDeviceClock) -> None:
        self.written: list[bytes] = []
        self.answers: list[list[tuple[float, bytes]]] = []
        self.waiting: list[tuple[float, bytes]] = []
        self._clock = clock

    def read(self, timeout_s: float) -> bytes:
        now_s = self._clock.monotonic_s()
        if self.waiting and self.waiting[0][0] <= now_s + timeout_s:
            due_s, data = self.waiting.pop(0)
            self._clock.sleep(due_s - now_s)
            return data
        self._clock.sleep(timeout_s)
        return b""

    def write(self, data: bytes) -> None:
        self.written.append(data)
        if self.answers:
            now_s = self._clock.monotonic_s()
            self.waiting += [(now_s + after_s, piece) for after_s, piece in self.answers.pop(0)]

    def drain(self) -> None:
        self.waiting = [due for due in self.waiting if due[0] > self._clock.monotonic_s()]

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing to give back."""


@pytest.fixture
def clock() -> FakeDeviceClock:
    return FakeDeviceClock()


@pytest.fixture
def line(clock: FakeDeviceClock) -> ScriptedLine:
    return ScriptedLine(clock)


@pytest.fixture
def link(line: ScriptedLine, clock: FakeDeviceClock) -> Link:
    """Synchronised: the next flag is 0."""
    link = Link(line, clock)
    line.answers.append([(0.01, encode(Frame(sequence=True, data=OK)))])
    link.synchronise()
    line.written.clear()
    return link


def answer(sequence: bool, data: bytes) -> bytes:
    return encode(Frame(sequence, data))


def test_the_flag_turns_with_every_new_command(link: Link, line: ScriptedLine) -> None:
    for sequence in (False, True, False):
        line.answers.append([(0.01, answer(sequence, OK))])
        link.ask(b"\x07")
    assert line.written == [encode(Frame(sequence, b"\x07")) for sequence in (False, True, False)]


def test_the_same_frame_goes_out_until_it_is_answered(
    link: Link, line: ScriptedLine, clock: FakeDeviceClock
) -> None:
    line.answers += [[], [], [(0.01, answer(False, OK))]]
    began_s = clock.monotonic_s()
    assert link.ask(b"\x07") == OK
    assert line.written == [encode(Frame(False, b"\x07"))] * 3
    assert 2.0 <= clock.monotonic_s() - began_s < 2.2


def test_three_silences_are_a_silent_unit_and_the_command_stays_unanswered(
    link: Link, line: ScriptedLine, clock: FakeDeviceClock
) -> None:
    with pytest.raises(DeviceSilent, match="3 tries"):
        link.ask(b"\x07")
    assert link.unanswered == Frame(False, b"\x07")
    with pytest.raises(RuntimeError, match="unanswered"):
        link.ask(b"\x09")
    line.answers.append([(0.01, answer(False, b"\xf0\xee\x03"))])
    assert Link(line, clock, link.unanswered).repeat() == b"\xf0\xee\x03"
    assert line.written == [encode(Frame(False, b"\x07"))] * 4


def test_an_answer_to_the_command_before_is_passed_over(link: Link, line: ScriptedLine) -> None:
    line.answers.append([(0.01, answer(True, b"\xf0\xee\x03")), (0.02, answer(False, b"\xf0\xeb"))])
    assert link.ask(b"\x07") == b"\xf0\xeb"


def test_what_came_unasked_is_no_answer(link: Link, line: ScriptedLine, clock: FakeDeviceClock) -> None:
    line.waiting.append((clock.monotonic_s(), answer(False, b"\xf0\xee\x03")))
    line.answers.append([(0.01, answer(False, OK))])
    assert link.ask(b"\x07") == OK


def test_our_own_echo_and_other_units_are_no_answer(link: Link, line: ScriptedLine) -> None:
    other = encode(Frame(False, b"\xf0\xe8", address=3))
    line.answers.append(
        [(0.01, encode(Frame(False, b"\x07"))), (0.02, other), (0.03, answer(False, b"\xf0\xeb"))]
    )
    assert link.ask(b"\x07") == b"\xf0\xeb"


def test_an_answer_in_pieces_is_awaited(link: Link, line: ScriptedLine) -> None:
    whole = answer(False, b"\xf0\xee\x03\xcc")
    line.answers.append([(0.05 * n, bytes([byte])) for n, byte in enumerate(whole, 1)])
    assert link.ask(b"\x07") == b"\xf0\xee\x03\xcc"


def test_a_fresh_line_is_let_fall_quiet_before_the_first_word(
    line: ScriptedLine, clock: FakeDeviceClock
) -> None:
    """What an earlier life of the line still brings would pass for the answer to SYNC."""
    late = [(clock.monotonic_s() + 0.03 * n, answer(True, b"\xf0\xe8")) for n in range(1, 4)]
    line.waiting += late
    line.answers.append([(0.01, answer(True, OK))])
    link = Link(line, clock)
    link.synchronise()
    assert line.waiting == []
    assert line.written == [bytes.fromhex("7F 80 01 11 65 82")]
    line.answers.append([(0.01, answer(False, OK))])
    assert link.ask(b"\x07") == OK


def test_a_line_that_never_falls_quiet_is_not_awaited_for_ever(
    line: ScriptedLine, clock: FakeDeviceClock
) -> None:
    line.waiting += [(clock.monotonic_s() + 0.02 * n, b"\x55") for n in range(1, 500)]
    began_s = clock.monotonic_s()
    with pytest.raises(DeviceSilent):
        Link(line, clock).synchronise()
    assert clock.monotonic_s() - began_s < 4.5
