"""What a kiosk asks the gateway over their line, and what an answer, or none, means to the attempt."""

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec.structs import replace

from kiosk.gateway.problems import Refused
from kiosk.payment import attempt as rules
from kiosk.payment.attempt import Happening
from kiosk.runtime import answers
from kiosk.runtime.open_attempt import OpenAttempt
from kiosk.simulate.network import Question
from kiosk.wire.payments import PaymentAnswer

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk

PATIENCE_MS = 8_000
Asked: TypeAlias = Literal[
    "submit",
    "answer",
    "cancel",
    "card_result",
    "note_stacked",
    "cash_closed",
    "found",
    "card_begin",
    "card_answered",
    "load_wish",
    "loads_of",
    "prepaid",
]
"""The gateway's methods of these names."""
Answer: TypeAlias = PaymentAnswer | Refused | None
"""None when there is none."""
_ASK_AGAIN = frozenset({"idempotency_conflict", "rate_limited", "biller_unavailable", "fault"})


def put(kiosk: "Kiosk", what: Asked, given: tuple[Any, ...], question: Question) -> None:
    """The question leaves; kiosk, line and what stands between may fail it."""
    world, line = kiosk.world, (kiosk.name, "gateway")
    if what == "submit":
        world.sent.add(given[0].payment_id)
    if world.lies(world.faults.kiosk_crash):
        world.engine.after(world.chance.randrange(PATIENCE_MS), kiosk.power_fails, kiosk.boots)
    if world.lies(world.faults.proxy):
        world.network.send(line, question.answer, world.proxy_refusal())
    else:
        world.network.send(line, _arrive, kiosk, what, given, question)


def _arrive(kiosk: "Kiosk", what: Asked, given: tuple[Any, ...], question: Question) -> None:
    world = kiosk.world
    world.front().serve(what, given, partial(world.network.send, (kiosk.name, "gateway"), question.answer))


def heard(entry: OpenAttempt, answer: Answer, now_s: float) -> Happening:
    """What was said of the end is kept in the entry."""
    if answer is None:
        return rules.Unanswered(now_s)
    if isinstance(answer, PaymentAnswer):
        return _answered(entry, answer, now_s)
    if answer.code in _ASK_AGAIN:
        return rules.Unanswered(now_s)
    if answer.code == "payment_unknown":
        return rules.NeverHeardOf(now_s)
    entry.said = replace(entry.said, kind="not_charged", detail="refused")
    return rules.Refused(now_s)


def _answered(entry: OpenAttempt, answer: PaymentAnswer, now_s: float) -> Happening:
    attempt = entry.attempt
    final = answer.outcome in answers.FINAL
    entry.rest = answer.cash_rest or entry.rest
    if final:
        entry.said = answers.outcome(
            answer, entry.basket, attempt.method, attempt.amount_fen, entry.brought_fen
        )
    return rules.Answered(
        now_s,
        final,
        answer.outcome == "card_expected",
        final and answer.outcome != "not_charged",
        answer.outcome == "cash_expected",
        answer.inserted_fen,
    )
