"""What a driver asks of a line, and the two ways a line can fail."""

from typing import Protocol


class TransportLost(Exception):
    """The line was open and is gone: unplugged, hung up, or no longer taking bytes."""


class TransportRefused(Exception):
    """The line could not be opened: missing, busy or not permitted. Names the port and the next step."""


class Transport(Protocol):
    """One open line. Belongs to one thread; every method may raise `TransportLost`."""

    def read(self, timeout_s: float) -> bytes:
        """Whatever has arrived, as soon as anything has; b"" when `timeout_s` passed in silence."""
        ...

    def write(self, data: bytes) -> None:
        """Hand over all of `data`."""
        ...

    def drain(self) -> None:
        """Throw away what has arrived and was not read."""
        ...

    def button_pressed(self) -> bool:
        """A button wired to a modem-status pin of the port (such as CTS); False where there is none."""
        ...

    def close(self) -> None:
        """Give the port back. May be called twice; never raises."""
        ...
