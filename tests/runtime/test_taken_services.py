"""Which services the gateway takes is asked for now and then, and told when it changes."""

from kiosk.backend.errors import GatewayError, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.taken_services import AGAIN_AFTER_S, ASK_EVERY_S, TakenServices
from kiosk.session.events import Event, ServicesTaken
from kiosk.wire.requests import ServicesAnswer


class Gateway:
    def __init__(self) -> None:
        self.taken: tuple[str, ...] | GatewayError = ("hazard", "repair")
        self.asked = 0

    def services(self) -> ServicesAnswer:
        self.asked += 1
        if isinstance(self.taken, GatewayError):
            raise self.taken
        return ServicesAnswer(self.taken)


def test_it_is_told_when_it_changes(clock: FakeClock) -> None:
    gateway, told = Gateway(), list[Event]()
    services = TakenServices(gateway, clock, told.append)
    for taken, after_s in (
        (("hazard", "repair"), 0.0),
        (("hazard", "repair"), ASK_EVERY_S),
        (("hazard",), 1.0),
    ):
        gateway.taken = taken
        clock.advance(after_s)
        services.worker.run_pending()
    assert (gateway.asked, len(told)) == (2, 1), "not before it is time"
    clock.advance(ASK_EVERY_S)
    services.worker.run_pending()
    assert told == [ServicesTaken(frozenset({"hazard", "repair"})), ServicesTaken(frozenset({"hazard"}))]


def test_without_an_answer_what_was_known_counts_on(clock: FakeClock) -> None:
    gateway, told = Gateway(), list[Event]()
    gateway.taken = GatewayUnreachable("services")
    services = TakenServices(gateway, clock, told.append)
    services.worker.run_pending()
    services.worker.run_pending()
    assert (gateway.asked, told) == (1, [])
    gateway.taken = ("repair",)
    clock.advance(AGAIN_AFTER_S)
    services.worker.run_pending()
    assert told == [ServicesTaken(frozenset({"repair"}))]
