"""The trace names what passes, shows nothing personal, and knows what to try with a device that is silent."""

import pytest

from drivers.clock import FakeDeviceClock
from drivers.reading import Reading
from drivers.trace import Trace
from drivers.transport import Transport


class Letters:
    """A codec of one byte a message: "a" to "z" by their name, capitals personal, all else noise."""

    def feed(self, data: bytes) -> list[Reading]:
        return [self._reading(bytes([byte])) for byte in data]

    def line_fell_silent(self) -> list[Reading]:
        return []

    def _reading(self, byte: bytes) -> Reading:
        if byte.isalpha():
            return Reading(True, byte.decode().lower(), byte * 12, personal=byte.isupper())
        return Reading(False, "noise", byte)


class Line:
    """Gives what it was given."""

    def __init__(self, clock: FakeDeviceClock) -> None:
        self.coming = b""
        self._clock = clock

    def read(self, timeout_s: float) -> bytes:
        self._clock.sleep(timeout_s)
        data, self.coming = self.coming, b""
        return data

    def write(self, data: bytes) -> None: ...

    def drain(self) -> None: ...

    def button_pressed(self) -> bool:
        return True

    def close(self) -> None: ...


class Bench:
    def __init__(self) -> None:
        self.clock = FakeDeviceClock()
        self.line = Line(self.clock)
        self.trace = Trace("bench", self.clock, Letters)
        self.traced: Transport = self.trace.line(self.line)

    def answer(self, data: bytes, after_s: float = 0.04) -> None:
        self.line.coming = data
        self.traced.read(after_s)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_both_directions_are_named_with_the_time_an_answer_took(bench: Bench) -> None:
    bench.traced.write(b"p")
    bench.answer(b"q", after_s=0.042)
    asked, answered = bench.trace.entries()
    assert (asked.from_host, asked.name, asked.after_s) == (True, "p", None)
    assert (answered.from_host, answered.name) == (False, "q")
    assert answered.after_s == pytest.approx(0.042)


def test_a_payload_is_shown_cut_and_a_personal_one_never(bench: Bench) -> None:
    bench.answer(b"kK")
    plain, personal = bench.trace.entries()
    assert (plain.shown, plain.length) == ("6B 6B 6B 6B 6B 6B 6B 6B", 12)
    assert (personal.shown, personal.length) == ("", 12)


def test_noise_is_counted_and_not_shown(bench: Bench) -> None:
    bench.answer(b"\x81")
    (noise,) = bench.trace.entries()
    assert (noise.valid, noise.shown, noise.length) == (False, "", 1)


def test_only_the_last_messages_are_kept(bench: Bench) -> None:
    for _ in range(10):
        bench.answer(b"x" * 100)
    assert len(bench.trace.entries()) == 400


@pytest.mark.parametrize(
    ("came", "words"),
    [(b"", "not a byte came"), (b"\x81\x82", "check model and baud_rate"), (b"\x81a", "")],
)
def test_what_came_tells_what_to_try(bench: Bench, came: bytes, words: str) -> None:
    bench.answer(came)
    step = bench.trace.next_step()
    assert words in step
    assert bool(step) is bool(words)


def test_a_fresh_line_is_judged_afresh(bench: Bench) -> None:
    bench.answer(b"a")
    bench.trace.line(bench.line)
    assert "not a byte came" in bench.trace.next_step()


def test_everything_else_passes_through(bench: Bench) -> None:
    assert bench.traced.button_pressed()
