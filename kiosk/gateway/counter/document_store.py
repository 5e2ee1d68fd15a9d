"""Pictures of papers in SQL: sealed parts until the request is handed over, then only that they were there.

Functions work inside the caller's transaction, which has taken the request's row.
"""

import hashlib
from collections.abc import Sequence
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_counter_requests import service_document, service_document_part
from kiosk.gateway.trust.record_seals import RecordSeals
from kiosk.wire.requests import MOST_DOCUMENTS, MOST_PART_BYTES, DocumentPart

_DOCUMENT, _PART = service_document.c, service_document_part.c


class KeptDocument(msgspec.Struct, frozen=True):
    name: str
    digest: str
    bytes_in_all: int
    state: Literal["parts", "whole", "wiped"]


def take_in(
    connection: Connection, seals: RecordSeals, request_id: str, name: str, part: int, told: DocumentPart
) -> Sequence[int] | None:
    """The parts that are still missing; None, they are all there and not what they were said to be, and are
    forgotten. Another digest under the name begins the document anew.

    Raises Refused: document_differs, field_wrong for more documents than a request may have.
    """
    size = told.bytes_in_all
    if len(told.data) != min(MOST_PART_BYTES, size - (part - 1) * MOST_PART_BYTES):
        raise Refused("document_differs", "this part has not the length that it should have")
    known = document(connection, request_id, name)
    if known is None or (known.digest, known.bytes_in_all) != (told.digest, size):
        _begin_anew(connection, request_id, KeptDocument(name, told.digest, size, "parts"))
    elif known.state == "whole":
        return ()
    row = {"request_id": request_id, "name": name, "part": part}
    content = seals.seal(told.data, row_of(request_id, name, part))
    insert_new(connection, service_document_part, [row | {"content": content}])
    missing = _missing(connection, request_id, name, size)
    if not missing and not _is_complete(connection, seals, request_id, name, told.digest):
        return None
    return missing


def documents(connection: Connection, request_id: str) -> Sequence[KeptDocument]:
    found = select(service_document).where(_DOCUMENT.request_id == request_id).order_by(_DOCUMENT.name)
    return [as_struct(row, KeptDocument) for row in connection.execute(found).mappings()]


def document(connection: Connection, request_id: str, name: str) -> KeptDocument | None:
    found = select(service_document).where((_DOCUMENT.request_id == request_id) & (_DOCUMENT.name == name))
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else as_struct(row, KeptDocument)


def content(connection: Connection, seals: RecordSeals, request_id: str, name: str) -> bytes:
    """Of one that is whole. Raises RecordSpoilt."""
    mine = (_PART.request_id == request_id) & (_PART.name == name)
    found = select(_PART.part, _PART.content).where(mine).order_by(_PART.part)
    rows = connection.execute(found).all()
    return b"".join(seals.open(sealed, row_of(request_id, name, part)) for part, sealed in rows)


def wipe(connection: Connection, request_id: str) -> int:
    """How many pictures are gone now; that they were there stays on record."""
    connection.execute(delete(service_document_part).where(_PART.request_id == request_id))
    mine = (_DOCUMENT.request_id == request_id) & (_DOCUMENT.state != "wiped")
    return connection.execute(update(service_document).where(mine).values(state="wiped")).rowcount


def drop_others(connection: Connection, request_id: str, kept: Sequence[str]) -> None:
    """Taken, and left out in the end: gone without a trace."""
    others = (_DOCUMENT.request_id == request_id) & _DOCUMENT.name.not_in(kept)
    parts = (_PART.request_id == request_id) & _PART.name.not_in(kept)
    connection.execute(delete(service_document_part).where(parts))
    connection.execute(delete(service_document).where(others))


def row_of(request_id: str, name: str, part: int) -> str:
    return f"document {name} part {part} of request {request_id}"


def _begin_anew(connection: Connection, request_id: str, wanted: KeptDocument) -> None:
    mine = (_DOCUMENT.request_id == request_id) & (_DOCUMENT.name == wanted.name)
    connection.execute(delete(service_document).where(mine))
    parts = (_PART.request_id == request_id) & (_PART.name == wanted.name)
    connection.execute(delete(service_document_part).where(parts))
    if len(documents(connection, request_id)) >= MOST_DOCUMENTS:
        raise Refused("field_wrong", "more documents than a request may have")
    connection.execute(insert(service_document), msgspec.structs.asdict(wanted) | {"request_id": request_id})


def _missing(connection: Connection, request_id: str, name: str, bytes_in_all: int) -> Sequence[int]:
    mine = (_PART.request_id == request_id) & (_PART.name == name)
    there = set(connection.execute(select(_PART.part).where(mine)).scalars())
    return [part for part in range(1, parts_of(bytes_in_all) + 1) if part not in there]


def parts_of(bytes_in_all: int) -> int:
    return -(-bytes_in_all // MOST_PART_BYTES)


def _is_complete(connection: Connection, seals: RecordSeals, request_id: str, name: str, digest: str) -> bool:
    """Whether the parts together are what they were said to be; else they are gone, and it begins anew."""
    whole = content(connection, seals, request_id, name)
    if hashlib.sha256(whole).hexdigest() != digest:
        mine = (_PART.request_id == request_id) & (_PART.name == name)
        connection.execute(delete(service_document_part).where(mine))
        return False
    mine = (_DOCUMENT.request_id == request_id) & (_DOCUMENT.name == name)
    connection.execute(update(service_document).where(mine).values(state="whole"))
    return True
