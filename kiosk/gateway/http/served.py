"""The gateway an application answers for, and what its routes need besides.

Routes ask for it at every request, so that another gateway can take its place: making an application takes
longer than nearly everything that tests ask of one.
"""

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.admission import Admission
from kiosk.gateway.http.at_the_door import AtTheDoor
from kiosk.gateway.trust.sessions import Sessions
from kiosk.gateway.trust.unlock import Unlocking


class Served:
    gateway: Gateway
    unlocking: Unlocking
    sessions: Sessions
    admission: Admission

    def __init__(self, gateway: Gateway) -> None:
        self.at_the_door = AtTheDoor()
        self.put(gateway)

    def put(self, gateway: Gateway) -> None:
        """In the place of the one before, whose settings must have led to the same routes."""
        parts = gateway.parts
        self.gateway = gateway
        self.unlocking = Unlocking(
            parts.database, parts.seals, parts.time, demonstration=parts.settings.demonstration
        )
        self.sessions = Sessions(
            parts.database, parts.time, parts.codes, demonstration=parts.settings.demonstration
        )
        self.admission = Admission(parts)
