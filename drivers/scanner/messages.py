"""What a code scanner's line carries, whatever the make: replies to commands, codes, and rubbish."""

from typing import Literal, NamedTuple, Protocol, TypeAlias

Outcome: TypeAlias = Literal["ok", "nak", "unknown"]
"""Done; the value is not one the setting takes; no such command."""


class Reply(NamedTuple):
    """`command` is the echo, as sent or with the value asked for."""

    command: str
    outcome: Outcome


class ScannedText(NamedTuple):
    """May be a payment code: never shown."""

    text: str

    def __repr__(self) -> str:
        return f"ScannedText({len(self.text)} characters)"


class Rubbish(NamedTuple):
    """Bytes that are neither: noise, a broken code, another speed or another make."""

    length: int


Message: TypeAlias = Reply | ScannedText | Rubbish


class ScannerDecoder(Protocol):
    """Incremental. The caller tells it when the line has been silent for long enough to end a code."""

    @property
    def in_the_middle(self) -> bool: ...

    def feed(self, data: bytes) -> list[Message]: ...

    def line_fell_silent(self) -> list[Message]: ...
