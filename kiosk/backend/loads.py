"""The kiosk's calls about prepaid meters and cards, beside those of `GatewayClient`.

Every call raises a `GatewayError`, and is safe to repeat.
"""

from kiosk.backend.errors import GatewayGarbage
from kiosk.backend.exchange import Exchange
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.loads import (
    CardAnswer,
    CardSessionAnswer,
    CardSessionRequest,
    LoadAnswer,
    LoadsAnswer,
    PrepaidAnswer,
)


class LoadCalls:
    """On the exchange of a client, so that its signatures keep their order."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def prepaid(self, request: LookUpRequest) -> PrepaidAnswer:
        """What may be loaded, before money."""
        return self._exchange.call("POST", "/v1/prepaid-meters", PrepaidAnswer, request)

    def of_payment(self, payment_id: str) -> LoadsAnswer:
        answer = self._exchange.call("GET", f"/v1/payments/{payment_id}/loads", LoadsAnswer)
        if any(load.payment_id != payment_id for load in answer.loads):
            raise GatewayGarbage("the answer is about another payment")
        return answer

    def load(self, load_id: str) -> LoadAnswer:
        return self._load("GET", load_id, "")

    def send(self, load_id: str) -> LoadAnswer:
        """Over the line instead of onto the card, where `may_be_sent`; the answer says how it stands."""
        return self._load("POST", load_id, "/send")

    def give_back(self, load_id: str) -> LoadAnswer:
        """The money instead of a load that is surely on no card; the answer says how it stands."""
        return self._load("POST", load_id, "/give-back")

    def begin_card(self, request: CardSessionRequest) -> CardSessionAnswer:
        """The first step, or the end. The same session id again is the same session where it stands."""
        answer = self._exchange.call("POST", "/v1/card-sessions", CardSessionAnswer, request)
        return self._of_session(request.session_id, answer)

    def card_answered(self, session_id: str, answered: CardAnswer) -> CardSessionAnswer:
        """The next step, or the end. What was answered before is taken as heard."""
        path = f"/v1/card-sessions/{session_id}/answers"
        answer = self._exchange.call("POST", path, CardSessionAnswer, answered)
        return self._of_session(session_id, answer)

    def _load(self, verb: str, load_id: str, path: str) -> LoadAnswer:
        answer = self._exchange.call(verb, f"/v1/loads/{load_id}{path}", LoadAnswer)
        if answer.load_id != load_id:
            raise GatewayGarbage("the answer is about another load")
        return answer

    def _of_session(self, session_id: str, answer: CardSessionAnswer) -> CardSessionAnswer:
        if answer.session_id != session_id or (answer.step is None) is (answer.end is None):
            raise GatewayGarbage("the answer is about another session, or neither a step nor an end")
        return answer
