"""The whole way of a locked keypad: ten wrong PINs, the operator's call to the gateway, the typed code."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.access.gate import Gate
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.session.secret import Secret

from .conftest import MACHINE, RIGHT, WRONG, OpenGate

OTHER_MACHINE = "LFL-380-02"
Captured = pytest.CaptureFixture[str]


class Operator:
    """Somebody at a terminal who was enrolled at the gateway, and is told what a locked keypad shows."""

    def __init__(self, db: str, url: str, token_file: Path, captured: Captured) -> None:
        self.db, self.url = db, url
        self._token_file, self._captured = token_file, captured
        self.be_enrolled("li-wei")

    def run(self, *arguments: str) -> str:
        assert main(list(arguments)) == 0, self._captured.readouterr().err
        return self._captured.readouterr().out.strip()

    def be_enrolled(self, name: str) -> None:
        self._token_file.write_text(self.run("enrol-operator", "--db", self.db, name) + "\n")

    def enrol(self, number: str, key: Path) -> None:
        self.run("enrol-machine", "--db", self.db, "--machine", number, "--key", str(key))

    def asks(self, challenge: str, number: str = MACHINE) -> list[str]:
        as_whom = ["--gateway", self.url, "--token-file", str(self._token_file)]
        return ["unlock-code", *as_whom, "--machine", number, f"{challenge[:4]} {challenge[4:]}"]

    def code(self, challenge: str, number: str = MACHINE) -> Secret:
        return Secret(self.run(*self.asks(challenge, number)))

    def refusal(self, challenge: str, number: str = MACHINE) -> str:
        assert main(self.asks(challenge, number)) == 1
        return self._captured.readouterr().err


@pytest.fixture
def operator(tmp_path: Path, clock: FakeClock, capsys: Captured) -> Iterator[Operator]:
    path = tmp_path / "gateway.db"
    gateway = EmbeddedGateway(path, clock, demo_data=False)
    yield Operator(f"sqlite:///{path}", gateway.start(), tmp_path / "token", capsys)
    gateway.stop()


def lock(gate: Gate, clock: FakeClock) -> str:
    """Ten wrong PINs; the challenge shown then."""
    for _ in range(10):
        gate.check_pin("07", WRONG)
        clock.advance(600)
    assert gate.check_pin("07", RIGHT).verdict == "closed"
    return gate.lockout().challenge


@pytest.fixture
def locked(open_gate: OpenGate, operator: Operator, folder: Path, clock: FakeClock) -> Gate:
    """A machine that the gateway knows, locked."""
    gate = open_gate()
    operator.enrol(MACHINE, folder / "machine.key")
    lock(gate, clock)
    return gate


def test_the_gateways_code_opens_the_keypad_once(locked: Gate, operator: Operator, clock: FakeClock) -> None:
    code = operator.code(locked.lockout().challenge)
    assert locked.check_response(code).right
    assert locked.check_pin("07", RIGHT).verdict == "right"
    lock(locked, clock)
    assert not locked.check_response(code).right, "a code heard on the telephone opens nothing later"


def test_a_code_for_a_spent_challenge_opens_nothing(
    locked: Gate, operator: Operator, clock: FakeClock
) -> None:
    code = operator.code(locked.lockout().challenge)
    assert not locked.check_response(Secret("0000000000")).right
    clock.advance(61)
    assert not locked.check_response(code).right
    clock.advance(61)
    assert locked.check_response(operator.code(locked.lockout().challenge)).right


def test_another_machines_code_opens_nothing(
    locked: Gate, operator: Operator, clock: FakeClock, tmp_path: Path
) -> None:
    other_key = tmp_path / "other.key"
    other_key.write_bytes(bytes(32))
    operator.enrol(OTHER_MACHINE, other_key)
    assert not locked.check_response(operator.code(locked.lockout().challenge, OTHER_MACHINE)).right
    clock.advance(61)
    operator.enrol(OTHER_MACHINE, tmp_path / "access" / "machine.key")
    code = operator.code(locked.lockout().challenge, OTHER_MACHINE)
    assert not locked.check_response(code).right, "the machine's number is signed too"


def test_somebody_who_is_no_operator_any_more_gets_no_code(locked: Gate, operator: Operator) -> None:
    challenge = locked.lockout().challenge
    operator.run("revoke-operator", "--db", operator.db, "li-wei")
    assert "does not know this token" in operator.refusal(challenge)
    operator.be_enrolled("wang-fang")
    assert locked.check_response(operator.code(challenge)).right


def test_a_machine_that_is_not_enrolled_is_told(locked: Gate, operator: Operator) -> None:
    assert "no machine of this number" in operator.refusal(locked.lockout().challenge, "LFL-999-09")


def test_after_enrolling_again_only_the_new_key_counts(
    locked: Gate, operator: Operator, clock: FakeClock, tmp_path: Path
) -> None:
    other_key = tmp_path / "other.key"
    other_key.write_bytes(bytes(32))
    operator.enrol(MACHINE, other_key)
    assert not locked.check_response(operator.code(locked.lockout().challenge)).right


Spoil = Callable[[Operator, Path], list[str]]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda o, p: ["enrol-machine", "--db", o.db, "--machine", "lfl", "--key", str(p)],
            "capital letters",
        ),
        (lambda o, p: ["enrol-machine", "--db", o.db, "--machine", "A", "--key", str(p)], "5 bytes where"),
        (lambda o, p: ["enrol-machine", "--db", o.db, "--machine", "A", "--key", f"{p}x"], "No such file"),
        (lambda o, p: ["enrol-operator", "--db", o.db, "Li Wei"], "small letters"),
        (lambda o, p: ["enrol-operator", "--db", o.db, "demonstration"], "belongs to the demonstration"),
        (lambda o, p: ["enrol-operator", "--db", f"sqlite:///{p}/x.db", "li-wei"], "see --db"),
        (lambda o, p: ["revoke-operator", "--db", o.db, "nobody"], "no operator of this name"),
    ],
)
def test_what_is_refused_at_the_terminal_says_why_and_repeats_no_key(
    operator: Operator, tmp_path: Path, capsys: Captured, spoil: Spoil, said: str
) -> None:
    short_key = tmp_path / "short.key"
    short_key.write_bytes(b"abcde")
    assert main(spoil(operator, short_key)) == 1
    told = capsys.readouterr().err
    assert told.startswith("nothing was changed: ")
    assert said in told
    assert "abcde" not in told


@pytest.mark.parametrize(
    ("url", "token", "said"),
    [
        ("http://gateway.example", "li-wei.x", "https://"),
        ("http://127.0.0.1:1", "li-wei.x", "no connection"),
        ("http://127.0.0.1:1", "two words", "no operator's token"),
        ("http://127.0.0.1:1", "令牌", "no operator's token"),
    ],
)
def test_an_operators_call_that_cannot_be_made_says_why(
    tmp_path: Path, capsys: Captured, url: str, token: str, said: str
) -> None:
    file = tmp_path / "token"
    file.write_text(token, encoding="utf-8")
    call = ["unlock-code", "--gateway", url, "--token-file", str(file), "--machine", MACHINE]
    assert main([*call, "12345678"]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert token not in told
    assert main([*call, "1234"]) == 1
    assert main([*call[:3], "--machine", MACHINE, "12345678"]) == 2, (
        "without a token there is nobody to ask as"
    )


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_an_authority_that_cannot_be_used_is_named(
    tmp_path: Path, capsys: Captured, content: bytes | None
) -> None:
    token, authority = tmp_path / "token", tmp_path / "authority.pem"
    token.write_text("li-wei.x")
    if content is not None:
        authority.write_bytes(content)
    call = [
        "unlock-code",
        "--gateway",
        "https://127.0.0.1:1",
        "--token-file",
        str(token),
        "--machine",
        MACHINE,
    ]
    assert main([*call, "--ca-file", str(authority), "12345678"]) == 1
    assert capsys.readouterr().err.startswith(f"{authority}: ")
