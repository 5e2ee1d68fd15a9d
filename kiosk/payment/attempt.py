"""The kiosk's side of one payment: from a durable intent to an outcome that both sides agree on.

Pure: `step(attempt, event)` gives the next attempt and the acts to perform; the runtime performs them and
brings back what happened. One id serves every send, question and cancellation. An attempt ends only on
an answer of the gateway, never on silence.
"""

from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kiosk.payment.methods import Method

Phase: TypeAlias = Literal["sending", "asking", "card", "counting", "settling", "cancelling", "ended"]

_CASH = frozenset({"counting", "settling"})
RESEND_AFTER_S = 2.0
GIVE_UP_SENDING_S = 30.0
"""A phone's code lives about a minute; a request sent later than this would only meet a dead one."""

ASK_SOON_S = 1.0
ASK_LATER_S = 5.0
ASK_SELDOM_S = 60.0
_WAITS_S = ((30.0, ASK_SOON_S), (600.0, ASK_LATER_S))
"""Somebody looks on for half a minute, hopes for ten; after that only the journal is waiting."""


class Attempt(Struct, frozen=True):
    """`due_s` is when to act again on the steady clock; `cancel_wanted` outlives any phase.

    `sends` counts the requests that have left, for a refusal proves nothing about the others.
    """

    payment_id: str
    amount_fen: int
    method: Method
    phase: Phase
    began_s: float
    due_s: float
    sends: int = 0
    cancel_wanted: bool = False
    terminal_started: bool = False
    inserted_fen: int | None = None
    """Of cash, what is inside; None until the count of notes is closed."""


# -- what happened ----------------------------------------------------------------------------------


class Came(Struct, frozen=True):
    """Time has passed."""

    now_s: float


class Answered(Struct, frozen=True):
    """The gateway's word. `final` is settled, part settled or not charged; `charged` only the first two.

    `inserted_fen`: what the gateway knows to be inside of the notes of this payment.
    """

    now_s: float
    final: bool
    card_expected: bool = False
    charged: bool = False
    cash_expected: bool = False
    inserted_fen: int = 0


class Unanswered(Struct, frozen=True):
    """Silence, a broken line or nonsense: nothing is known, whatever was sent may have arrived."""

    now_s: float


class NeverHeardOf(Struct, frozen=True):
    """The gateway does not know the id: it may still be on its way, so it must be barred first."""

    now_s: float


class Refused(Struct, frozen=True):
    """The gateway has refused this one request: it was not taken in. Others may have been."""

    now_s: float


class CancelWanted(Struct, frozen=True):
    now_s: float


class CardFinished(Struct, frozen=True):
    """The terminal has shown a result; the gateway believes the acquirer, not this."""

    now_s: float
    approved: bool = False


class TerminalUnable(Struct, frozen=True):
    """The sale could not be begun at the terminal, so that nobody can be asked for a card."""

    now_s: float


class CountClosed(Struct, frozen=True):
    """No further note will come; `inserted_fen` is what the journal's notes add up to."""

    now_s: float
    inserted_fen: int


Happening: TypeAlias = (
    Came
    | Answered
    | Unanswered
    | NeverHeardOf
    | Refused
    | CancelWanted
    | CardFinished
    | TerminalUnable
    | CountClosed
)

# -- what to do -------------------------------------------------------------------------------------

CardAct: TypeAlias = Literal["start_terminal", "ask_terminal", "cancel_terminal", "report_card"]
CashAct: TypeAlias = Literal["start_count", "stop_count", "settle_cash"]
Act: TypeAlias = Literal["send", "ask", "cancel", "close"] | CardAct | CashAct
"""start_count, stop_count: of the notes (`cash.open_count`, StopWanted). settle_cash: report all notes as the
closing; repeated until an answer agrees with it."""
Stepped: TypeAlias = tuple[Attempt, tuple[Act, ...]]


def begin(payment_id: str, amount_fen: int, method: Method, now_s: float) -> Stepped:
    """The intent is durable: the first byte may leave. `now_s` is when the resident showed the code."""
    attempt = Attempt(payment_id, amount_fen, method, "sending", now_s, now_s + RESEND_AFTER_S, sends=1)
    return attempt, ("send",)


def recover(
    payment_id: str,
    amount_fen: int,
    method: Method,
    now_s: float,
    *,
    sale_open: bool = False,
    inserted_fen: int = 0,
) -> Stepped:
    """After a power cut: nobody is waiting any more, so ask at once and send nothing again.

    `sale_open`: the terminal was given the sale and its result is not known. A card attempt is given up,
    for whoever held the card has gone; what the terminal says is reported all the same. `inserted_fen`: the
    notes in the journal, which are settled; without any, nothing is charged.
    """
    by_card = method == "bank_card"
    attempt = Attempt(payment_id, amount_fen, method, "asking", now_s, now_s)
    if method == "cash":
        return replace(attempt, phase="settling", inserted_fen=inserted_fen), ()
    attempt = replace(attempt, cancel_wanted=by_card, terminal_started=by_card)
    return attempt, ("ask_terminal",) if sale_open else ()


def step(attempt: Attempt, event: Happening) -> Stepped:
    """Total; nothing leaves "ended"."""
    if attempt.phase == "ended":
        return attempt, ()
    match event:
        case Came(now_s):
            return _go_on(attempt, now_s) if now_s >= attempt.due_s else (attempt, ())
        case Answered():
            return _answered(attempt, event)
        case Refused(now_s):
            return _refused(attempt, now_s)
        case CountClosed(now_s, inserted_fen):
            return _count_closed(attempt, now_s, inserted_fen)
        case NeverHeardOf(now_s) | CancelWanted(now_s) if attempt.phase == "counting":
            return _wait(attempt, now_s), ("stop_count",)
        case NeverHeardOf(now_s) if attempt.phase != "cancelling" and not attempt.inserted_fen:
            return _cancelling(attempt, now_s)
        case Unanswered(now_s) | NeverHeardOf(now_s):
            return _wait(attempt, now_s), ()
        case CancelWanted(now_s):
            return _cancel_wanted(attempt, now_s)
        case TerminalUnable(now_s) if attempt.phase not in _CASH:
            # No longer at the terminal, so there is no sale to leave there.
            return _cancelling(replace(attempt, phase="asking"), now_s)
        case CardFinished() if attempt.terminal_started:
            return _card_finished(attempt, event)
    return attempt, ()


def _go_on(attempt: Attempt, now_s: float) -> Stepped:
    match attempt.phase:
        case "settling":
            return _wait(attempt, now_s), ("settle_cash",)
        case "sending" if now_s - attempt.began_s >= GIVE_UP_SENDING_S:
            return _cancelling(attempt, now_s)
        case "sending":
            return replace(attempt, due_s=now_s + RESEND_AFTER_S, sends=attempt.sends + 1), ("send",)
        case "cancelling":
            return _wait(attempt, now_s), ("cancel",)
        case _:
            return _wait(attempt, now_s), ("ask",)


def _answered(attempt: Attempt, event: Answered) -> Stepped:
    if attempt.phase in _CASH:
        return _answered_on_cash(attempt, event)
    if event.final:
        leave = () if event.charged else _leave_terminal(attempt)
        return replace(attempt, phase="ended"), (*leave, "close")
    expected = event.card_expected if attempt.method == "bank_card" else event.cash_expected
    if expected and attempt.phase == "cancelling":
        # It has not taken the cancellation in, whatever it answers.
        return _wait(attempt, event.now_s), ()
    if expected and attempt.cancel_wanted:
        return _cancelling(attempt, event.now_s)
    if expected and attempt.method == "cash":
        return _wait(replace(attempt, phase="counting"), event.now_s), ("start_count",)
    if expected and not attempt.terminal_started:
        started = replace(attempt, phase="card", terminal_started=True, due_s=event.now_s + ASK_LATER_S)
        return started, ("start_terminal",)
    phase: Phase = "card" if attempt.phase == "card" else "asking"
    return _wait(replace(attempt, phase=phase), event.now_s), ()


def _answered_on_cash(attempt: Attempt, event: Answered) -> Stepped:
    """With notes inside, only an end that knows of all of them is the end."""
    if event.final and event.inserted_fen == attempt.inserted_fen:
        return replace(attempt, phase="ended"), ("close",)
    stop = event.final and attempt.phase == "counting"
    return _wait(attempt, event.now_s), ("stop_count",) if stop else ()


def _count_closed(attempt: Attempt, now_s: float, inserted_fen: int) -> Stepped:
    if attempt.phase != "counting":
        return attempt, ()
    settling = replace(attempt, phase="settling", inserted_fen=inserted_fen, began_s=now_s)
    return _wait(settling, now_s), ("settle_cash",)


def _refused(attempt: Attempt, now_s: float) -> Stepped:
    """The refusal of the only request there was is proof that nothing can be charged.

    After an unanswered one it is not: that one may be under way still, so the gateway is asked. A closing
    without notes is refused where the id was barred before a power cut; to bar it again says the same.
    """
    if attempt.phase == "settling" and not attempt.inserted_fen:
        return _cancelling(attempt, now_s)
    if attempt.phase != "sending":
        return _wait(attempt, now_s), ()
    if attempt.sends == 1:
        return replace(attempt, phase="ended"), ("close",)
    return _wait(replace(attempt, phase="asking"), now_s), ("ask",)


def _card_finished(attempt: Attempt, event: CardFinished) -> Stepped:
    """Not approved, the attempt is over: should the report get lost, the id will be barred instead."""
    wanted = attempt.cancel_wanted or not event.approved
    return _wait(replace(attempt, phase="asking", cancel_wanted=wanted), event.now_s), ("report_card",)


def _wait(attempt: Attempt, now_s: float) -> Attempt:
    """Nothing to do until the next question, the more seldom the older the attempt."""
    age_s = now_s - attempt.began_s
    wait_s = next((wait_s for young_s, wait_s in _WAITS_S if age_s < young_s), ASK_SELDOM_S)
    if attempt.phase in {"sending", "settling", "cancelling"}:
        wait_s = max(wait_s, RESEND_AFTER_S)
    return replace(attempt, due_s=now_s + wait_s)


def _cancelling(attempt: Attempt, now_s: float) -> Stepped:
    """Bar the id at the gateway; repeated until it answers, however long that takes."""
    barred = replace(attempt, phase="cancelling", cancel_wanted=True, due_s=now_s + RESEND_AFTER_S)
    return barred, (*_leave_terminal(attempt), "cancel")


def _cancel_wanted(attempt: Attempt, now_s: float) -> Stepped:
    """At the terminal, the terminal is asked first: what it has taken must be reported, not dropped.

    What has been counted is settled, whatever anybody wants.
    """
    if attempt.phase == "settling":
        return attempt, ()
    if attempt.phase == "card":
        wanted = replace(attempt, cancel_wanted=True, due_s=now_s + ASK_LATER_S)
        return wanted, ("cancel_terminal",)
    return _cancelling(attempt, now_s)


def _leave_terminal(attempt: Attempt) -> tuple[Act, ...]:
    """No sale may stay open on the terminal for the next person's card."""
    return ("cancel_terminal",) if attempt.phase == "card" else ()
