"""A kiosk: the production attempt with a durable journal, a terminal, and one worker that waits for answers.

The shell is the runtime's, written as flows. What it shows goes to the resident who stands there, if any; a
power cut ends all but the journal and the terminal's memory.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kiosk.payment import attempt as rules
from kiosk.payment.attempt import Act, Happening
from kiosk.runtime import cash_questions
from kiosk.runtime.answers import UNCLAIMED
from kiosk.runtime.journal import JournalFailed, Kind, Note
from kiosk.runtime.open_attempt import NOBODY, OpenAttempt, opened
from kiosk.simulate.acceptor import Acceptor
from kiosk.simulate.asking import PATIENCE_MS, Answer, Asked, heard, put
from kiosk.simulate.card_desk import CardDesk
from kiosk.simulate.clocks import WallClock
from kiosk.simulate.desk import NOTES_FEN, Desk
from kiosk.simulate.engine import Crashed, Flow
from kiosk.simulate.journal import ModelledJournal
from kiosk.simulate.network import Question
from kiosk.simulate.terminal import Terminal
from kiosk.simulate.worker import Worker
from kiosk.wire.payments import CardResult, PaymentRequest

if TYPE_CHECKING:
    from kiosk.simulate.resident import Visit
    from kiosk.simulate.world import World

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
        self.cards = CardDesk(self)
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
        self.cards.boot()

    def cut(self) -> None:
        super().cut()
        self.visit = None
        self.world.note(self.name, "loses its power")
        self.terminal.power_cut()
        self.acceptor.power_cut()
        self.cards.cut()
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
        earliest_s = attempts[0].due_s if len(attempts) == 1 else min([each.due_s for each in attempts])
        if earliest_s > now_s:
            return earliest_s - now_s
        if len(attempts) == 1:
            return self.happened(attempts[0].payment_id, rules.Came(now_s))
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
        self._open[payment_id] = opened(attempt, visit.basket, request, face_fen=request.recharge_fen or 0)
        self.world.edges.began(attempt)
        visit.opened(payment_id)
        self.submit(self.carry_on(payment_id, acts))

    def intend(self, request: PaymentRequest) -> bool:
        self.world.judge.intended(self, request)
        body = f"{request.amount_fen} {request.method} {request.recharge_fen or 0}"
        return self.write(request.payment_id, "intent", body)

    def recover(self) -> Flow:
        self.desk.recover()
        for payment_id in self.journal.open_intents():
            intent = self.journal.intent(payment_id)
            history = self.journal.history(payment_id)
            sale_open = "card_started" in history and "card_result" not in history
            notes = self.journal.stacked(payment_id)
            if intent.method == "cash" and "cash_closed" not in history:
                self.write(payment_id, "cash_closed")
            attempt, acts = self.world.build.recover(
                payment_id,
                intent.amount_fen,
                intent.method,
                self.now_s(),
                sale_open=sale_open,
                inserted_fen=sum(note.value_fen for note in notes),
            )
            self._open[payment_id] = opened(attempt, NOBODY, None, notes, intent.face_fen)
            self._open[payment_id].sale_open = sale_open
            self.world.edges.recovered(attempt)
            self.world.note(self.name, "takes {} up again", payment_id)
            yield from self.carry_on(payment_id, acts)

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
            yield from self.carry_on(payment_id, self.step(entry, event))

    def step(self, entry: OpenAttempt, event: Happening) -> tuple[Act, ...]:
        before = entry.attempt
        acts: tuple[Act, ...]
        entry.attempt, acts = self.world.build.attempt_step(before, event)
        if entry.attempt.phase != before.phase:
            self.world.judge.stepped(self, before, event, entry.attempt)
        if entry.attempt.phase != "sending":
            entry.request = None
        return acts

    def carry_on(self, payment_id: str, acts: Sequence[Act]) -> Flow:
        for act in acts:
            entry = self._open.get(payment_id)
            if entry is not None:
                self.may_crash()
                doing = self._do(entry, payment_id, act)
                if doing is not None:
                    yield from doing
                self.may_crash()

    def _do(self, entry: OpenAttempt, payment_id: str, act: Act) -> Flow | None:
        """What is left to be done of it takes its time."""
        match act:
            case "send" if entry.request is not None:
                return self._ask(payment_id, "submit", entry.request)
            case "ask":
                return self._ask(payment_id, "answer", payment_id)
            case "cancel":
                return self._ask(payment_id, "cancel", payment_id)
            case "report_card":
                return self._ask(payment_id, "card_result", payment_id, entry.card)
            case "settle_cash":
                return self._ask(payment_id, "cash_closed", payment_id, cash_questions.closing(entry.notes))
            case "start_count":
                self.desk.start_count(payment_id, replace(entry.cash_rules(), notes_fen=NOTES_FEN))
            case "stop_count":
                self.desk.stop_count(payment_id)
            case "start_terminal":
                return self._start_terminal(entry, payment_id)
            case "ask_terminal":
                self.terminal.last_result(payment_id)
            case "cancel_terminal":
                self.terminal.cancel(payment_id)
            case "close":
                self.close(payment_id)
        return None

    def _start_terminal(self, entry: OpenAttempt, payment_id: str) -> Flow | None:
        if self.write(payment_id, "card_started") and not self.terminal.broken:
            self.may_crash()
            self.terminal.sale(payment_id, entry.attempt.amount_fen)
            return None
        return self.happened(payment_id, rules.TerminalUnable(self.now_s()))

    def _ask(self, payment_id: str, what: Asked, *given: Any) -> Flow:
        answer = yield Question(self.world.engine, PATIENCE_MS, self.putting(what, *given))
        entry = self._open.get(payment_id)
        if entry is not None:
            yield from self.carry_on(payment_id, self._answered(entry, answer))

    def _answered(self, entry: OpenAttempt, answer: Answer) -> tuple[Act, ...]:
        return self.step(entry, heard(entry, answer, self.now_s()))

    def putting(self, what: Asked, *given: Any) -> Callable[[Question], None]:
        """How a question to the gateway is sent off."""
        return partial(put, self, what, given)

    def close(self, payment_id: str) -> None:
        said = self._open.pop(payment_id).said
        certain = said.kind != "pending" or said.detail == UNCLAIMED
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
