"""Tables of what is published: every entry as it stands, its history, which is only added to, the edition.

`body` is JSON of the wire's matter; `for_kiosks` of the beginnings of kiosk numbers that it is for.
"""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from kiosk.gateway.sql.append_only import append_only
from kiosk.gateway.sql.schema import metadata

publication = Table(
    "publication",
    metadata,
    Column("entry_id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("edition", BigInteger, nullable=False),
    Column("published_ms", BigInteger, nullable=False),
    Column("from_ms", BigInteger),
    Column("until_ms", BigInteger, nullable=False, index=True),
    Column("for_kiosks", Text, nullable=False),
    Column("body", Text, nullable=False),
)

publication_event = Table(
    "publication_event",
    metadata,
    Column("entry_id", String(64), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("act", String(16), nullable=False),
    Column("by", String(40), nullable=False),
    Column("body", Text, nullable=False),
)
append_only(publication_event)

# One row: whoever publishes takes it, so that editions come one after the other.
bulletin_edition = Table(
    "bulletin_edition",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("edition", BigInteger, nullable=False),
)
