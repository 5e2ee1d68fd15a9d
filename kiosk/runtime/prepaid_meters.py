"""Asks the gateway what may be loaded, and how paid loads stand. Nothing of it is kept: a load is the
gateway's to bring to its end, and a kiosk that stops asking changes nothing.
"""

import logging
from collections.abc import Callable
from typing import Protocol, TypeAlias

from msgspec import Struct

from kiosk.backend.errors import GatewayError
from kiosk.runtime import answers, prepaid_answers
from kiosk.runtime.clock import Clock
from kiosk.runtime.look_ups import problem_of
from kiosk.runtime.questions import look_up_request
from kiosk.runtime.workers import Worker
from kiosk.session.effects_prepaid import AskMeters, FollowLoad
from kiosk.session.events import Event, LoadTold, LookUpFailed, MetersReceived
from kiosk.session.household import Basket, Outcome
from kiosk.session.loads import Load
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.loads import LoadsAnswer, PrepaidAnswer
from kiosk.wire.payments import PaymentAnswer

_log = logging.getLogger(__name__)

ASK_EVERY_S = 1.5
SILENT_S = 6.0
"""After a question that was not answered the next one comes so much later."""

PrepaidEffect: TypeAlias = AskMeters | FollowLoad


class LoadGateway(Protocol):
    """Every call raises a `GatewayError`, is tried once, and is safe to repeat."""

    def prepaid(self, request: LookUpRequest) -> PrepaidAnswer: ...
    def of_payment(self, payment_id: str) -> LoadsAnswer: ...


class PaidGateway(Protocol):
    def payment(self, payment_id: str) -> PaymentAnswer: ...


class _Followed(Struct):
    """`basket` until the payment itself has been told."""

    payment_id: str
    basket: Basket | None
    due_s: float
    told: Load | None = None


class PrepaidMeters:
    """`perform` and `forget` may be called from any thread and return at once."""

    def __init__(
        self, gateway: LoadGateway, payments: PaidGateway, clock: Clock, post: Callable[[Event], None]
    ) -> None:
        self._gateway = gateway
        self._payments = payments
        self._clock = clock
        self._post = post
        self._followed: _Followed | None = None
        self.worker = Worker("prepaid meters", clock, idle=self.look_after, idle_s=0.25)

    def perform(self, effect: PrepaidEffect) -> None:
        match effect:
            case AskMeters():
                unanswered = LookUpFailed(effect.request, "unknown")
                self.worker.submit(lambda: self._ask(effect), failed=lambda: self._post(unanswered))
            case FollowLoad(payment_id, basket):
                self.worker.submit(lambda: self._follow(payment_id, basket))

    def forget(self) -> None:
        """The resident has gone: nobody is told any more."""
        self.worker.submit(self._let_go)

    def look_after(self) -> None:
        """Ask how the load stands that somebody waits for, when it is time."""
        followed, now_s = self._followed, self._clock.monotonic_s()
        if followed is None or now_s < followed.due_s:
            return
        followed.due_s = now_s + ASK_EVERY_S
        try:
            self._look(followed)
        except GatewayError as error:
            _log.warning("a load could not be asked about: %s", type(error).__name__)
            followed.due_s = now_s + SILENT_S

    def _ask(self, effect: AskMeters) -> None:
        try:
            answer = self._gateway.prepaid(look_up_request(effect))
        except GatewayError as error:
            _log.warning("meters by %s could not be asked about: %s", effect.by, type(error).__name__)
            self._post(LookUpFailed(effect.request, problem_of(error, effect.by)))
        else:
            self._post(MetersReceived(effect.request, prepaid_answers.meters(answer, effect.by)))

    def _follow(self, payment_id: str, basket: Basket | None) -> None:
        self._followed = _Followed(payment_id, basket, self._clock.monotonic_s())

    def _let_go(self) -> None:
        self._followed = None

    def _look(self, followed: _Followed) -> None:
        loads = self._gateway.of_payment(followed.payment_id).loads
        if not loads:  # before its leg is posted, and of a payment that buys none
            return
        load = prepaid_answers.load(loads[0])
        if load == followed.told:
            return
        outcome = self._outcome(followed, load)
        followed.told, followed.basket = load, None
        self._post(LoadTold(load, outcome))
        if load.ended:
            self._followed = None

    def _outcome(self, followed: _Followed, load: Load) -> Outcome | None:
        """As its receipt says it, for whoever comes back to it."""
        if followed.basket is None:
            return None
        answer = self._payments.payment(followed.payment_id)
        method = answer.method or load.method
        brought_fen = answer.inserted_fen if method == "cash" else answer.face_fen
        told = answers.outcome(answer, followed.basket, method, load.amount_fen, brought_fen)
        return told if told.kind == "settled" else None
