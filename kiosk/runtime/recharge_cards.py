"""Asks the gateway what a recharge card is worth. Nothing is redeemed, and nothing of the card is kept."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.questions import recharge_card_request
from kiosk.runtime.workers import Worker
from kiosk.session.effects import AskRechargeCard
from kiosk.session.events import Event, RechargeCardKnown, RechargeCardRefused
from kiosk.wire.recharge_cards import RechargeCardAnswer, RechargeCardRequest

_log = logging.getLogger(__name__)

_REFUSALS = {"rate_limited": "recharge_locked", "malformed": "recharge_mistyped"}
"""By the gateway's code; any other leaves the card as it was, and the resident may try again."""


class RechargeCardGateway(Protocol):
    def recharge_card(self, request: RechargeCardRequest) -> RechargeCardAnswer: ...


class RechargeCards:
    """`ask` may be called from any thread and returns at once; `worker` does the asking."""

    def __init__(
        self, gateway: RechargeCardGateway, worker: Worker, post: Callable[[Event], None], kiosk_id: str
    ) -> None:
        self._gateway = gateway
        self.worker = worker
        self._post = post
        self._kiosk_id = kiosk_id

    def ask(self, effect: AskRechargeCard) -> None:
        silent = RechargeCardRefused(effect.request, "recharge_silent")
        self.worker.submit(lambda: self._ask(effect), failed=lambda: self._post(silent))

    def _ask(self, effect: AskRechargeCard) -> None:
        try:
            answer = self._gateway.recharge_card(recharge_card_request(effect, self._kiosk_id))
        except GatewayError as error:
            _log.warning("a recharge card could not be asked about: %s", type(error).__name__)
            self._post(RechargeCardRefused(effect.request, _problem(error)))
        else:
            self._post(_told(effect.request, answer))


def _told(request: int, answer: RechargeCardAnswer) -> Event:
    if answer.state == "usable":
        return RechargeCardKnown(request, answer.face_fen)
    again_at = _clock_time(answer.try_again_at or "")
    return RechargeCardRefused(request, f"recharge_{answer.state}", answer.face_fen, again_at)


def _clock_time(iso: str) -> str:
    """As on the clock of the screen; empty for what is no time."""
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    return f"{at.hour}:{at.minute:02d}"


def _problem(error: GatewayError) -> str:
    match error:
        case GatewayUnreachable():
            return "gateway_down"
        case GatewaySlow():
            return "gateway_slow"
        case GatewayRefused(code=code):
            return _REFUSALS.get(code, "recharge_silent")
        case _:
            return "recharge_silent"
