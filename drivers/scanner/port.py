"""What the kiosk may ask of a code scanner, and what it is told. Serial scanners and cameras alike."""

from typing import Protocol

import msgspec

from drivers.events import DeviceEvent


class Scanner(Protocol):
    """All methods return at once and may be called from any thread."""

    def start(self) -> None: ...

    def close(self) -> None: ...

    def arm(self, symbologies: frozenset[str]) -> None:
        """Look for codes; the names are those of `symbologies.py`. Arming again changes what is wanted."""
        ...

    def disarm(self) -> None:
        """Stop looking. A code that is being read at this moment may still come."""
        ...


class DocumentCamera(Scanner, Protocol):
    """A scanner with an eye of its own, which can photograph papers as well."""

    def arm_for_document(self, *, another: bool = False) -> None:
        """Look for a paper instead of codes, until it is disarmed or armed otherwise: DocumentSeen says what
        is wrong with what is there, DocumentPhotographed ends the looking. Armed again, it begins anew.
        `another`: one that lies as it was photographed last is not taken before it was moved, or gone."""
        ...


class ScannerCapabilities(msgspec.Struct, frozen=True):
    """`triggered`: dark until armed; else it looks by itself, and what it reads is told while armed.

    `noticed_when_silent`: one that has died is found out, because it answers questions; else only a missing
    port is. `filters_symbologies` and `tells_symbology`: as XFS4IoT BarcodeReader means them.
    """

    triggered: bool
    noticed_when_silent: bool
    filters_symbologies: bool = False
    tells_symbology: bool = False


class CodeSeen(DeviceEvent, frozen=True):
    """`symbology` is "unknown" from a scanner that does not tell it.

    `text` may be a payment code or an account number: it never stands in a `repr`.
    """

    text: str
    symbology: str

    def __repr__(self) -> str:
        return f"CodeSeen({self.symbology}, {len(self.text)} characters)"


TAKEN_BEFORE = "taken_before"
"""What is told of a paper that has been photographed, where another one is wished for."""


class DocumentSeen(DeviceEvent, frozen=True):
    """Why no photograph is taken yet: a word of `document_check.Verdict`, or TAKEN_BEFORE."""

    verdict: str


class DocumentPhotographed(DeviceEvent, frozen=True):
    """A paper as it lay there, as a JPEG picture. Somebody's own: in no `repr`, on no disk."""

    jpeg: bytes

    def __repr__(self) -> str:
        return f"DocumentPhotographed({len(self.jpeg)} bytes)"
