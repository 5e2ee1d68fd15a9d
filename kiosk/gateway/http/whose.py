"""Whose a request is by its path, told by where the router leads it and not by how it was spelt.

A router takes slashes together and decodes what is escaped, so what is read off the line of a request need
not be what its handler is given. What nobody here knows how to judge is nobody's.
"""

from collections.abc import Callable, Mapping

import msgspec

_ANYBODYS = frozenset({"receipt_no", "load_id", "session_id", "request_id", "name", "part", "day"})
"""Names in paths that say nothing of a kiosk: receipts are copied, loads carried on and drafts gone on with
at any; sessions of cards and requests know for themselves whose they are."""


class Routed(msgspec.Struct, frozen=True):
    """`path` as the router reads it, decoded, with single slashes; `named`, what its handler gets of it."""

    path: str
    named: Mapping[str, object]


def may_speak(
    kiosk_id: str, sent_path: str, routed: Routed, kiosk_of_payment: Callable[[str], str | None]
) -> bool:
    """`sent_path` as it was signed. `kiosk_of_payment` answers "" for one that was buried before it came, and
    None for one that nobody has, which its handler refuses. Another kiosk's is not told as unknown: a machine
    that was given another number would take its money for never charged."""
    if sent_path != routed.path:
        return False
    return all(_own(kiosk_id, name, str(value), kiosk_of_payment) for name, value in routed.named.items())


def _own(kiosk_id: str, name: str, value: str, kiosk_of_payment: Callable[[str], str | None]) -> bool:
    match name:
        case "kiosk_id":
            return value == kiosk_id
        case "payment_id":
            return kiosk_of_payment(value) in {None, "", kiosk_id}
    return name in _ANYBODYS
