"""The line from the simulated bank-card terminal to the gateway's simulated acquirer. Demonstration only.

A real terminal has a line of its own, which this program never sees.
"""

import msgspec
import requests

from drivers.terminal.acquirer import AcquirerSilent, Authorised, Refused
from drivers.terminal.port import DeclineReason
from kiosk.wire.sandbox import AuthoriseAnswer, AuthoriseRequest, ReverseRequest

_TIMEOUT_S = 5.0
_REASONS = {"51": DeclineReason.FUNDS, "54": DeclineReason.CARD}
"""ISO 8583 field 39."""


class SandboxAcquirer:
    """Implements the simulated terminal's `AcquirerLink` over HTTP."""

    def __init__(self, gateway_url: str) -> None:
        self._url = f"{gateway_url}/sandbox/acquirer"
        self._session = requests.Session()
        self._session.trust_env = False

    def authorise(self, reference: str, amount_fen: int, card_last4: str) -> Authorised | Refused:
        """Raises AcquirerSilent when no answer comes back: the card may have been charged."""
        answer = self._ask("authorise", AuthoriseRequest(reference, amount_fen, card_last4))
        if answer.state == "approved" and answer.approval_code and answer.retrieval_reference:
            return Authorised(answer.approval_code, answer.retrieval_reference)
        return Refused(_REASONS.get(answer.response_code, DeclineReason.REFUSED))

    def reverse(self, reference: str) -> None:
        self._ask("reverse", ReverseRequest(reference))

    def _ask(self, act: str, message: msgspec.Struct) -> AuthoriseAnswer:
        try:
            answer = self._session.post(
                f"{self._url}/{act}",
                data=msgspec.json.encode(message),
                headers={"Content-Type": "application/json"},
                timeout=_TIMEOUT_S,
            )
            answer.raise_for_status()
            return msgspec.json.decode(answer.content, type=AuthoriseAnswer)
        except (requests.RequestException, msgspec.MsgspecError) as error:
            raise AcquirerSilent(f"the simulated acquirer: {type(error).__name__}") from None
