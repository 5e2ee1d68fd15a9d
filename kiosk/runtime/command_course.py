"""A remote command at the kiosk, from its proof to its end. Pure.

What was begun is never begun again: after a power cut nobody knows how far it came, and says so.
"""

from typing import Final, Literal

import msgspec

from kiosk.wire.commands import (
    SIGNED_AS,
    Command,
    CommandReport,
    CourseState,
    Order,
    RestartWhenIdle,
    SignedCommand,
    TestYourself,
)
from kiosk.wire.signing.keys import VerifyingKey

KeptState = Literal["waiting", "begun", "done", "refused", "failed"]
_REPORTED: Final[dict[KeptState, CourseState]] = {
    "waiting": "taken",
    "begun": "taken",
    "done": "done",
    "refused": "refused",
    "failed": "failed",
}


class NotOurs(Exception):
    """Not the gateway's word, or not for this machine; whoever sent it is told nothing."""


class Kept(msgspec.Struct, frozen=True):
    """A command as this machine has it. `reason`: what came of it, in a word; `told`: the gateway knows."""

    command: Command
    state: KeptState = "waiting"
    reason: str = ""
    figures: tuple[int, ...] = ()
    told: bool = False

    @property
    def is_over(self) -> bool:
        return self.state not in {"waiting", "begun"}

    def report(self) -> CommandReport:
        return CommandReport(
            self.command.command_id, _REPORTED[self.state], self.reason or None, self.figures
        )

    def ended(self, state: KeptState, reason: str = "", figures: tuple[int, ...] = ()) -> "Kept":
        return Kept(self.command, state, reason, figures)


class Proof(msgspec.Struct, frozen=True):
    """Whose word counts at this machine: the gateway's, which `key` proves. Without one, which is in a
    demonstration alone, its word is taken as it is."""

    kiosk_id: str
    key: VerifyingKey | None
    demonstration: bool


class Sight(msgspec.Struct, frozen=True):
    """How the machine is at this moment. `now_ms`: the gateway's clock; None before it has answered."""

    now_ms: int | None
    at_rest: bool
    money_moves: bool
    technician_here: bool


def proven(signed: SignedCommand, proof: Proof) -> Command:
    """Raises NotOurs."""
    key = proof.key
    if key is not None:
        if signed.key_id != key.key_id or not key.verifies(SIGNED_AS + signed.told, signed.signature):
            raise NotOurs("not signed by the gateway")
    elif not proof.demonstration:
        raise NotOurs("there is no key to prove it by")
    try:
        command = msgspec.json.decode(signed.told, type=Command)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotOurs("not a command as this version knows them") from None
    if command.kiosk_id != proof.kiosk_id:
        raise NotOurs("for another machine")
    return command


def next_of(kept: Kept, sight: Sight) -> Kept:
    """What becomes of a command that waits; "begun" is for whoever carries it out."""
    command = kept.command
    if kept.state != "waiting" or sight.now_ms is None:
        return kept
    if sight.now_ms >= command.expires_ms:
        return kept.ended("failed", "too_late")
    if sight.money_moves:
        is_patient = isinstance(command.order, RestartWhenIdle)
        return kept if is_patient else kept.ended("refused", "money_moves")
    if not _needs_rest(command.order):
        return Kept(command, "begun")
    if sight.technician_here:
        return kept.ended("refused", "technician_here")
    return Kept(command, "begun") if sight.at_rest else kept


def after_start(kept: Kept) -> Kept:
    """As it is found when the program starts."""
    if kept.state != "begun":
        return kept
    if isinstance(kept.command.order, RestartWhenIdle):
        return kept.ended("done", "restarted")
    return kept.ended("failed", "interrupted")


def _needs_rest(order: Order) -> bool:
    """What would break into somebody's session waits until nobody is there."""
    return isinstance(order, RestartWhenIdle | TestYourself)
