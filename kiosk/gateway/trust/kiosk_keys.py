"""Kiosks' keys and the order of their requests in SQL. Functions work inside the caller's transaction.

Keys lie sealed in the database. A key's bytes leave this file only as a key, which has no repr.
"""

import secrets

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.prepared import Prepared
from kiosk.gateway.sql.schema_keys import gateway_key, kiosk_key, kiosk_nonce, kiosk_sequence
from kiosk.gateway.trust.sealed_rows import gateway_row, kiosk_row
from kiosk.gateway.trust.seals import Seals
from kiosk.wire.signing.keys import SigningKey, VerifyingKey
from kiosk.wire.signing.profile import Claim

GATEWAY_KEY_BYTES = 32
TIDIED_EVERY = 16
"""A kiosk's requests. Whoever looks for what is old is in the way of all who write beside it: two hundred
kiosks that begin at once had requests fail for that, however often they were tried again."""
_HIGHER = Prepared(
    update(kiosk_sequence).where(
        kiosk_sequence.c.kiosk_id == bindparam("kiosk"), kiosk_sequence.c.highest < bindparam("reached")
    ),
    ("highest",),
)


class EnrolledKey(msgspec.Struct, frozen=True):
    kiosk_id: str
    verifying: VerifyingKey


def enrol(
    connection: Connection,
    seals: Seals,
    kiosk_id: str,
    key: VerifyingKey,
    now_ms: int,
    earlier_until_ms: int,
) -> bool:
    """The key counts from now on; the kiosk's earlier ones until then. Whether there were any."""
    row = {"key_id": key.key_id, "kiosk_id": kiosk_id, "algorithm": key.algorithm}
    mine = kiosk_key.c.kiosk_id == kiosk_id
    endless = kiosk_key.c.valid_until_ms.is_(None) | (kiosk_key.c.valid_until_ms > earlier_until_ms)
    earlier = connection.execute(
        update(kiosk_key).where(mine & endless).values(valid_until_ms=earlier_until_ms)
    )
    sealed = seals.seal(key.material, kiosk_row(kiosk_id, key.key_id, key.algorithm))
    material = {"sealed": sealed, "valid_from_ms": now_ms, "valid_until_ms": None}
    connection.execute(insert(kiosk_key), row | material)
    known = select(kiosk_sequence.c.highest).where(kiosk_sequence.c.kiosk_id == kiosk_id)
    if connection.execute(known).scalar_one_or_none() is None:
        connection.execute(insert(kiosk_sequence), {"kiosk_id": kiosk_id, "highest": 0})
    return earlier.rowcount > 0


def retire(connection: Connection, kiosk_id: str, now_ms: int) -> bool:
    """No key of the kiosk counts any longer. Whether one did."""
    counts = kiosk_key.c.valid_until_ms.is_(None) | (kiosk_key.c.valid_until_ms > now_ms)
    mine = (kiosk_key.c.kiosk_id == kiosk_id) & counts
    return connection.execute(update(kiosk_key).where(mine).values(valid_until_ms=now_ms)).rowcount > 0


def key_that_counts(connection: Connection, seals: Seals, key_id: str, now_ms: int) -> EnrolledKey | None:
    found = select(kiosk_key).where(kiosk_key.c.key_id == key_id)
    row = connection.execute(found).mappings().one_or_none()
    if row is None or row["valid_from_ms"] > now_ms:
        return None
    if row["valid_until_ms"] is not None and row["valid_until_ms"] <= now_ms:
        return None
    material = seals.open(row["sealed"], kiosk_row(row["kiosk_id"], key_id, row["algorithm"]))
    return EnrolledKey(row["kiosk_id"], VerifyingKey(key_id, row["algorithm"], material))


def take_turn(connection: Connection, kiosk_id: str, sequence: int) -> bool:
    """Whether the number is higher than every one before it; then it is the highest now."""
    return _HIGHER.run(connection, {"kiosk": kiosk_id, "reached": sequence, "highest": sequence}) == 1


def spend_nonce(connection: Connection, kiosk_id: str, claim: Claim, expires_ms: int, now_ms: int) -> bool:
    """Whether it was not spent before. To be called after `take_turn`, whose row lets one at a time in."""
    if claim.sequence % TIDIED_EVERY == 0:
        # Only our own old ones: kiosks that tidied up after each other would get in each other's way.
        mine = kiosk_nonce.c.kiosk_id == kiosk_id
        connection.execute(delete(kiosk_nonce).where(mine & (kiosk_nonce.c.expires_ms < now_ms)))
    row = {"kiosk_id": kiosk_id, "nonce": claim.nonce, "expires_ms": expires_ms}
    return insert_new(connection, kiosk_nonce, [row]) == 1


def highest_sequence(connection: Connection, kiosk_id: str) -> int:
    found = select(kiosk_sequence.c.highest).where(kiosk_sequence.c.kiosk_id == kiosk_id)
    return connection.execute(found).scalar_one_or_none() or 0


def shared_key(signer: EnrolledKey) -> SigningKey | None:
    """What proves the gateway to a kiosk with which it shares a secret; to others its own key does."""
    key = signer.verifying
    shared = key.algorithm == "hmac-sha256"
    return SigningKey(key.key_id, key.algorithm, key.material) if shared else None


def gateways_own(connection: Connection, seals: Seals, now_ms: int) -> SigningKey:
    """The key that signs answers to kiosks with a key pair; made once for the database."""
    row = connection.execute(select(gateway_key)).mappings().one_or_none()
    if row is not None:
        return SigningKey(row["key_id"], "ed25519", seals.open(row["sealed"], gateway_row(row["key_id"])))
    key = SigningKey("gateway", "ed25519", secrets.token_bytes(GATEWAY_KEY_BYTES))
    sealed = seals.seal(key.material, gateway_row(key.key_id))
    made = {"key_id": key.key_id, "sealed": sealed, "made_ms": now_ms}
    connection.execute(insert(gateway_key), made)
    return key
