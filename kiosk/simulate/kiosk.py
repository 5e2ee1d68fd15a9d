"""A kiosk: the production attempt with a durable journal, a terminal, and one worker that waits for answers.

The shell is the runtime's, written as flows. What it shows goes to the resident who stands there, if any; a
power cut ends all but the journal and the terminal's memory.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec.structs import replace

from kiosk.payment import attempt as rules
from kiosk.payment.attempt import Act, Happening
from kiosk.runtime import answers, cash_questions
from kiosk.runtime.journal import JournalFailed, Kind, Note
from kiosk.runtime.open_attempt import NOBODY, OpenAttempt, opened
from kiosk.simulate.acceptor import Acceptor
from kiosk.simulate.clocks import WallClock
from kiosk.simulate.desk import NOTES_FEN, Desk
from kiosk.simulate.engine import Crashed, Flow
from kiosk.simulate.journal import ModelledJournal
from kiosk.simulate.network import Question
from kiosk.simulate.terminal import Terminal
from kiosk.simulate.worker import Worker
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest

if TYPE_CHECKING:
    from kiosk.simulate.resident import Visit
    from kiosk.simulate.world import World

_PATIENCE_MS = 8_000
Asked: TypeAlias = Literal[
    "submit", "answer", "cancel", "card_result", "note_stacked", "cash_closed", "found"
]
"""The gateway's methods of these names."""
_ASK_AGAIN = frozenset({"idempotency_conflict", "rate_limited", "biller_unavailable", "fault"})
_AWAY_MS = (5_000, 60_000, 600_000)


class Kiosk(Worker):
    desk_kind: type[Desk] = Desk

    def __init__(self, world: "World", name: str) -> None:
        super().__init__(name, world.engine)
        self.world = world
        self.clock = WallClock(world.engine)
        self.journal = ModelledJournal()
        self.terminal = Terminal(world, self)
        self.acceptor = Acceptor(world, self)
        self.desk = self.desk_kind(self)
        self.visit: Visit | None = None
        self.in_service = True
        self._open: dict[str, OpenAttempt] = {}
        self._counted: set[str] = set()

    def boot(self) -> None:
        super().boot()
        self.clock.boot()
        self.journal.boot()
        self.world.judge.rebooted(self)
        self.in_service = True
        self._open.clear()
        self._counted.clear()
        self.forget_jobs()
        self.world.note(self.name, "starts")
        self.desk.boot()
        self.submit(self.recover())
        self.acceptor.boot()

    def cut(self) -> None:
        super().cut()
        self.visit = None
        self.world.note(self.name, "loses its power")
        self.terminal.power_cut()
        self.acceptor.power_cut()
        self.world.engine.after(self.world.chance.choice(_AWAY_MS), self._again, self.boots)

    def _again(self, boots: int) -> None:
        if not self.up and self.boots == boots:
            self.world.wall_clock_lost(self.clock)
            self.boot()

    def idle(self) -> Flow | float | None:
        """Let the youngest attempt act that is due, or say when one will be."""
        if not self._open:
            return None
        now_s = self.now_s()
        attempts = [entry.attempt for entry in self._open.values()]
        earliest_s = min([attempt.due_s for attempt in attempts])
        if earliest_s > now_s:
            return earliest_s - now_s
        due = [attempt for attempt in attempts if now_s >= attempt.due_s]
        youngest = max(due, key=lambda attempt: (attempt.began_s, -attempt.due_s))
        return self.happened(youngest.payment_id, rules.Came(now_s))

    # -- the work -------------------------------------------------------------------------------------

    def now_s(self) -> float:
        return self.clock.monotonic_s()

    def pay(self, visit: "Visit", request: PaymentRequest, asked_s: float) -> Flow:
        yield from ()
        payment_id = request.payment_id
        if self.now_s() - asked_s >= rules.GIVE_UP_SENDING_S or not self.intend(request):
            visit.refused()
            return
        attempt, acts = self.world.build.begin(payment_id, request.amount_fen, request.method, asked_s)
        self._open[payment_id] = opened(attempt, visit.basket, request)
        self.world.edges.began(attempt)
        visit.opened(payment_id)
        self.submit(self.act(payment_id, acts))

    def intend(self, request: PaymentRequest) -> bool:
        self.world.judge.intended(self, request)
        return self.write(request.payment_id, "intent", f"{request.amount_fen} {request.method}")

    def recover(self) -> Flow:
        self.desk.recover()
        for payment_id in self.journal.open_intents():
            amount_fen, method = self.journal.intent(payment_id)
            history = self.journal.history(payment_id)
            sale_open = "card_started" in history and "card_result" not in history
            notes = self.journal.stacked(payment_id)
            if method == "cash" and "cash_closed" not in history:
                self.write(payment_id, "cash_closed")
            attempt, acts = self.world.build.recover(
                payment_id,
                amount_fen,
                method,
                self.now_s(),
                sale_open=sale_open,
                inserted_fen=sum(note.value_fen for note in notes),
            )
            self._open[payment_id] = opened(attempt, NOBODY, None, notes)
            self._open[payment_id].sale_open = sale_open
            self.world.edges.recovered(attempt)
            self.world.note(self.name, "takes {} up again", payment_id)
            yield from self.act(payment_id, acts)

    def cancel(self, payment_id: str) -> Flow:
        self.desk.stop_count(payment_id)
        yield from self.happened(payment_id, rules.CancelWanted(self.now_s()))

    def card_finished(self, payment_id: str, card: CardResult) -> Flow:
        self.write(payment_id, "card_result", card.outcome)
        if payment_id in self._open:
            self._open[payment_id].card = card
            self._open[payment_id].sale_open = False
            yield from self.happened(payment_id, rules.CardFinished(self.now_s(), card.outcome == "approved"))

    def report_note(self, payment_id: str, note: Note) -> Flow:
        if payment_id in self._open and payment_id not in self._counted:
            yield from self._ask(payment_id, "note_stacked", payment_id, cash_questions.stacked_note(note))

    def count_closed(self, payment_id: str, notes: tuple[Note, ...]) -> Flow:
        self._counted.add(payment_id)
        if payment_id in self._open:
            self._open[payment_id].notes = notes
            inserted_fen = sum(note.value_fen for note in notes)
            yield from self.happened(payment_id, rules.CountClosed(self.now_s(), inserted_fen))

    def happened(self, payment_id: str, event: Happening) -> Flow:
        entry = self._open.get(payment_id)
        if entry is not None:
            before = entry.attempt
            entry.attempt, acts = self.world.build.attempt_step(before, event)
            if entry.attempt.phase != before.phase:
                self.world.judge.stepped(self, before, event, entry.attempt)
            if entry.attempt.phase != "sending":
                entry.request = None
            if acts:
                yield from self.act(payment_id, acts)

    def act(self, payment_id: str, acts: tuple[Act, ...]) -> Flow:
        for act in acts:
            entry = self._open.get(payment_id)
            if entry is not None:
                self.may_crash()
                yield from self._do(entry, payment_id, act)
                self.may_crash()

    def _do(self, entry: OpenAttempt, payment_id: str, act: Act) -> Flow:
        match act:
            case "send" if entry.request is not None:
                yield from self._ask(payment_id, "submit", entry.request)
            case "ask":
                yield from self._ask(payment_id, "answer", payment_id)
            case "cancel":
                yield from self._ask(payment_id, "cancel", payment_id)
            case "report_card":
                yield from self._ask(payment_id, "card_result", payment_id, entry.card)
            case "settle_cash":
                closing = cash_questions.closing(entry.notes)
                yield from self._ask(payment_id, "cash_closed", payment_id, closing)
            case "start_count":
                self.desk.start_count(payment_id, replace(entry.cash_rules(), notes_fen=NOTES_FEN))
            case "stop_count":
                self.desk.stop_count(payment_id)
            case "start_terminal":
                if self.write(payment_id, "card_started") and not self.terminal.broken:
                    self.may_crash()
                    self.terminal.sale(payment_id, entry.attempt.amount_fen)
                else:
                    yield from self.happened(payment_id, rules.TerminalUnable(self.now_s()))
            case "ask_terminal":
                self.terminal.last_result(payment_id)
            case "cancel_terminal":
                self.terminal.cancel(payment_id)
            case "close":
                self.close(payment_id)

    def _ask(self, payment_id: str, what: Asked, *given: Any) -> Flow:
        answer = yield Question(self.world.engine, _PATIENCE_MS, self.putting(what, *given))
        if payment_id not in self._open:
            return
        now_s = self.now_s()
        if isinstance(answer, PaymentAnswer):
            yield from self._answered(payment_id, answer)
        elif answer is None or answer.code in _ASK_AGAIN:
            yield from self.happened(payment_id, rules.Unanswered(now_s))
        elif answer.code == "payment_unknown":
            yield from self.happened(payment_id, rules.NeverHeardOf(now_s))
        else:
            entry = self._open[payment_id]
            entry.said = replace(entry.said, kind="not_charged", detail="refused")
            yield from self.happened(payment_id, rules.Refused(now_s))

    def putting(self, what: Asked, *given: Any) -> Callable[[Question], None]:
        """How a question to the gateway is sent off."""
        return partial(self._put, what, given)

    def _put(self, what: Asked, given: tuple[Any, ...], question: Question) -> None:
        world, line = self.world, (self.name, "gateway")
        if world.lies(world.faults.kiosk_crash):
            world.engine.after(world.chance.randrange(_PATIENCE_MS), self.power_fails, self.boots)
        if world.lies(world.faults.proxy):
            world.network.send(line, question.answer, world.proxy_refusal())
        else:
            world.network.send(line, self._arrive, what, given, question)

    def _arrive(self, what: Asked, given: tuple[Any, ...], question: Question) -> None:
        world = self.world
        world.front().serve(what, given, partial(world.network.send, (self.name, "gateway"), question.answer))

    def _answered(self, payment_id: str, answer: PaymentAnswer) -> Flow:
        entry = self._open[payment_id]
        attempt = entry.attempt
        final = answer.outcome in answers.FINAL
        card_expected, cash_expected = answer.outcome == "card_expected", answer.outcome == "cash_expected"
        entry.rest = answer.cash_rest or entry.rest
        if final:
            entry.said = answers.outcome(
                answer, entry.basket, attempt.method, attempt.amount_fen, attempt.inserted_fen or 0
            )
        charged = final and answer.outcome != "not_charged"
        event = rules.Answered(
            self.now_s(), final, card_expected, charged, cash_expected, answer.inserted_fen
        )
        yield from self.happened(payment_id, event)

    def close(self, payment_id: str) -> None:
        said = self._open.pop(payment_id).said
        certain = said.kind != "pending" or said.detail == answers.UNCLAIMED
        if self.write(payment_id, "result", said.kind) and certain:
            self.write(payment_id, "closed")
        if self.visit is not None:
            self.visit.ended(said)

    def write(self, payment_id: str, kind: Kind, body: str = "") -> bool:
        self.may_crash()
        try:
            self.world.build.write(self, payment_id, kind, body)
        except JournalFailed:
            self.world.note(self.name, "cannot write {} of {}", kind, payment_id)
            self.in_service = False
            return False
        self.world.judge.acknowledged(self, payment_id, kind)
        self.world.note(self.name, "writes {} {} of {}", kind, body, payment_id)
        self.may_crash()
        return True

    def may_crash(self) -> None:
        probability = self.world.faults.kiosk_crash
        if probability and self.world.lies(probability):
            raise Crashed


def write(kiosk: Kiosk, payment_id: str, kind: Kind, body: str) -> None:
    """An entry that is on the disk when this returns. Raises JournalFailed."""
    world = kiosk.world
    fails = world.lies(world.faults.disk_full)
    kiosk.journal.write(payment_id, kind, body, fails=fails, reaches=fails and world.lies(0.3))
