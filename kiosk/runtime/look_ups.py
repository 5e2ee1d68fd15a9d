"""Asks the gateway for bills, now and past, and for accounts; every few seconds whether it is there.

One thread; nothing is kept.
"""

import logging
from collections.abc import Callable
from typing import Protocol, TypeAlias

from kiosk.backend.errors import (
    GatewayError,
    GatewayGarbage,
    GatewayRefused,
    GatewaySlow,
    GatewayUnreachable,
)
from kiosk.runtime import answers
from kiosk.runtime.clock import Clock
from kiosk.runtime.number_answers import findings_of_numbers, findings_to_choose
from kiosk.runtime.paid_answers import findings_of_paid
from kiosk.runtime.past_answers import findings_of_past
from kiosk.runtime.questions import look_up_request, numbers_request, paid_request
from kiosk.runtime.workers import Worker
from kiosk.session.effects import LookUpBills, LookUpHistories
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.effects_paid import LookUpNumbers, LookUpPaid
from kiosk.session.events import (
    BillsReceived,
    Event,
    GatewayChanged,
    LookUpFailed,
)
from kiosk.wire.account_numbers import AccountNumbersAnswer, AccountNumbersRequest
from kiosk.wire.bills import LookUpAnswer, LookUpRequest
from kiosk.wire.history import HistoriesAnswer, HistoryRequest
from kiosk.wire.paid import PaidAnswer, PaidRequest

_log = logging.getLogger(__name__)

HEALTH_EVERY_S = 4.0
"""RES-1 wants a gateway that is back to be noticed within ten seconds."""

LookUpEffect: TypeAlias = LookUpBills | LookUpHistories | LookUpPaid | LookUpNumbers | LookUpAccounts

SILENT_POLLS = 2
"""One lost health check is noise; the second is news. The edge alone is told."""


class LookUpGateway(Protocol):
    def look_up(self, request: LookUpRequest) -> LookUpAnswer: ...
    def look_back(self, request: HistoryRequest) -> HistoriesAnswer: ...
    def paid(self, request: PaidRequest) -> PaidAnswer: ...
    def account_numbers(self, request: AccountNumbersRequest) -> AccountNumbersAnswer: ...
    def health(self) -> object: ...


class LookUps:
    """What looks up may be called from any thread and returns at once."""

    def __init__(self, gateway: LookUpGateway, clock: Clock, post: Callable[[Event], None]) -> None:
        self._gateway = gateway
        self._clock = clock
        self._post = post
        self._misses = 0
        self._up = True
        self._next_health_s = clock.monotonic_s()
        self.worker = Worker("look-ups", clock, idle=self.look_after)

    def perform(self, effect: LookUpEffect) -> None:
        match effect:
            case LookUpBills():
                self.look_up(effect)
            case LookUpHistories():
                self.look_back(effect)
            case LookUpPaid():
                self.look_paid(effect)
            case LookUpNumbers():
                self.look_numbers(effect)
            case LookUpAccounts():
                self.look_accounts(effect)

    def look_up(self, effect: LookUpBills) -> None:
        request = look_up_request(effect)
        self._submit(
            effect,
            lambda: BillsReceived(effect.request, answers.findings(self._gateway.look_up(request))),
        )

    def look_back(self, effect: LookUpHistories) -> None:
        request = look_up_request(effect)
        self._submit(
            effect,
            lambda: BillsReceived(effect.request, findings_of_past(self._gateway.look_back(request))),
        )

    def look_paid(self, effect: LookUpPaid) -> None:
        request = paid_request(effect)
        self._submit(
            effect,
            lambda: BillsReceived(effect.request, findings_of_paid(self._gateway.paid(request), effect.by)),
        )

    def look_numbers(self, effect: LookUpNumbers) -> None:
        request = numbers_request(effect)
        self._submit(
            effect,
            lambda: BillsReceived(
                effect.request, findings_of_numbers(self._gateway.account_numbers(request))
            ),
        )

    def look_accounts(self, effect: LookUpAccounts) -> None:
        request = look_up_request(effect)
        self._submit(
            effect,
            lambda: BillsReceived(effect.request, findings_to_choose(self._gateway.look_up(request), effect)),
        )

    def _submit(self, effect: LookUpEffect, ask: Callable[[], Event]) -> None:
        unanswered = LookUpFailed(effect.request, "unknown")
        self.worker.submit(lambda: self._ask(effect, ask), failed=lambda: self._post(unanswered))

    def look_after(self) -> None:
        """Ask for the gateway's health when it is time."""
        now_s = self._clock.monotonic_s()
        if now_s < self._next_health_s:
            return
        self._next_health_s = now_s + HEALTH_EVERY_S
        try:
            self._gateway.health()
        except GatewayError:
            self._missed()
        else:
            self._answered()

    def _ask(self, effect: LookUpEffect, ask: Callable[[], Event]) -> None:
        try:
            answer = ask()
        except GatewayError as error:
            _log.warning("look-up by %s failed: %s", effect.by, type(error).__name__)
            self._post(LookUpFailed(effect.request, problem_of(error, effect.by)))
            if isinstance(error, GatewayUnreachable):
                self._next_health_s = 0.0
        else:
            self._answered()
            self._post(answer)

    def _missed(self) -> None:
        self._misses += 1
        if self._up and self._misses >= SILENT_POLLS:
            self._up = False
            _log.error("the gateway does not answer; look-ups and payments are off")
            self._post(GatewayChanged(up=False))

    def _answered(self) -> None:
        self._misses = 0
        if not self._up:
            self._up = True
            _log.info("the gateway answers again")
            self._post(GatewayChanged(up=True))


def problem_of(error: GatewayError, by: str) -> str:
    match error:
        case GatewayUnreachable():
            return "gateway_down"
        case GatewaySlow():
            return "gateway_slow"
        case GatewayGarbage():
            return "gateway_garbage"
        case GatewayRefused(code=code) if by == "card" and code in {"account_unknown", "household_unknown"}:
            return "card_unknown"
        case GatewayRefused(code=code):
            return answers.look_up_problem(code)
        case _:
            return "unknown"
