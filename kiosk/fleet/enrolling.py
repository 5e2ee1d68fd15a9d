"""Lets the gateway know the kiosks of a fleet: a key for each, in one transaction of its database."""

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection

from kiosk.gateway.commands.enrolment import gateway_of
from kiosk.gateway.trust import kiosk_keys
from kiosk.wire.signing.key_file import KioskKeys
from kiosk.wire.signing.keys import LEAST_SECRET_BYTES, SigningKey


def enrol(db_url: str, key_file: Path | None, kiosk_ids: Sequence[str]) -> Mapping[str, KioskKeys]:
    """Earlier keys of these kiosks count no longer. Raises NotEnrolled."""
    keys = {
        kiosk_id: SigningKey(
            f"{kiosk_id}.{secrets.token_hex(8)}", "hmac-sha256", secrets.token_bytes(LEAST_SECRET_BYTES)
        )
        for kiosk_id in kiosk_ids
    }
    with gateway_of(db_url, key_file=key_file) as gateway:
        now_ms, seals = gateway.parts.time.now_ms(), gateway.parts.seals

        def enrol_all(connection: Connection) -> None:
            for kiosk_id, key in keys.items():
                kiosk_keys.enrol(connection, seals, kiosk_id, key.verifying_key(), now_ms, now_ms)

        gateway.parts.database.write(enrol_all)
    return {kiosk_id: KioskKeys(key, key.verifying_key()) for kiosk_id, key in keys.items()}
