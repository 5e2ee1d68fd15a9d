"""Tables of the service requests: each as it stands, what was done about it (only added to), its documents.

What residents said, and pictures of their papers, lie sealed; `person_key` does not lead back to anybody.
`open_key` is there while an open request keeps the person from a second one of the service.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table

from kiosk.gateway.sql.append_only import append_only_beside
from kiosk.gateway.sql.schema import metadata

service_request = Table(
    "service_request",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("number", String(14), unique=True),
    Column("service", String(32), nullable=False),
    Column("utility", String(24)),
    Column("kiosk_id", String(32), nullable=False),
    Column("person_key", String(24), index=True),
    Column("state", String(16), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("fingerprint", String(64)),
    Column("open_key", String(100), unique=True),
    Column("consent_words", String(64), nullable=False),
    Column("consent_at", String(40), nullable=False),
    Column("began_ms", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("sent_ms", BigInteger),
    Column("due_ms", BigInteger),
    Column("taken_by", String(40)),
    Column("company", String(32)),
    Column("content", LargeBinary, nullable=False),
    Column("reply", LargeBinary),
    Index("ix_service_request_listed", "state", "due_ms"),
    Index("ix_service_request_aged", "state", "changed_ms"),
)

service_request_event = Table(
    "service_request_event",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("act", String(16), nullable=False),
    Column("by", String(40), nullable=False),
    Column("about", String(40), nullable=False),
)
append_only_beside(service_request_event, service_request, "request_id")

service_document = Table(
    "service_document",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("bytes_in_all", Integer, nullable=False),
    Column("state", String(8), nullable=False),
)

service_document_part = Table(
    "service_document_part",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
