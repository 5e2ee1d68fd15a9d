"""Carries payment attempts out: journal first, then the gateway, until both agree. One thread, many attempts.

The rules are `payment.attempt`; here are only the acts. An attempt that a power cut left open is taken up
again at start, with nobody waiting for it.
"""

import logging
from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from kiosk.backend.errors import GatewayError, GatewayRefused
from kiosk.payment import attempt as rules
from kiosk.payment.attempt import Act, Attempt, Happening
from kiosk.runtime import answers
from kiosk.runtime.clock import Clock
from kiosk.runtime.devices import Terminal
from kiosk.runtime.journal import Intent, Journal, JournalFailed, Kind
from kiosk.runtime.workers import Worker
from kiosk.session.effects import StartPayment
from kiosk.session.events import (
    Event,
    PaymentEnded,
    PaymentOpened,
    PaymentRefused,
    PaymentWorking,
    ServiceChanged,
)
from kiosk.session.household import Basket, Outcome
from kiosk.session.rules import Method
from kiosk.wire.payments import BillToPay, CardResult, PaymentAnswer, PaymentRequest

_log = logging.getLogger(__name__)

POLL_S = 0.25
"""How often open attempts are looked at; each acts by its own due time."""

_ASK_AGAIN = frozenset({"idempotency_conflict", "rate_limited"})


class PaymentGateway(Protocol):
    """What of the gateway's client is used here."""

    def submit(self, request: PaymentRequest) -> PaymentAnswer: ...
    def payment(self, payment_id: str) -> PaymentAnswer: ...
    def cancel(self, payment_id: str) -> PaymentAnswer: ...
    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer: ...


class _Open(msgspec.Struct):
    """An attempt under way: its rules' state, and what the acts need."""

    attempt: Attempt
    basket: Basket
    request: PaymentRequest | None
    card: CardResult = CardResult("unknown")
    told: str = ""


class Payments:
    """`begin`, `cancel` and `card_finished` may be called from any thread; the rest runs on its own."""

    def __init__(
        self,
        gateway: PaymentGateway,
        journal: Journal,
        clock: Clock,
        post: Callable[[Event], None],
        *,
        kiosk_id: str,
        new_id: Callable[[], str],
        terminal: Terminal | None,
    ) -> None:
        self._gateway = gateway
        self._journal = journal
        self._clock = clock
        self._post = post
        self._kiosk_id = kiosk_id
        self._new_id = new_id
        self._terminal = terminal
        self._open: dict[str, _Open] = {}
        self.worker = Worker("payments", clock, idle=self.look_after, idle_s=POLL_S)

    def begin(self, effect: StartPayment) -> None:
        self.worker.submit(lambda: self._begin(effect))

    def cancel(self, payment_id: str) -> None:
        self.worker.submit(lambda: self._happened(payment_id, rules.CancelWanted(self._now())))

    def card_finished(self, payment_id: str, card: CardResult) -> None:
        self.worker.submit(lambda: self._card_finished(payment_id, card))

    def recover(self) -> None:
        """Take up what a power cut left open; called once, before the first session."""
        self.worker.submit(self._recover)

    def look_after(self) -> None:
        """Let every open attempt act that is due."""
        for payment_id in tuple(self._open):
            self._happened(payment_id, rules.Came(self._now()))

    def _now(self) -> float:
        return self._clock.monotonic_s()

    def _begin(self, effect: StartPayment) -> None:
        payment_id = self._new_id()
        intent = Intent(payment_id, effect.basket.amount_fen, effect.method)
        try:
            self._journal.intend(intent, self._clock.wall_s())
        except JournalFailed as error:
            _log.error("no payment begun: %s", error)
            self._post(PaymentRefused(effect.request, "journal_damaged"))
            self._post(ServiceChanged("journal_damaged"))
            return
        self._post(PaymentOpened(effect.request, payment_id))
        method = _electronic(effect.method)
        attempt, acts = rules.begin(payment_id, intent.amount_fen, method, self._now())
        self._open[payment_id] = _Open(attempt, effect.basket, self._request(payment_id, effect))
        self._act(payment_id, acts)

    def _request(self, payment_id: str, effect: StartPayment) -> PaymentRequest:
        bills = tuple(BillToPay(b.bill_id, b.version, b.due_fen) for b in effect.basket.bills)
        return PaymentRequest(
            payment_id=payment_id,
            bills=bills,
            amount_fen=effect.basket.amount_fen,
            method=_electronic(effect.method),
            phone_code=effect.phone_code.value if effect.phone_code else None,
            kiosk_id=self._kiosk_id,
        )

    def _recover(self) -> None:
        nobody = Basket("", "", ())
        for intent in self._journal.open_intents():
            method = _electronic(intent.method)
            attempt, acts = rules.recover(intent.payment_id, intent.amount_fen, method, self._now())
            self._open[intent.payment_id] = _Open(attempt, nobody, None)
            self._act(intent.payment_id, acts)

    def _card_finished(self, payment_id: str, card: CardResult) -> None:
        if payment_id in self._open:
            self._open[payment_id].card = card
            self._write(payment_id, "card_result", card.outcome)
            self._happened(payment_id, rules.CardFinished(self._now()))

    def _happened(self, payment_id: str, event: Happening) -> None:
        entry = self._open.get(payment_id)
        if entry is not None:
            entry.attempt, acts = rules.step(entry.attempt, event)
            self._act(payment_id, acts)

    def _act(self, payment_id: str, acts: tuple[Act, ...]) -> None:
        for act in acts:
            if payment_id in self._open:
                self._do(self._open[payment_id], payment_id, act)

    def _do(self, entry: _Open, payment_id: str, act: Act) -> None:
        match act:
            case "send" if entry.request is not None:
                request = entry.request
                self._ask(payment_id, lambda: self._gateway.submit(request))
            case "ask":
                self._ask(payment_id, lambda: self._gateway.payment(payment_id))
            case "cancel":
                self._ask(payment_id, lambda: self._gateway.cancel(payment_id))
            case "report_card":
                self._ask(payment_id, lambda: self._gateway.card_result(payment_id, entry.card))
            case "start_terminal":
                self._start_terminal(payment_id, entry.attempt.amount_fen)
            case "cancel_terminal" if self._terminal is not None:
                self._terminal.cancel()
            case _:
                pass

    def _start_terminal(self, payment_id: str, amount_fen: int) -> None:
        """Without a terminal, or without a durable entry, the sale must not begin."""
        if self._terminal is None or not self._write(payment_id, "card_started"):
            self._happened(payment_id, rules.CancelWanted(self._now()))
            return
        self._terminal.sale(payment_id, amount_fen)

    def _ask(self, payment_id: str, call: Callable[[], PaymentAnswer]) -> None:
        try:
            answer = call()
        except GatewayRefused as refused:
            self._refused(payment_id, refused)
        except GatewayError:
            self._tell_stage(payment_id, "checking")
            self._happened(payment_id, rules.Unanswered(self._now()))
        else:
            self._answered(payment_id, answer)

    def _refused(self, payment_id: str, refused: GatewayRefused) -> None:
        """An unknown id is barred before anything else; a request just being taken in is asked again."""
        sending = self._open[payment_id].attempt.phase == "sending"
        if refused.code == "payment_unknown":
            self._happened(payment_id, rules.NeverHeardOf(self._now()))
        elif not sending or refused.code in _ASK_AGAIN or refused.status >= 500:
            self._happened(payment_id, rules.Unanswered(self._now()))
        else:
            self._end(payment_id, self._not_charged(payment_id, answers.refusal(refused.code)))
            self._happened(payment_id, rules.Refused(self._now()))
            self._open.pop(payment_id, None)

    def _answered(self, payment_id: str, answer: PaymentAnswer) -> None:
        entry = self._open[payment_id]
        final = answer.outcome in answers.FINAL
        if final:
            attempt = entry.attempt
            self._end(payment_id, answers.outcome(answer, entry.basket, attempt.method, attempt.amount_fen))
        elif answer.outcome != "card_expected":
            self._tell_stage(payment_id, answers.stage(answer))
        card_expected = answer.outcome == "card_expected"
        self._happened(payment_id, rules.Answered(self._now(), final, card_expected))
        if final:
            self._open.pop(payment_id, None)

    def _tell_stage(self, payment_id: str, stage: str) -> None:
        entry = self._open[payment_id]
        if entry.told != stage and entry.attempt.phase != "card":
            entry.told = stage
            self._post(PaymentWorking(payment_id, stage))

    def _not_charged(self, payment_id: str, reason: str) -> Outcome:
        attempt = self._open[payment_id].attempt
        return Outcome("not_charged", payment_id, attempt.amount_fen, attempt.method, reason)

    def _end(self, payment_id: str, outcome: Outcome) -> None:
        """The end is written before it is told. An end that cannot be written or trusted stays open."""
        written = self._write(payment_id, "result", f"{outcome.kind} {outcome.detail}".strip())
        if written and outcome.kind != "pending":
            self._write(payment_id, "closed")
        self._post(PaymentEnded(outcome))

    def _write(self, payment_id: str, kind: Kind, body: str = "") -> bool:
        try:
            self._journal.write(payment_id, kind, self._clock.wall_s(), body)
        except JournalFailed as error:
            _log.error("the journal failed: %s", error)
            self._post(ServiceChanged("journal_damaged"))
            return False
        return True


def _electronic(method: Method) -> Literal["phone_code", "bank_card"]:
    """The methods the gateway charges; cash has its own way and never comes here."""
    return "bank_card" if method == "bank_card" else "phone_code"
