"""Makes the keys that kiosks sign with: into a file for the kiosk, and into the database what verifies them.

Of a key pair the gateway keeps the public half alone.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from kiosk.gateway.commands.enrolment import SYSTEM_CLOCK, NotEnrolled, check_number, gateway_of
from kiosk.gateway.steady_time import Clock
from kiosk.gateway.trust import kiosk_keys, operators
from kiosk.wire.signing.key_file import KioskKeys, encode
from kiosk.wire.signing.keys import LEAST_SECRET_BYTES, Algorithm, SigningKey

_DAY_MS = 24 * 60 * 60 * 1000


def enrol_kiosk(
    db_url: str,
    kiosk_id: str,
    algorithm: Algorithm,
    out: Path,
    overlap_days: int,
    clock: Clock = SYSTEM_CLOCK,
    key_file: Path | None = None,
) -> str:
    """The new key's id; the kiosk's earlier keys count for so many days more. Raises NotEnrolled."""
    check_number(kiosk_id)
    key_id = f"{kiosk_id}.{secrets.token_hex(8)}"
    key = SigningKey(key_id, algorithm, secrets.token_bytes(LEAST_SECRET_BYTES))
    with _new_file(out) as file, gateway_of(db_url, clock, key_file) as gateway:
        now_ms, seals = gateway.parts.time.now_ms(), gateway.parts.seals
        earlier_until_ms = now_ms + overlap_days * _DAY_MS

        def enrol(connection: Connection) -> SigningKey:
            verifying = key.verifying_key()
            had = kiosk_keys.enrol(connection, seals, kiosk_id, verifying, now_ms, earlier_until_ms)
            verdict = "replaced" if had else "enrolled"
            operators.audit(connection, now_ms, "enrol_kiosk", verdict, operators.COMMAND_LINE, kiosk_id)
            if algorithm == "hmac-sha256":
                return key
            return kiosk_keys.gateways_own(connection, seals, now_ms)

        answers = gateway.parts.database.write(enrol).verifying_key()
        file.write(encode(kiosk_id, KioskKeys(key, answers)))
    return key_id


def retire_kiosk(
    db_url: str, kiosk_id: str, clock: Clock = SYSTEM_CLOCK, key_file: Path | None = None
) -> None:
    """Raises NotEnrolled."""
    check_number(kiosk_id)
    with gateway_of(db_url, clock, key_file) as gateway:
        now_ms = gateway.parts.time.now_ms()

        def retire(connection: Connection) -> bool:
            had = kiosk_keys.retire(connection, kiosk_id, now_ms)
            if had:
                operators.audit(
                    connection, now_ms, "retire_kiosk", "retired", operators.COMMAND_LINE, kiosk_id
                )
            return had

        if not gateway.parts.database.write(retire):
            raise NotEnrolled("no key of this kiosk counts")


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """For its owner alone, and gone again when nothing was enrolled. Raises NotEnrolled."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise NotEnrolled(f"{path}: {error.strerror}") from None
    with os.fdopen(handle, "wb") as file:
        try:
            yield file
        except NotEnrolled:
            path.unlink()
            raise
