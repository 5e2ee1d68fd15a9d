"""The kiosk's side of one payment: from a durable intent to an outcome that both sides agree on.

Pure: `step(attempt, event)` gives the next attempt and the acts to perform; the runtime performs them and
brings back what happened. One id serves every send, question and cancellation. An attempt ends only on
an answer of the gateway, never on silence.
"""

from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

Phase: TypeAlias = Literal["sending", "asking", "card", "cancelling", "ended"]

RESEND_AFTER_S = 2.0
GIVE_UP_SENDING_S = 30.0
"""A phone's code lives about a minute; a request sent later than this would only meet a dead one."""

ASK_SOON_S = 1.0
ASK_LATER_S = 5.0
SOON_S = 30.0


class Attempt(Struct, frozen=True):
    """`due_s` is when to act again on the steady clock; `cancel_wanted` outlives any phase."""

    payment_id: str
    amount_fen: int
    method: Literal["phone_code", "bank_card"]
    phase: Phase
    began_s: float
    due_s: float
    cancel_wanted: bool = False
    terminal_started: bool = False


# -- what happened ----------------------------------------------------------------------------------


class Came(Struct, frozen=True):
    """Time has passed."""

    now_s: float


class Answered(Struct, frozen=True):
    """The gateway's word. `final` is settled, part settled or not charged."""

    now_s: float
    final: bool
    card_expected: bool = False


class Unanswered(Struct, frozen=True):
    """Silence, a broken line or nonsense: nothing is known, whatever was sent may have arrived."""

    now_s: float


class NeverHeardOf(Struct, frozen=True):
    """The gateway does not know the id: it may still be on its way, so it must be barred first."""

    now_s: float


class Refused(Struct, frozen=True):
    """The gateway has refused the request as such: nothing was taken in, nothing can be charged."""

    now_s: float


class CancelWanted(Struct, frozen=True):
    now_s: float


class CardFinished(Struct, frozen=True):
    """The terminal has shown a result, or cannot; the gateway believes the acquirer, not this."""

    now_s: float


Happening: TypeAlias = Came | Answered | Unanswered | NeverHeardOf | Refused | CancelWanted | CardFinished

# -- what to do -------------------------------------------------------------------------------------

Act: TypeAlias = Literal["send", "ask", "cancel", "start_terminal", "cancel_terminal", "report_card", "close"]
Stepped: TypeAlias = tuple[Attempt, tuple[Act, ...]]


def begin(
    payment_id: str, amount_fen: int, method: Literal["phone_code", "bank_card"], now_s: float
) -> Stepped:
    """The intent is durable: the first byte may leave."""
    attempt = Attempt(payment_id, amount_fen, method, "sending", now_s, now_s + RESEND_AFTER_S)
    return attempt, ("send",)


def recover(
    payment_id: str, amount_fen: int, method: Literal["phone_code", "bank_card"], now_s: float
) -> Stepped:
    """After a power cut: nobody is waiting any more, so ask first and send nothing again.

    A card attempt may have an open sale on the terminal, which only a report can settle.
    """
    attempt = Attempt(payment_id, amount_fen, method, "asking", now_s, now_s + ASK_LATER_S)
    return replace(attempt, cancel_wanted=method == "bank_card", terminal_started=True), ("ask",)


def step(attempt: Attempt, event: Happening) -> Stepped:
    if attempt.phase == "ended":
        return attempt, ()
    match event:
        case Came(now_s):
            return _go_on(attempt, now_s) if now_s >= attempt.due_s else (attempt, ())
        case Answered() | Refused():
            return _answered(attempt, event)
        case NeverHeardOf(now_s):
            return _cancelling(attempt, now_s)
        case Unanswered(now_s):
            wait_s = RESEND_AFTER_S if now_s - attempt.began_s < SOON_S else ASK_LATER_S
            return replace(attempt, due_s=now_s + wait_s), ()
        case CancelWanted(now_s):
            return _cancel_wanted(attempt, now_s)
        case CardFinished(now_s):
            return replace(attempt, phase="asking", due_s=now_s + ASK_SOON_S), ("report_card",)


def _go_on(attempt: Attempt, now_s: float) -> Stepped:
    match attempt.phase:
        case "sending" if now_s - attempt.began_s >= GIVE_UP_SENDING_S:
            return _cancelling(attempt, now_s)
        case "sending":
            return replace(attempt, due_s=now_s + RESEND_AFTER_S), ("send",)
        case "cancelling":
            return replace(attempt, due_s=now_s + ASK_LATER_S), ("cancel",)
        case _:
            wait_s = ASK_SOON_S if now_s - attempt.began_s < SOON_S else ASK_LATER_S
            return replace(attempt, due_s=now_s + wait_s), ("ask",)


def _answered(attempt: Attempt, event: Answered | Refused) -> Stepped:
    if isinstance(event, Refused) or event.final:
        return replace(attempt, phase="ended"), ("close",)
    if event.card_expected and attempt.cancel_wanted:
        return _cancelling(attempt, event.now_s)
    if event.card_expected and not attempt.terminal_started:
        started = replace(attempt, phase="card", terminal_started=True, due_s=event.now_s + ASK_LATER_S)
        return started, ("start_terminal",)
    phase: Phase = "card" if attempt.phase == "card" else "asking"
    return replace(attempt, phase=phase, due_s=event.now_s + ASK_SOON_S), ()


def _cancelling(attempt: Attempt, now_s: float) -> Stepped:
    """Bar the id at the gateway; repeated until it answers, however long that takes."""
    return replace(attempt, phase="cancelling", cancel_wanted=True, due_s=now_s + RESEND_AFTER_S), ("cancel",)


def _cancel_wanted(attempt: Attempt, now_s: float) -> Stepped:
    """At the terminal, the terminal is asked first: what it has taken must be reported, not dropped."""
    if attempt.phase == "card":
        return replace(attempt, cancel_wanted=True), ("cancel_terminal",)
    return _cancelling(attempt, now_s)
