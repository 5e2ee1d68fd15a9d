"""Asks the gateway what became of requests, and gives them up. Nothing of it is kept."""

import logging
from collections.abc import Callable
from typing import Final, Protocol, get_args

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.workers import Worker
from kiosk.session.effects import LookUpRequests, WithdrawRequest
from kiosk.session.events import Event, RequestGone, RequestNotGone, RequestsKnown, RequestsNotKnown
from kiosk.session.forms import KnownRequest, RequestState
from kiosk.session.secret import Secret
from kiosk.wire.requests import Person, RequestAnswer, RequestsAnswer

_log = logging.getLogger(__name__)

_STATES: Final = frozenset(get_args(RequestState))
_REFUSALS: Final = {
    "record_unknown": "request_number_unknown",
    "malformed": "request_number_unknown",
    "rate_limited": "too_many_tries",
    "person_wrong": "request_of_another",
    "record_closed": "request_over",
}


class RequestStates(Protocol):
    def by_number(self, number: str) -> RequestAnswer: ...
    def of_person(self, person: Person) -> RequestsAnswer: ...
    def withdraw(self, request_id: str, person: Person | None = None) -> RequestAnswer: ...


class RequestLookUps:
    """Returns at once; `worker` does the asking."""

    def __init__(self, gateway: RequestStates, worker: Worker, post: Callable[[Event], None]) -> None:
        self._gateway = gateway
        self._worker = worker
        self._post = post

    def look_up(self, effect: LookUpRequests) -> None:
        lost = RequestsNotKnown(effect.request, "unknown")
        self._worker.submit(lambda: self._look_up(effect), failed=lambda: self._post(lost))

    def withdraw(self, effect: WithdrawRequest) -> None:
        lost = RequestNotGone(effect.request, "withdrawal_unsure")
        self._worker.submit(lambda: self._withdraw(effect), failed=lambda: self._post(lost))

    def _look_up(self, effect: LookUpRequests) -> None:
        try:
            answers = self._asked(effect)
        except GatewayError as error:
            _log.warning("requests could not be looked up: %s", type(error).__name__)
            self._post(RequestsNotKnown(effect.request, _problem(error, "gateway_slow")))
        else:
            self._post(RequestsKnown(effect.request, answers))

    def _asked(self, effect: LookUpRequests) -> tuple[KnownRequest, ...]:
        if effect.number is not None:
            return (_known(self._gateway.by_number(effect.number.value)),)
        person = _person(effect.person)
        if person is None:
            return ()
        return all_known(self._gateway.of_person(person))

    def _withdraw(self, effect: WithdrawRequest) -> None:
        try:
            self._gateway.withdraw(effect.request_id, _person(effect.person))
        except GatewayError as error:
            _log.warning("a request could not be withdrawn: %s", type(error).__name__)
            self._post(RequestNotGone(effect.request, _problem(error, "withdrawal_unsure")))
        else:
            self._post(RequestGone(effect.request_id))


def _person(number: Secret | None) -> Person | None:
    return Person(number.value) if number is not None else None


def all_known(answer: RequestsAnswer) -> tuple[KnownRequest, ...]:
    """What was sent, the newest first."""
    return tuple(_known(each) for each in answer.requests if _is_known(each))


def _is_known(answer: RequestAnswer) -> bool:
    return answer.state in _STATES and answer.number is not None


def _known(answer: RequestAnswer) -> KnownRequest:
    """One without a number is a draft, which is told to nobody as sent."""
    if answer.state == "draft" or answer.number is None:
        raise GatewayRefused("record_unknown", 404)
    due_on, reply = (answer.due_at or "")[:10], " ".join((answer.reply or "").split())
    return KnownRequest(answer.request_id, answer.service, answer.state, answer.number, due_on, Secret(reply))


def _problem(error: GatewayError, unsure: str) -> str:
    match error:
        case GatewayUnreachable():
            return "gateway_down"
        case GatewaySlow():
            return unsure
        case GatewayRefused(code=code):
            return _REFUSALS.get(code, "unknown")
        case _:
            return "gateway_garbage"
