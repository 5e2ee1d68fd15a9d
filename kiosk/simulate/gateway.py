"""What a gateway process is asked for: the production intake and answers, as its HTTP interface has them."""

from types import GeneratorType
from typing import TYPE_CHECKING, Any, cast

import msgspec

from kiosk.gateway.payment_store import BillClaimed, DayLimitReached, IdTaken, StoredPayment
from kiosk.gateway.payments import intake, recharge_cards
from kiosk.gateway.payments.answers import payment_answer
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.problems import Refused
from kiosk.payment.saga_events import (
    CancelAsked,
    CardReported,
    CashClosed,
    DayEndReported,
    NotesKnown,
)
from kiosk.payment.saga_state import Payment
from kiosk.runtime.journal import Note
from kiosk.simulate.asked import DatabaseDown, answered_in_http
from kiosk.simulate.card_sessions import CardSessions
from kiosk.simulate.driving import Driving
from kiosk.simulate.engine import Continue, Flow
from kiosk.simulate.loading import Loading
from kiosk.wire.cash import CashClosing, StackedNote
from kiosk.wire.loads import CardAnswer, CardSessionRequest, LoadsAnswer, PrepaidMeter
from kiosk.wire.payments import CardResult, Detail, PaymentAnswer, PaymentRequest
from kiosk.wire.recharge_cards import RechargeCardAnswer, RechargeCardRequest

if TYPE_CHECKING:
    from kiosk.simulate.world import World


class Gateway(Driving):
    def __init__(self, world: "World", name: str) -> None:
        super().__init__(world, name)
        self.loading = Loading(world, self)
        self.card_sessions = CardSessions(world, self, self.loading)
        self._answered: dict[str, tuple[StoredPayment, PaymentAnswer]] = {}

    def boot(self) -> None:
        super().boot()
        self.loading.boot()

    def card_begin(self, request: CardSessionRequest, kiosk_id: str) -> Flow:
        return self.card_sessions.begin(request, kiosk_id)

    def card_answered(self, session_id: str, answer: CardAnswer, kiosk_id: str) -> Flow:
        return self.card_sessions.answered(session_id, answer, kiosk_id)

    def loads_of(self, payment_id: str) -> LoadsAnswer:
        return self.loading.of_payment(payment_id)

    def prepaid(self, supply_no: str) -> PrepaidMeter:
        return self.loading.prepaid(supply_no)

    def load_wish(self, load_id: str, what: str) -> Flow:
        return self.loading.wish(load_id, what)

    def submit(self, request: PaymentRequest) -> Flow:
        intake.check(request)
        fingerprint = self.parts.codes.fingerprint(msgspec.json.encode(request))
        stored = self._store.load(request.payment_id)
        if stored is None:
            stored = yield from self._take_in(request, fingerprint)
        if not self._fits(stored, fingerprint):
            raise Refused("idempotency_key_reused")
        return self._answer(stored)

    def answer(self, payment_id: str) -> PaymentAnswer:
        return self._answer(self._known(payment_id))

    def cancel(self, payment_id: str) -> Flow:
        stored = self._store.load(payment_id)
        if stored is None:
            stored = yield from self._begin(intake.tombstone(payment_id, self.time.now_ms()), None)
        stored = yield from self.see_through(stored, CancelAsked())
        return self._answer(stored)

    def recharge_card(self, request: RechargeCardRequest) -> RechargeCardAnswer:
        self.write()
        shown = cast(KnownBills, self._world.town)
        answer = recharge_cards.RechargeCards(self.parts, shown).answer(request)
        if answer.state == "unknown":
            self._world.judge.guessed(request.kiosk_id, self.version.settings.recharge_tries)
        return answer

    def card_result(self, payment_id: str, result: CardResult) -> Flow:
        stored = self._known(payment_id)
        if stored.payment.method != "bank_card":
            raise Refused("payment_not_by_card")
        stored = yield from self.see_through(stored, CardReported(result.outcome == "approved"))
        return self._answer(stored)

    def note_stacked(self, payment_id: str, note: StackedNote) -> Flow:
        stored = self._in_cash(payment_id)
        self.write()
        inside_fen = self._world.cash.record(stored.payment, [note])
        self.may_crash()
        stored = yield from self.see_through(stored, NotesKnown(inside_fen))
        return self._answer(stored)

    def cash_closed(self, payment_id: str, closing: CashClosing) -> Flow:
        stored = self._in_cash(payment_id)
        self.write()
        inside_fen = self._world.cash.close(stored.payment, closing.notes)
        self.may_crash()
        stored = yield from self.see_through(stored, CashClosed(inside_fen))
        return self._answer(stored)

    def found(self, kiosk_id: str, note: Note) -> str:
        """The number of its case."""
        self.write()
        return self._world.cash.find(kiosk_id, note.note_id, note.value_fen, None)

    def _in_cash(self, payment_id: str) -> StoredPayment:
        """As it is stored now, for what a note is, is decided by that."""
        stored = self._known(payment_id)
        if stored.payment.method != "cash":
            raise Refused("payment_not_by_cash")
        return stored

    def day_end(self, payment_id: str, leg: int, posted: bool) -> Flow:
        return (yield from self.see_through(self._known(payment_id), DayEndReported(leg, posted)))

    def approve(self, case: str, by: str) -> None:
        self.write()
        self._world.office.approve(case, by)

    def pay_out(self, case: str, by: str) -> str:
        self.write()
        return self._world.office.pay_out(case, by)

    def serve(self, what: str, given: tuple[Any, ...], answered: Continue) -> None:
        """As the HTTP server does: refusals and faults are answers; a machine that is down gives none."""
        if not self.up:
            return
        try:
            served = getattr(self, what)(*given)
        except Refused as refused:
            served = refused
        except DatabaseDown:
            served = Refused("fault")
        if isinstance(served, GeneratorType):
            self.begin(answered_in_http(served), answered)
        else:
            answered(served)

    def opened(self, request: PaymentRequest) -> Payment:
        return intake.opened(self.parts, request, self._world.town.known)

    def _take_in(self, request: PaymentRequest, fingerprint: str) -> Flow:
        payment = self.opened(request)
        if request.recharge_code is not None and self._world.guessed_in:
            self.write()
            payment = recharge_cards.tried(self.parts, payment)
        try:
            return (yield from self._begin(payment, fingerprint, request.phone_code or request.recharge_code))
        except BillClaimed:
            return (yield from self._begin(self._ended(payment, "bill_busy"), fingerprint))
        except DayLimitReached:
            return (yield from self._begin(self._ended(payment, "over_day_limit"), fingerprint))

    def _ended(self, payment: Payment, reason: Detail) -> Payment:
        if self._world.guessed_in:
            recharge_cards.untried(self.parts, payment)
        return intake.ended(payment, reason)

    def _begin(self, payment: Payment, fingerprint: str | None, phone_code: str | None = None) -> Flow:
        try:
            return (yield from self.begin_payment(payment, fingerprint, phone_code))
        except IdTaken:
            stored = self._known(payment.payment_id)
            if self._world.guessed_in:
                recharge_cards.tried_again(self.parts, stored.payment)
            return stored

    def _fits(self, stored: StoredPayment, fingerprint: str) -> bool:
        return stored.fingerprint in {None, fingerprint}

    def _answer(self, stored: StoredPayment) -> PaymentAnswer:
        """What was answered last for each payment is kept, for most questions find it unchanged."""
        of, answer = self._answered.get(stored.payment.payment_id, (None, None))
        if of is not stored or answer is None or stored.payment.method == "cash":
            answer = payment_answer(
                stored.payment, stored.receipt, "", self._world.cash.facts(stored.payment.payment_id)
            )
            self._answered[stored.payment.payment_id] = (stored, answer)
        return answer
