"""Carries payment attempts out: journal first, then the gateway, until both agree. One thread, many attempts.

The rules are `payment.attempt`; here are only the acts. An attempt that a power cut left open is taken up
again at start, with nobody waiting for it.
"""

import logging
from collections.abc import Callable
from functools import partial

import msgspec

from kiosk.backend.errors import GatewayError, GatewayRefused
from kiosk.payment import attempt as rules
from kiosk.payment.attempt import Act, Happening
from kiosk.runtime import answers, cash_questions
from kiosk.runtime.cash_desk import CashDesk
from kiosk.runtime.clock import Clock
from kiosk.runtime.devices import Terminal
from kiosk.runtime.found_notes import FoundNotes
from kiosk.runtime.journal import Intent, Journal, JournalFailed, Kind, Note
from kiosk.runtime.open_attempt import NOBODY, OpenAttempt, opened
from kiosk.runtime.payment_gateway import PaymentGateway, says_nothing
from kiosk.runtime.questions import payment_request
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
from kiosk.wire.payments import CardResult, PaymentAnswer

_log = logging.getLogger(__name__)

POLL_S = 0.25
"""How often open attempts are looked at; each acts by its own due time."""


class Payments:
    """All but `look_after` may be called from any thread and return at once; the work is the worker's."""

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
        desk: CashDesk | None = None,
    ) -> None:
        self._gateway = gateway
        self._journal = journal
        journal.on_trouble = lambda trouble: post(ServiceChanged(trouble))
        self._clock = clock
        self._post = post
        self._kiosk_id = kiosk_id
        self._new_id = new_id
        self._terminal = terminal
        self._desk = desk
        if desk is not None:
            desk.listener = self
        self._open: dict[str, OpenAttempt] = {}
        self._counted: set[str] = set()
        self._found = FoundNotes(gateway.note_found, journal, clock)
        self.worker = Worker("payments", clock, idle=self.look_after, idle_s=POLL_S)

    def begin(self, effect: StartPayment) -> None:
        asked_s = self._now()
        refused = PaymentRefused(effect.request, "refused")
        self.worker.submit(lambda: self._begin(effect, asked_s), failed=lambda: self._post(refused))

    def cancel(self, payment_id: str) -> None:
        """End it without a charge; banknotes that are inside are settled instead."""
        if self._desk is not None:
            self._desk.stop_count(payment_id)
        self.worker.submit(lambda: self._happened(payment_id, rules.CancelWanted(self._now())))

    def card_finished(self, payment_id: str, card: CardResult) -> None:
        self.worker.submit(lambda: self._card_finished(payment_id, card))

    def note_stacked(self, payment_id: str, note: Note) -> None:
        """From the cash desk: said to the gateway once. Should that be lost, the closing says it again."""
        self.worker.submit(lambda: self._report_note(payment_id, note))

    def count_closed(self, payment_id: str, notes: tuple[Note, ...]) -> None:
        """From the cash desk: these are all the notes there are for this payment."""
        self._counted.add(payment_id)
        self.worker.submit(lambda: self._count_closed(payment_id, notes))

    def note_found(self, note: Note, payment_id: str) -> None:
        """From the cash desk: on the disk, and counted by no payment. It may be of `payment_id`."""
        self.worker.submit(lambda: self._found.add(note, payment_id))

    def recover(self) -> None:
        """Take up what a power cut left open; called once, before the first session."""
        self.worker.submit(self._recover)

    def look_after(self) -> None:
        """Let one attempt act that is due, the youngest first: its resident may still be standing here."""
        self._found.look_after()
        now_s = self._now()
        due = [entry.attempt for entry in self._open.values() if now_s >= entry.attempt.due_s]
        if due:
            youngest = max(due, key=lambda attempt: (attempt.began_s, -attempt.due_s))
            self._happened(youngest.payment_id, rules.Came(now_s))

    def _now(self) -> float:
        return self._clock.monotonic_s()

    def _begin(self, effect: StartPayment, asked_s: float) -> None:
        """What fails here has sent nothing."""
        desk, payment_id = self._desk, self._new_id()
        request = payment_request(payment_id, effect, self._kiosk_id, desk.notes_fen if desk else None)
        if self._now() - asked_s >= rules.GIVE_UP_SENDING_S:
            self._post(PaymentRefused(effect.request, "timed_out"))
            return
        if effect.method == "bank_card" and any(entry.sale_open for entry in self._open.values()):
            # A power cut left a sale at the terminal whose end is not known: that one is cleared first.
            self._post(PaymentRefused(effect.request, "terminal_off"))
            return
        intent = Intent(payment_id, request.amount_fen, effect.method, request.recharge_fen or 0)
        if not self._intend(intent):
            self._post(PaymentRefused(effect.request, self._journal.trouble or "refused"))
            return
        attempt, acts = rules.begin(payment_id, request.amount_fen, request.method, asked_s)
        self._open[payment_id] = opened(attempt, effect.basket, request, face_fen=intent.face_fen)
        self._post(PaymentOpened(effect.request, payment_id))
        # A job of its own: once bytes may have left, no failure may say that nothing was sent. Should a
        # cancellation come in between, the request is gone, and so is never sent.
        self.worker.submit(lambda: self._act(payment_id, acts))

    def _recover(self) -> None:
        self._found.recover()
        for intent in self._journal.open_intents():
            history = self._journal.history(intent.payment_id)
            notes = cash_questions.stacked(self._journal.notes(intent.payment_id))
            if intent.method == "cash" and "cash_closed" not in history:
                self._write(intent.payment_id, "cash_closed")
            sale_open = "card_started" in history and "card_result" not in history
            attempt, acts = rules.recover(
                intent.payment_id,
                intent.amount_fen,
                intent.method,
                self._now(),
                sale_open=sale_open,
                inserted_fen=sum(note.value_fen for note in notes),
            )
            self._open[intent.payment_id] = opened(attempt, NOBODY, None, notes, intent.face_fen)
            self._open[intent.payment_id].sale_open = sale_open
            self._act(intent.payment_id, acts)

    def _card_finished(self, payment_id: str, card: CardResult) -> None:
        """Written down also when the attempt has ended: the day's accounts will want to know."""
        self._write(payment_id, "card_result", card.outcome)
        if payment_id in self._open:
            self._open[payment_id].card = card
            self._open[payment_id].sale_open = False
            self._happened(payment_id, rules.CardFinished(self._now(), card.outcome == "approved"))

    def _report_note(self, payment_id: str, note: Note) -> None:
        """Nobody waits for this answer; what is closed already needs no report of its own."""
        if payment_id not in self._counted:
            report = cash_questions.stacked_note(note)
            self._ask(payment_id, partial(self._gateway.note_stacked, payment_id, report))

    def _count_closed(self, payment_id: str, notes: tuple[Note, ...]) -> None:
        self._counted.discard(payment_id)
        if payment_id in self._open:
            self._open[payment_id].notes = notes
            self._happened(payment_id, rules.CountClosed(self._now(), sum(note.value_fen for note in notes)))

    def _happened(self, payment_id: str, event: Happening) -> None:
        entry = self._open.get(payment_id)
        if entry is not None:
            entry.attempt, acts = rules.step(entry.attempt, event)
            if entry.attempt.phase != "sending":
                entry.request = None
            self._act(payment_id, acts)

    def _act(self, payment_id: str, acts: tuple[Act, ...]) -> None:
        for act in acts:
            entry = self._open.get(payment_id)
            if entry is not None:
                self._do(entry, payment_id, act)

    def _do(self, entry: OpenAttempt, payment_id: str, act: Act) -> None:
        match act:
            case "send" if entry.request is not None:
                self._ask(payment_id, partial(self._gateway.submit, entry.request))
            case "ask":
                self._ask(payment_id, partial(self._gateway.payment, payment_id))
            case "cancel":
                self._ask(payment_id, partial(self._gateway.cancel, payment_id))
            case "report_card":
                self._ask(payment_id, partial(self._gateway.card_result, payment_id, entry.card))
            case "settle_cash":
                closing = cash_questions.closing(entry.notes)
                self._ask(payment_id, partial(self._gateway.cash_closed, payment_id, closing))
            case "start_count" if self._desk is not None:
                self._desk.start_count(payment_id, entry.cash_rules())
            case "start_count":
                self._count_closed(payment_id, ())
            case "stop_count" if self._desk is not None:
                self._desk.stop_count(payment_id)
            case "start_terminal":
                self._start_terminal(payment_id, entry.attempt.amount_fen)
            case "ask_terminal" if self._terminal is not None:
                self._terminal.last_result(payment_id)
            case "cancel_terminal" if self._terminal is not None:
                self._terminal.cancel(payment_id)
            case "close":
                self._close(payment_id)

    def _start_terminal(self, payment_id: str, amount_fen: int) -> None:
        """Without a terminal, or without a durable entry, the sale must not begin."""
        if self._terminal is None or not self._write(payment_id, "card_started"):
            self._happened(payment_id, rules.TerminalUnable(self._now()))
        else:
            self._terminal.sale(payment_id, amount_fen)

    def _ask(self, payment_id: str, call: Callable[[], PaymentAnswer]) -> None:
        try:
            answer = call()
        except GatewayRefused as refused:
            self._refused(payment_id, refused)
        except GatewayError as error:
            _log.warning("payment %s: no answer, %s", payment_id, type(error).__name__)
            self._tell_stage(payment_id, "checking")
            self._happened(payment_id, rules.Unanswered(self._now()))
        else:
            self._answered(payment_id, answer)

    def _refused(self, payment_id: str, refused: GatewayRefused) -> None:
        _log.warning("payment %s: %s", payment_id, refused)
        if refused.code == "payment_unknown":
            self._happened(payment_id, rules.NeverHeardOf(self._now()))
        elif says_nothing(refused):
            self._happened(payment_id, rules.Unanswered(self._now()))
        else:
            entry = self._open[payment_id]
            entry.said = msgspec.structs.replace(
                entry.said, kind="not_charged", detail=answers.refusal(refused.code)
            )
            self._happened(payment_id, rules.Refused(self._now()))

    def _answered(self, payment_id: str, answer: PaymentAnswer) -> None:
        entry = self._open[payment_id]
        attempt = entry.attempt
        final = answer.outcome in answers.FINAL
        card_expected, cash_expected = (answer.outcome == f"{by}_expected" for by in ("card", "cash"))
        entry.rest = answer.cash_rest or entry.rest
        if final:
            entry.said = answers.outcome(
                answer, entry.basket, attempt.method, attempt.amount_fen, entry.brought_fen
            )
        elif not (card_expected or cash_expected):
            self._tell_stage(payment_id, answers.stage(answer))
        charged = final and answer.outcome != "not_charged"
        heard = rules.Answered(self._now(), final, card_expected, charged, cash_expected, answer.inserted_fen)
        self._happened(payment_id, heard)

    def _tell_stage(self, payment_id: str, stage: str) -> None:
        entry = self._open[payment_id]
        if entry.told != stage and entry.attempt.phase != "card":
            entry.told = stage
            self._post(PaymentWorking(payment_id, stage))

    def _close(self, payment_id: str) -> None:
        """The end is written before it is told. One that cannot be written or trusted stays open."""
        said, method = (ended := self._open.pop(payment_id)).said, ended.attempt.method
        written = self._write(payment_id, "result", answers.result_body(said))
        if said.kind == "pending" and said.detail != answers.UNCLAIMED:
            _log.error("payment %s: the gateway's end is not of this payment's sum; kept open", payment_id)
        elif written and self._desk is not None and method == "cash":
            self._desk.close(payment_id)
        elif written:
            self._write(payment_id, "closed")
        self._post(PaymentEnded(said))

    def _intend(self, intent: Intent) -> bool:
        return self._durable(lambda: self._journal.intend(intent, self._clock.wall_s()))

    def _write(self, payment_id: str, kind: Kind, body: str = "") -> bool:
        return self._durable(lambda: self._journal.write(payment_id, kind, self._clock.wall_s(), body))

    def _durable(self, write: Callable[[], int]) -> bool:
        """Whether the entry is on the disk. Without it, the journal tells why no more may begin."""
        try:
            write()
        except JournalFailed as error:
            _log.error("the journal failed: %s", error)
            return False
        return True
