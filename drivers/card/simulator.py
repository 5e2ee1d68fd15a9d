"""The simulated CRT-310, by its former address; it lives in `drivers.card.crt310.simulator`."""

from drivers.card.crt310.simulator import Crt310Simulator

__all__ = ["Crt310Simulator"]
