"""A remote command at the kiosk: whose word counts, when it is begun, refused or too late; never twice."""

import msgspec
import pytest

from kiosk.runtime.command_course import Kept, NotOurs, Proof, Sight, after_start, next_of, proven
from kiosk.wire.commands import (
    SIGNED_AS,
    BackInService,
    Command,
    Order,
    OutOfService,
    RestartWhenIdle,
    SendLogs,
    SetVolume,
    SignedCommand,
    TestYourself,
)
from kiosk.wire.signing.keys import SigningKey

KEY = SigningKey("gateway", "ed25519", bytes(range(32)))
OTHER = SigningKey("gateway", "ed25519", bytes(32))
PROOF = Proof("kiosk-1", KEY.verifying_key(), demonstration=False)
DEMONSTRATION = Proof("kiosk-1", None, demonstration=True)
EVERY: tuple[Order, ...] = (
    OutOfService(),
    BackInService(),
    RestartWhenIdle(),
    TestYourself(),
    SendLogs(),
    SetVolume(3),
)
AT_ONCE = [each for each in EVERY if not isinstance(each, RestartWhenIdle | TestYourself)]
REST = Sight(now_ms=1_000, at_rest=True, money_moves=False, technician_here=False)


def command(order: Order = EVERY[0], kiosk_id: str = "kiosk-1") -> Command:
    return Command("c1", kiosk_id, order, 500, 2_000)


def signed(told: Command, key: SigningKey = KEY) -> SignedCommand:
    body = msgspec.json.encode(told)
    return SignedCommand(body, key.key_id, key.sign(SIGNED_AS + body))


def sight(**more: object) -> Sight:
    return msgspec.structs.replace(REST, **more)


@pytest.mark.parametrize("order", EVERY)
def test_what_the_gateway_signed_for_this_kiosk_counts(order: Order) -> None:
    assert proven(signed(command(order)), PROOF) == command(order)
    assert proven(SignedCommand(msgspec.json.encode(command(order))), DEMONSTRATION) == command(order)


@pytest.mark.parametrize(
    "sent",
    [
        signed(command(), OTHER),
        signed(command(kiosk_id="kiosk-2")),
        SignedCommand(msgspec.json.encode(command())),
        msgspec.structs.replace(signed(command()), told=msgspec.json.encode(command(SetVolume(5)))),
        msgspec.structs.replace(signed(command()), key_id="another"),
        msgspec.structs.replace(signed(command()), signature=KEY.sign(msgspec.json.encode(command()))),
        SignedCommand(b"{", KEY.key_id, KEY.sign(SIGNED_AS + b"{")),
        SignedCommand(b"\xff", KEY.key_id, KEY.sign(SIGNED_AS + b"\xff")),
    ],
)
def test_what_is_not_the_gateways_word_for_this_kiosk_does_not(sent: SignedCommand) -> None:
    with pytest.raises(NotOurs):
        proven(sent, PROOF)


def test_an_order_that_is_not_on_the_list_is_none() -> None:
    body = msgspec.json.encode(command()).replace(b"out_of_service", b"open_the_cash_box")
    with pytest.raises(NotOurs):
        proven(SignedCommand(body, KEY.key_id, KEY.sign(SIGNED_AS + body)), PROOF)


def test_without_a_key_nothing_counts_but_in_a_demonstration() -> None:
    bare = msgspec.structs.replace(DEMONSTRATION, demonstration=False)
    with pytest.raises(NotOurs):
        proven(signed(command()), bare)


@pytest.mark.parametrize("order", EVERY)
def test_at_rest_it_is_begun(order: Order) -> None:
    assert next_of(Kept(command(order)), REST).state == "begun"


@pytest.mark.parametrize("order", EVERY)
def test_while_money_moves_it_is_refused_and_only_a_restart_waits(order: Order) -> None:
    busy = sight(at_rest=False, money_moves=True)
    now = next_of(Kept(command(order)), busy)
    expected = ("waiting", "") if isinstance(order, RestartWhenIdle) else ("refused", "money_moves")
    assert (now.state, now.reason) == expected


@pytest.mark.parametrize("order", AT_ONCE)
def test_what_disturbs_nobody_is_begun_while_somebody_is_there(order: Order) -> None:
    assert next_of(Kept(command(order)), sight(at_rest=False)).state == "begun"
    assert next_of(Kept(command(order)), sight(technician_here=True)).state == "begun"


@pytest.mark.parametrize("order", [RestartWhenIdle(), TestYourself()])
def test_what_would_break_into_a_session_waits_and_a_technicians_visit_refuses_it(order: Order) -> None:
    assert next_of(Kept(command(order)), sight(at_rest=False)) == Kept(command(order))
    now = next_of(Kept(command(order)), sight(technician_here=True))
    assert (now.state, now.reason) == ("refused", "technician_here")


@pytest.mark.parametrize("order", EVERY)
def test_after_its_time_it_is_too_late_whatever_else_is(order: Order) -> None:
    for seen in (sight(now_ms=2_000), sight(now_ms=9_999, money_moves=True, at_rest=False)):
        now = next_of(Kept(command(order)), seen)
        assert (now.state, now.reason) == ("failed", "too_late")
    assert next_of(Kept(command(order)), sight(now_ms=1_999)).state == "begun"


def test_without_the_gateways_clock_nothing_is_begun() -> None:
    assert next_of(Kept(command()), sight(now_ms=None)) == Kept(command())


@pytest.mark.parametrize("order", EVERY)
def test_what_was_begun_or_is_over_is_never_begun_again(order: Order) -> None:
    for state in ("begun", "done", "refused", "failed"):
        kept = Kept(command(order), state)
        assert next_of(kept, REST) == kept
        assert after_start(kept).state != "waiting"
        assert after_start(kept).is_over


def test_a_restart_is_done_once_the_program_has_started_and_others_say_that_nobody_knows() -> None:
    restarted = after_start(Kept(command(RestartWhenIdle()), "begun"))
    assert (restarted.state, restarted.reason) == ("done", "restarted")
    cut = after_start(Kept(command(SendLogs()), "begun"))
    assert (cut.state, cut.reason) == ("failed", "interrupted")
    assert after_start(Kept(command())) == Kept(command())


def test_the_report_says_taken_until_it_is_over() -> None:
    kept = Kept(command())
    assert [each.report().state for each in (kept, Kept(command(), "begun"))] == ["taken", "taken"]
    over = kept.ended("done", "tests_passed", (9, 0, 3)).report()
    assert (over.state, over.reason, over.figures) == ("done", "tests_passed", (9, 0, 3))
