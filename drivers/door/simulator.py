"""A simulated service door, with a hand that opens it."""

from drivers.simulation.acts import Acts, HandAct
from drivers.simulation.device import SimulatedDevice


class SimulatedDoor(SimulatedDevice):
    def __init__(self) -> None:
        super().__init__("door")
        self.is_open = False

    def open(self) -> None:
        with self.hand():
            self.is_open = True

    def shut(self) -> None:
        with self.hand():
            self.is_open = False

    def acts(self) -> Acts:
        return {
            **super().acts(),
            "open": HandAct("", "open the service door", lambda words: self.open()),
            "shut": HandAct("", "shut it", lambda words: self.shut()),
        }

    def button_pressed(self) -> bool:
        """The contact's circuit: closed while the door is."""
        return not self.is_open

    def _heard(self, data: bytes, now_s: float) -> None:
        """A contact listens to nobody."""
