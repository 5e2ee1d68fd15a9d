"""Residents who report that something is broken: answers one after the other, a number, its state later."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from kiosk.backend.errors import GatewayError
from kiosk.fleet.errand import Errand
from kiosk.wire.requests import Consent, FieldAnswer, RequestAnswer, RequestContent

_TRIES = 3
_ANSWERS = (
    FieldAnswer("trouble", "no_supply"),
    FieldAnswer("place", "room 302"),
    FieldAnswer("phone", "13800000000"),
)
_WORDS = "consent.fleet"


def report(errand: Errand) -> None:
    errand.tally.count("visits", "service request")
    line, request_id = errand.kiosk.line, str(UUID(int=errand.kiosk.site.chance.getrandbits(128), version=4))
    given_at = datetime.fromtimestamp(errand.kiosk.site.clock.wall_s(), UTC).isoformat(timespec="seconds")
    consent = Consent(_WORDS, given_at)
    for revision, known in enumerate(range(1, len(_ANSWERS) + 1), 1):
        errand.think(1, 4)
        content = RequestContent("repair", _ANSWERS[:known], "water")
        if _tried(errand, _saving(errand, request_id, revision, content, consent)) is None:
            return
    sent = _tried(errand, lambda: line.send(request_id, content, consent))
    again = _tried(errand, lambda: line.send(request_id, content, consent))
    if sent is None or again is None or sent.number is None:
        return
    if again.number != sent.number:
        errand.wrong("service request: two numbers for one request")
    number = sent.number
    errand.ended(f"service request: {sent.state}")
    errand.think(1, 3)
    state = _tried(errand, lambda: line.request_by_number(number))
    if state is not None and state.request_id != request_id:
        errand.wrong("service request: another one under its number")


def _saving(
    errand: Errand, request_id: str, revision: int, content: RequestContent, consent: Consent
) -> Callable[[], RequestAnswer]:
    return lambda: errand.kiosk.line.save(request_id, revision, content, consent)


def _tried(errand: Errand, act: Callable[[], RequestAnswer]) -> RequestAnswer | None:
    """A few times, as a kiosk does: every call may be repeated."""
    began_s, failed = errand.now_s(), ""
    for _ in range(_TRIES):
        try:
            answer = act()
        except GatewayError as error:
            failed = type(error).__name__
        else:
            errand.took("service request", errand.now_s() - began_s)
            return answer
    errand.wrong(f"service request: {failed}")
    return None
