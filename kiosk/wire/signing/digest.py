"""Content-Digest (RFC 9530): SHA-256 over the body as it is sent."""

import hashlib
import hmac

from kiosk.wire.signing.structured import Malformed, bare, read_bytes

FIELD = "Content-Digest"


def content_digest(body: bytes) -> str:
    return f"sha-256={bare(hashlib.sha256(body).digest())}"


def is_digest_of(field: str, body: bytes) -> bool:
    """Whether the field names SHA-256 alone, and it is this body's."""
    try:
        members = read_bytes(field)
    except Malformed:
        return False
    given = members.get("sha-256", b"")
    return len(members) == 1 and hmac.compare_digest(given, hashlib.sha256(body).digest())
