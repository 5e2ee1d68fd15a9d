"""Counts copies of receipts at the gateway, each once, before their paper is begun.

Its id is on the disk until the paper is out: after a crash, or where paper ran out half way, the next try for
the same receipt goes by the same id, and the gateway counts one copy. A printer that cannot say whether the
paper came out leaves it open for an hour.
"""

import logging
from collections.abc import Callable
from typing import Final, Protocol, get_args

from kiosk.backend.errors import GatewayError
from kiosk.runtime.begun_requests import BegunRequests
from kiosk.runtime.clock import Clock
from kiosk.session.effects import PrintReceipt
from kiosk.session.household import Problem
from kiosk.wire.copies import CopyAnswer, CopyRequest, CopyShown

_log = logging.getLogger(__name__)

FILE: Final = "begun-copies.json"
UNCOUNTED: Final[Problem] = "copy_uncounted"


class CopyGateway(Protocol):
    def copied(self, receipt_no: str, copy: CopyRequest) -> CopyAnswer: ...


class Copies:
    """Not for threads: on the worker of the receipts alone."""

    def __init__(
        self, gateway: CopyGateway, begun: BegunRequests, new_id: Callable[[], str], clock: Clock
    ) -> None:
        self._gateway = gateway
        self._begun = begun
        self._new_id = new_id
        self._clock = clock
        self._counted: dict[str, str] = {}
        """By the printer's job: the serial number of the receipt whose copy it is."""

    def count(self, effect: PrintReceipt) -> Problem:
        """Empty once the copy is on record, or where none is counted; else why it must not be printed."""
        self._counted.pop(effect.job, None)
        if effect.shown is None:
            return ""
        receipt, now_s = effect.outcome, self._clock.wall_s()
        shown = _proof(effect)
        if shown is None or not receipt.receipt_no:
            return UNCOUNTED
        copy_id = self._begun.left_over(receipt.receipt_no, now_s) or self._new_id()
        try:
            self._begun.begin(receipt.receipt_no, copy_id, now_s)
            self._gateway.copied(receipt.receipt_no, CopyRequest(copy_id, receipt.verification_code, shown))
        except (OSError, GatewayError) as error:
            _log.warning("a copy could not be counted: %s", type(error).__name__)
            return UNCOUNTED
        self._counted[effect.job] = receipt.receipt_no
        return ""

    def out(self, job: str) -> None:
        """The paper is there: whoever wants another one wants another copy. A helper's was not counted."""
        receipt_no = self._counted.pop(job, None)
        if receipt_no is None:
            return
        copy_id = self._begun.left_over(receipt_no, self._clock.wall_s())
        try:
            self._begun.end(copy_id)
        except OSError as error:
            _log.warning("the end of a copy is not written down: %s", type(error).__name__)


def _proof(effect: PrintReceipt) -> CopyShown | None:
    proofs: tuple[CopyShown, ...] = get_args(CopyShown)
    return next((proof for proof in proofs if proof == effect.shown), None)
