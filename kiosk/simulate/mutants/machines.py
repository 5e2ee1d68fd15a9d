"""Planted bugs in the shells: the kiosk's journal and paper, the terminal, the gateway's order of things."""

from typing import Any

from msgspec.structs import replace

from kiosk.gateway.steady_time import SteadyTime
from kiosk.payment import attempt as rules
from kiosk.payment.attempt import Act, Attempt, Happening, Stepped
from kiosk.payment.saga_events import Begun
from kiosk.payment.saga_state import Payment
from kiosk.runtime.journal import Kind
from kiosk.runtime.open_attempt import OpenAttempt
from kiosk.session.household import Leg, Outcome
from kiosk.simulate.asking import Answer, Asked
from kiosk.simulate.build import Build
from kiosk.simulate.engine import Flow
from kiosk.simulate.gateway import Gateway
from kiosk.simulate.kiosk import Kiosk, write
from kiosk.wire.payments import PaymentAnswer, PaymentRequest


def no_journal_before_the_act() -> Build:
    """The intent is written once the request has been answered."""

    class LateIntent(Kiosk):
        late: PaymentRequest | None = None

        def intend(self, request: PaymentRequest) -> bool:
            self.world.judge.intended(self, request)
            self.late = request
            return True

        def _ask(self, payment_id: str, what: Asked, *given: Any) -> Flow:
            answered = yield from super()._ask(payment_id, what, *given)
            if self.late is not None:
                request, self.late = self.late, None
                super().intend(request)
            return answered

    return Build(kiosk=LateIntent)


def journal_not_synced() -> Build:
    """What was acknowledged last is gone after a power cut."""

    class Unsynced(Kiosk):
        def cut(self) -> None:
            del self.journal.entries[-2:]
            super().cut()

    return Build(kiosk=Unsynced)


def sale_written_down_after_it_began() -> Build:
    def late(kiosk: Kiosk, payment_id: str, kind: Kind, body: str) -> None:
        if kiosk.up:
            write(kiosk, payment_id, kind, body)

    def writes(kiosk: Kiosk, payment_id: str, kind: Kind, body: str) -> None:
        if kind == "card_started":
            kiosk.world.engine.after(2_000, late, kiosk, payment_id, kind, body)
        else:
            write(kiosk, payment_id, kind, body)

    return Build(write=writes)


def recovery_without_tombstone() -> Build:
    """What the gateway does not know after a power cut is taken not to have been sent."""

    class Believing(Kiosk):
        def step(self, entry: OpenAttempt, event: Happening) -> tuple[Act, ...]:
            if isinstance(event, rules.NeverHeardOf):
                entry.said = replace(entry.said, kind="not_charged")
                self.close(entry.attempt.payment_id)
                return ()
            return super().step(entry, event)

    return Build(kiosk=Believing)


def cancellation_dropped_after_three_tries() -> Build:
    """Nobody answers, so it is told as not charged and forgotten."""

    class Impatient(Kiosk):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.tries: dict[str, int] = {}

        def step(self, entry: OpenAttempt, event: Happening) -> tuple[Act, ...]:
            payment_id = entry.attempt.payment_id
            if entry.attempt.phase == "cancelling" and isinstance(event, rules.Unanswered):
                self.tries[payment_id] = self.tries.get(payment_id, 0) + 1
                if self.tries[payment_id] >= 3:
                    entry.said = replace(entry.said, kind="not_charged")
                    self.close(payment_id)
                    return ()
            return super().step(entry, event)

    return Build(kiosk=Impatient)


def printed_when_charged() -> Build:
    """The receipt is given out before the biller has posted."""

    class Hasty(Kiosk):
        def _answered(self, entry: OpenAttempt, answer: Answer) -> tuple[Act, ...]:
            if isinstance(answer, PaymentAnswer) and answer.detail == "posting" and self.visit is not None:
                legs = tuple(Leg(leg.utility, "", "", "", leg.amount_fen, "posted") for leg in answer.legs)
                self.visit.ended(replace(entry.said, kind="settled", legs=legs))
            return super()._answered(entry, answer)

    return Build(kiosk=Hasty)


def automatic_reprint_at_boot() -> Build:
    class Reprinting(Kiosk):
        def boot(self) -> None:
            super().boot()
            for payment_id in self.journal.intents():
                history = self.journal.history(payment_id)
                if "printing" in history and "printed" not in history:
                    kind = self.journal.result(payment_id)
                    if kind == "settled":
                        self.world.judge.paper(self, _whole(payment_id))

    return Build(kiosk=Reprinting)


def _whole(payment_id: str) -> Outcome:
    return Outcome("settled", payment_id, 0, "phone_code", legs=(Leg("water", "", "", "", 0, "posted"),))


def new_payment_id_on_resend() -> Build:
    """An unanswered request is sent again as if it were another payment."""

    class Renaming(Kiosk):
        def _do(self, entry: OpenAttempt, payment_id: str, act: Act) -> Flow | None:
            if act == "send" and entry.request is not None and entry.attempt.sends > 1:
                entry.request = replace(entry.request, payment_id=self.world.new_payment_id())
            return super()._do(entry, payment_id, act)

    return Build(kiosk=Renaming)


def refusal_of_a_resend_is_an_end() -> Build:
    """A refusal is believed although an earlier request may be under way."""

    def steps(attempt: Attempt, event: Happening) -> Stepped:
        if isinstance(event, rules.Refused) and attempt.phase == "sending":
            return rules.step(replace(attempt, sends=1), event)
        return rules.step(attempt, event)

    return Build(attempt_step=steps)


def charged_before_it_is_stored() -> Build:
    """The gateway writes down that it charges once the request has left, as field terminals do."""

    class Late(Gateway):
        def begin_payment(self, payment: Payment, fingerprint: str | None, phone_code: str | None) -> Flow:
            if phone_code is not None:
                _, acts = self._world.build.decide(payment, Begun(), self.time.now_ms(), self.version.timers)
                for act in acts:
                    self._ask(payment, act, phone_code)(lambda _: None)
                yield self._world.engine.pause(500)
            return (yield from super().begin_payment(payment, fingerprint, None))

    return Build(gateway=Late)


def timers_by_the_wall_clock() -> Build:
    """The gateway's timers follow the wall clock, whoever sets it."""

    class WallTime(SteadyTime):
        def now_ms(self) -> int:
            return round(self._clock.wall_s() * 1000)

    class Wall(Gateway):
        def steady_time(self) -> SteadyTime:
            return WallTime(self.clock)

    return Build(gateway=Wall)


def other_content_under_the_same_id() -> Build:
    """A request is answered by its id alone, whatever stands in it."""

    class Careless(Gateway):
        def _fits(self, stored: Any, fingerprint: str) -> bool:
            return True

    return Build(gateway=Careless)
