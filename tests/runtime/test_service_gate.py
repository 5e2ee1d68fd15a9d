"""Closed for two reasons, the machine opens when neither is left."""

from kiosk.runtime.service_gate import ORDERED, ServiceGate
from kiosk.session.events import Event, GatewayChanged, ServiceChanged


class Told:
    def __init__(self) -> None:
        self.reasons: list[str] = []
        self.gate = ServiceGate(self._post)

    def _post(self, event: Event) -> None:
        self.trouble(self.gate.through(event))

    def trouble(self, event: Event) -> None:
        if isinstance(event, ServiceChanged):
            self.reasons.append(event.reason)

    def says(self, reason: str) -> None:
        """The machine's own."""
        self.trouble(self.gate.through(ServiceChanged(reason)))


def test_an_order_closes_and_opens() -> None:
    told = Told()
    told.gate.order(closed=True)
    told.gate.order(closed=False)
    assert told.reasons == [ORDERED, ""]


def test_neither_opens_what_the_other_has_closed() -> None:
    told = Told()
    told.says("storage_full")
    told.gate.order(closed=True)
    told.says("")
    told.gate.order(closed=False)
    assert told.reasons == ["storage_full", "storage_full", ORDERED, ""]
    told.gate.order(closed=True)
    told.says("journal_damaged")
    told.gate.order(closed=False)
    assert told.reasons[4:] == [ORDERED, "journal_damaged", "journal_damaged"]


def test_every_other_event_passes() -> None:
    event = GatewayChanged(up=False)
    assert Told().gate.through(event) is event
