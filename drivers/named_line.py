"""A line that knows what is plugged into it, where the device behind it has no words of its own for that."""

from typing import Protocol, runtime_checkable

from drivers.events import Identity


@runtime_checkable
class NamedLine(Protocol):
    def identity(self) -> Identity:
        """As the operating system says it; asked once, right after opening. Never raises."""
        ...
