"""However attempts, restarts and clocks are mixed, nobody gets more tries than the table allows."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.access.attempts import Attempts
from kiosk.access.gate import Gate
from kiosk.runtime.clock import FakeClock
from kiosk.session.secret import Secret
from kiosk.technician.lockout import Lockout, ResponseTried, Tried, Waited, WasRight, after
from kiosk.wire.unlock import unlock_code

from .conftest import MACHINE, RIGHT, WRONG, OpenGate

WAITS = {1: 0, 2: 0, 3: 0, 4: 0, 5: 30, 6: 60, 7: 120, 8: 240, 9: 480}


def test_the_table_of_waits() -> None:
    lockout, waits = Lockout(), {}
    for wrong in range(1, 10):
        lockout = after(lockout, Tried("12345678"))
        waits[wrong] = lockout.left_s
        lockout = after(lockout, Waited(lockout.left_s))
    assert waits == WAITS
    lockout = after(lockout, Tried("12345678"))
    assert (lockout.locked, lockout.challenge) == (True, "12345678")
    assert after(after(lockout, Waited(1e9)), Tried("0" * 8)).challenge == "12345678"


HAPPENINGS = st.one_of(
    st.just(Tried("12345678")),
    st.floats(-10, 700, allow_nan=False).map(Waited),
    st.just(ResponseTried("87654321")),
)


@given(st.lists(HAPPENINGS, max_size=60))
def test_waiting_alone_never_gives_back_a_try(happened: list[Tried | Waited]) -> None:
    lockout, tries, waited_s = Lockout(), 0, 0.0
    for happening in happened:
        before = lockout
        lockout = after(lockout, happening)
        tries += isinstance(happening, Tried) and before.may_try
        waited_s += happening.seconds if isinstance(happening, Waited) and happening.seconds > 0 else 0
        assert lockout.wrong == tries <= 10
        assert waited_s >= sum(WAITS[wrong] for wrong in range(1, tries)) - 1e-6


def test_a_right_pin_begins_anew() -> None:
    lockout = after(after(Lockout(), Tried("12345678")), WasRight())
    assert lockout == Lockout()


class Mischief:
    """A machine that is tried, switched off and on, and whose clock on the wall is set, in any order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = FakeClock()
        self.on_s = 0.0
        self.tries = 0
        self.attempts = Attempts(path, self.clock)

    def do(self, act: str, seconds: float) -> None:
        match act:
            case "try":
                self.tries += self.attempts.begin_try()
            case "wait":
                self.clock.advance(seconds)
                self.on_s += seconds
                self.attempts.pass_time()
            case "power_off":
                self.clock = FakeClock(self.clock.wall_s() + seconds, monotonic_s=seconds)
                self.attempts = Attempts(self.path, self.clock)
            case "set_clock":
                moved = FakeClock(self.clock.wall_s() + 1e6 * seconds, self.clock.monotonic_s())
                self.clock.__dict__.update(moved.__dict__)


ACTS = st.tuples(
    st.sampled_from(["try", "try", "try", "wait", "power_off", "set_clock"]),
    st.sampled_from([1.0, 4.0, 29.0, 31.0, 500.0]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=40))
def test_no_restart_and_no_clock_gives_a_try_too_many(
    acts: list[tuple[str, float]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    mischief = Mischief(tmp_path_factory.mktemp("access") / "attempts.json")
    for act, seconds in acts:
        mischief.do(act, seconds)
        assert mischief.tries <= 10
        assert mischief.on_s >= sum(WAITS[wrong] for wrong in range(1, mischief.tries))


def test_a_try_is_counted_though_the_power_goes_in_the_middle(folder: Path, clock: FakeClock) -> None:
    folder.mkdir()
    path = folder / "attempts.json"
    for _ in range(5):
        assert Attempts(path, clock).begin_try()
    assert not Attempts(path, clock).begin_try()
    assert Attempts(path, clock).lockout.left_s == 30


def test_a_disk_that_cannot_be_written_checks_nothing(open_gate: OpenGate, folder: Path) -> None:
    gate = open_gate()
    (folder / "attempts.json.new").mkdir()
    assert gate.check_pin("07", RIGHT).verdict == "broken"


def test_damaging_the_counter_locks(open_gate: OpenGate, folder: Path) -> None:
    open_gate()
    (folder / "attempts.json").write_bytes(b"\0")
    gate = open_gate()
    assert gate.check_pin("07", RIGHT).verdict == "closed"
    assert len(gate.lockout().challenge) == 8


def locked(gate: Gate, clock: FakeClock) -> str:
    for _ in range(10):
        gate.check_pin("07", WRONG)
        clock.advance(600)
    return gate.lockout().challenge


def test_the_operators_code_unlocks_once_and_only_this_machine(
    open_gate: OpenGate, folder: Path, clock: FakeClock
) -> None:
    gate = open_gate()
    challenge = locked(gate, clock)
    key = (folder / "machine.key").read_bytes()
    assert gate.check_pin("07", RIGHT).verdict == "closed"
    assert not gate.check_response(Secret(unlock_code(key, "LFL-380-02", challenge))).right
    clock.advance(61)
    fresh = gate.lockout().challenge
    assert fresh != challenge
    assert not gate.check_response(Secret(unlock_code(key, MACHINE, challenge))).right, "spent"
    clock.advance(61)
    answer = Secret(unlock_code(key, MACHINE, gate.lockout().challenge))
    assert gate.check_response(answer).right
    assert gate.check_pin("07", RIGHT).verdict == "right"
    assert not gate.check_response(answer).right, "nothing to unlock"


def test_a_challenge_stands_still_while_the_operator_is_telephoned(
    open_gate: OpenGate, clock: FakeClock
) -> None:
    challenge = locked(open_gate(), clock)
    clock.advance(3600)
    assert open_gate().lockout().challenge == challenge


def test_unlocking_codes_cannot_be_tried_quickly(open_gate: OpenGate, clock: FakeClock) -> None:
    gate = open_gate()
    locked(gate, clock)
    assert gate.check_response(Secret("0000000000")).lockout.left_s == 60
    challenge = gate.lockout().challenge
    assert not gate.check_response(Secret("0000000001")).right
    assert gate.lockout().challenge == challenge, "not tried at all while waiting"


def test_right_and_wrong_are_told_apart(open_gate: OpenGate) -> None:
    gate = open_gate()
    assert gate.check_pin("07", WRONG).verdict == "wrong"
    assert gate.check_pin("08", RIGHT).verdict == "wrong"
    assert gate.check_pin("07", RIGHT).verdict == "right"
    assert gate.lockout() == Lockout()
