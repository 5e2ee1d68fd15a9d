"""Whose turn it is to ask a biller something that is only to be shown: so many questions a minute, none while
it is silent. One count for whatever is asked, because it is one biller that answers."""

from collections.abc import Callable
from typing import Literal, TypeVar

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.breaker import Breaker
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.rate_limit import RateLimit

Answer = TypeVar("Answer")


class NotAsked(AdapterSilent):
    """The biller was left in peace."""

    def __init__(self, biller_id: str, why: Literal["over_limit", "left_alone"]) -> None:
        super().__init__(biller_id)
        self.why = why


class BillerTurns:
    def __init__(self, parts: Parts) -> None:
        rules = {each.biller_id: each.look_ups for each in parts.book.rules}
        self._limits = {name: RateLimit(parts.time, each.per_minute) for name, each in rules.items()}
        self._breakers = {name: Breaker(parts.time) for name in rules}

    def ask(self, biller_id: str, question: Callable[[], Answer]) -> Answer:
        """Raises NotAsked, or AdapterSilent of the question's own."""
        breaker = self._breakers[biller_id]
        if not self._limits[biller_id].allows(biller_id):
            raise NotAsked(biller_id, "over_limit")
        if not breaker.allows():
            raise NotAsked(biller_id, "left_alone")
        heard = False
        try:
            answer = question()
            heard = True
        finally:
            (breaker.heard if heard else breaker.silent)()
        return answer
