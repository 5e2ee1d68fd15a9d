"""A kiosk: the production attempt with a durable journal, a terminal, and one worker that waits for answers.

The shell is the runtime's, written as flows. What it shows goes to the resident who stands there, if any; a
power cut ends all but the journal and the terminal's memory.
"""

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from kiosk.payment import attempt as rules
from kiosk.payment.attempt import Act, Attempt, Happening
from kiosk.runtime import answers
from kiosk.runtime.journal import JournalFailed, Kind
from kiosk.session.household import Basket, Outcome
from kiosk.simulate.clocks import WallClock
from kiosk.simulate.engine import Crashed, Flow, Process
from kiosk.simulate.journal import ModelledJournal
from kiosk.simulate.network import Question
from kiosk.simulate.terminal import Terminal
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest

if TYPE_CHECKING:
    from kiosk.simulate.resident import Visit
    from kiosk.simulate.world import World

_PATIENCE_MS = 8_000
Asked: TypeAlias = Literal["submit", "answer", "cancel", "card_result"]
"""The gateway's methods of these names."""
_ASK_AGAIN = frozenset({"idempotency_conflict", "rate_limited", "biller_unavailable", "fault"})
_AWAY_MS = (5_000, 60_000, 600_000)
_NOBODY = Basket("", "", ())


class Open(msgspec.Struct):
    attempt: Attempt
    basket: Basket
    request: PaymentRequest | None
    said: Outcome
    card: CardResult = CardResult("unknown")


class Kiosk(Process):
    def __init__(self, world: "World", name: str) -> None:
        super().__init__(name)
        self.world = world
        self.clock = WallClock(world.engine)
        self.journal = ModelledJournal()
        self.terminal = Terminal(world, self)
        self.visit: Visit | None = None
        self.in_service = True
        self._open: dict[str, Open] = {}
        self._jobs: deque[Flow] = deque()
        self._busy = False
        self._wake_ms: int | None = None

    def boot(self) -> None:
        super().boot()
        self.clock.boot()
        self.journal.boot()
        self.in_service = True
        self._open.clear()
        self._jobs.clear()
        self._busy, self._wake_ms = False, None
        self.world.note(self.name, "starts")
        self.submit(self.recover())

    def cut(self) -> None:
        super().cut()
        self.visit = None
        self.world.note(self.name, "loses its power")
        self.terminal.power_cut()
        self.world.engine.after(self.world.chance.choice(_AWAY_MS), self._again, self.boots)

    def _again(self, boots: int) -> None:
        if not self.up and self.boots == boots:
            self.world.wall_clock_lost(self.clock)
            self.boot()

    # -- the worker -----------------------------------------------------------------------------------

    def submit(self, job: Flow) -> None:
        if self.up:
            self._jobs.append(job)
            self._turn()

    def _turn(self) -> None:
        if self._busy or not self.up:
            return
        if self._jobs:
            self._work(self._jobs.popleft())
        elif self._open:
            now_s = self.now_s()
            due = [entry.attempt for entry in self._open.values() if now_s >= entry.attempt.due_s]
            if due:
                youngest = max(due, key=lambda attempt: (attempt.began_s, -attempt.due_s))
                self._work(self.happened(youngest.payment_id, rules.Came(now_s)))
            else:
                self._sleep(min(entry.attempt.due_s for entry in self._open.values()) - now_s)

    def _work(self, job: Flow) -> None:
        self._busy = True
        self.begin(job, self._done)

    def _done(self, _: Any) -> None:
        self._busy = False
        self._turn()

    def _sleep(self, wait_s: float) -> None:
        wait_ms = int(wait_s * 1000) + 1
        at_ms = self.world.engine.now_ms + wait_ms
        if self._wake_ms is None or at_ms < self._wake_ms:
            self._wake_ms = at_ms
            self.world.engine.after(wait_ms, self._woken, self.boots, at_ms)

    def _woken(self, boots: int, at_ms: int) -> None:
        if boots == self.boots and at_ms == self._wake_ms:
            self._wake_ms = None
            self._turn()

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
        for payment_id in self.journal.open_intents():
            amount_fen, method = self.journal.intent(payment_id)
            history = self.journal.history(payment_id)
            sale_open = "card_started" in history and "card_result" not in history
            attempt, acts = self.world.build.recover(
                payment_id, amount_fen, method, self.now_s(), sale_open=sale_open
            )
            self._open[payment_id] = opened(attempt, _NOBODY, None)
            self.world.edges.recovered(attempt)
            self.world.note(self.name, "takes {} up again", payment_id)
            yield from self.act(payment_id, acts)

    def cancel(self, payment_id: str) -> Flow:
        yield from self.happened(payment_id, rules.CancelWanted(self.now_s()))

    def card_finished(self, payment_id: str, card: CardResult) -> Flow:
        self.write(payment_id, "card_result", card.outcome)
        if payment_id in self._open:
            self._open[payment_id].card = card
            yield from self.happened(payment_id, rules.CardFinished(self.now_s(), card.outcome == "approved"))

    def happened(self, payment_id: str, event: Happening) -> Flow:
        entry = self._open.get(payment_id)
        if entry is not None:
            before = entry.attempt
            entry.attempt, acts = self.world.build.attempt_step(before, event)
            self.world.judge.stepped(self, before, event, entry.attempt)
            if entry.attempt.phase != "sending":
                entry.request = None
            yield from self.act(payment_id, acts)

    def act(self, payment_id: str, acts: tuple[Act, ...]) -> Flow:
        for act in acts:
            entry = self._open.get(payment_id)
            if entry is not None:
                self.may_crash()
                yield from self._do(entry, payment_id, act)
                self.may_crash()

    def _do(self, entry: Open, payment_id: str, act: Act) -> Flow:
        match act:
            case "send" if entry.request is not None:
                yield from self._ask(payment_id, "submit", entry.request)
            case "ask":
                yield from self._ask(payment_id, "answer", payment_id)
            case "cancel":
                yield from self._ask(payment_id, "cancel", payment_id)
            case "report_card":
                yield from self._ask(payment_id, "card_result", payment_id, entry.card)
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
        answer = yield Question(self.world.engine, _PATIENCE_MS, partial(self._put, what, given))
        now_s = self.now_s()
        if isinstance(answer, PaymentAnswer):
            yield from self._answered(payment_id, answer)
        elif answer is None or answer.code in _ASK_AGAIN:
            yield from self.happened(payment_id, rules.Unanswered(now_s))
        elif answer.code == "payment_unknown":
            yield from self.happened(payment_id, rules.NeverHeardOf(now_s))
        else:
            entry = self._open[payment_id]
            entry.said = msgspec.structs.replace(entry.said, kind="not_charged", detail="refused")
            yield from self.happened(payment_id, rules.Refused(now_s))

    def _put(self, what: Asked, given: tuple[Any, ...], question: Question) -> None:
        world, line = self.world, (self.name, "gateway")
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
        if final:
            entry.said = answers.outcome(answer, entry.basket, attempt.method, attempt.amount_fen)
        charged = final and answer.outcome != "not_charged"
        event = rules.Answered(self.now_s(), final, answer.outcome == "card_expected", charged)
        yield from self.happened(payment_id, event)

    def close(self, payment_id: str) -> None:
        said = self._open.pop(payment_id).said
        if self.write(payment_id, "result", said.kind) and said.kind != "pending":
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
        self.world.note(self.name, "writes {} {} of {}", kind, body, payment_id)
        self.may_crash()
        return True

    def may_crash(self) -> None:
        if self.world.lies(self.world.faults.kiosk_crash):
            raise Crashed


def write(kiosk: Kiosk, payment_id: str, kind: Kind, body: str) -> None:
    """An entry that is on the disk when this returns. Raises JournalFailed."""
    world = kiosk.world
    fails = world.lies(world.faults.disk_full)
    kiosk.journal.write(payment_id, kind, body, fails=fails, reaches=fails and world.lies(0.3))


def opened(attempt: Attempt, basket: Basket, request: PaymentRequest | None) -> Open:
    unknown = Outcome("pending", attempt.payment_id, attempt.amount_fen, attempt.method, "still_checking")
    return Open(attempt, basket, request, unknown)
