"""Tables of signed requests: kiosks' keys, the gateway's own, and what keeps a request from being replayed.

`sealed` keys open with the key file alone (`kiosk.gateway.trust.seals`). Several processes share the tables:
a sequence number rises by compare-and-set, and its row makes them take turns.
"""

from sqlalchemy import BigInteger, Column, String, Table

from kiosk.gateway.sql.schema import metadata

kiosk_key = Table(
    "kiosk_key",
    metadata,
    Column("key_id", String(64), primary_key=True),
    Column("kiosk_id", String(32), nullable=False, index=True),
    Column("algorithm", String(16), nullable=False),
    Column("sealed", String(256), nullable=False),
    Column("valid_from_ms", BigInteger, nullable=False),
    Column("valid_until_ms", BigInteger),
)

gateway_key = Table(
    "gateway_key",
    metadata,
    Column("key_id", String(64), primary_key=True),
    Column("sealed", String(256), nullable=False),
    Column("made_ms", BigInteger, nullable=False),
)

kiosk_sequence = Table(
    "kiosk_sequence",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("highest", BigInteger, nullable=False),
)

kiosk_nonce = Table(
    "kiosk_nonce",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("nonce", String(22), primary_key=True),
    Column("expires_ms", BigInteger, nullable=False, index=True),
)
