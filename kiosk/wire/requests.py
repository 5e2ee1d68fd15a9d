"""Service requests: a draft that grows, its documents in parts, one sending, its state later.

One id, made by the kiosk, serves every repetition. Nothing leaves the kiosk before the resident has agreed;
the consent comes with the first word. What was said is sealed at the gateway, and in no repr.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.bills import LookUpRequest
from kiosk.wire.fields import END, KioskId, OpaqueId, UtilityName
from kiosk.wire.heartbeats import Stem
from kiosk.wire.notices import Moment

MOST_FIELDS = 40
PERSON_NAME, ID_NUMBER, PERSON_ADDRESS = "person_name", "id_number", "person_address"
"""Fields of every service that needs a person: what stands on the card of whoever asks. The kiosk sends them
with the whole request, and never with a draft that is to be gone on with."""
ACCOUNT_NUMBER = "account_number"
"""A field that the gateway adds: the number in full of the account of `account_id`. A kiosk is told it with a
draft that is gone on with, and proves the account by it once more."""
DRAFT_DAYS = 7
"""So long a draft waits for its resident; then what was said is wiped."""
MOST_PART_BYTES = 32 * 1024
MOST_PARTS = 64
MOST_DOCUMENTS = 12
"""So one document has two megabytes at most: a page as the camera sees it."""

RequestId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" + END,
        description="made by the kiosk for one request and all its repetitions, as UUID text",
    ),
]
RequestNumber = Annotated[str, Meta(pattern=r"^[0-9]{14}" + END, description="as on the slip")]
IdNumber = Annotated[str, Meta(pattern=r"^[0-9]{17}[0-9X]" + END)]
FieldText = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*" + END)]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}" + END, description="SHA-256, in hex")]
DocumentName = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}(\.[1-9])?" + END, description="of the service, and its page")
]
Revision = Annotated[int, Meta(ge=1, le=2**31 - 1)]

RequestState = Literal[
    "draft",
    "sent",
    "taken_up",  # somebody works on it
    "deferred",  # it goes on later; `due_at` says when
    "transferred",  # another company has it now
    "answered",
    "withdrawn",  # by the resident
]


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever put in their identity card: the gateway knows them again by a key made of the number. For the
    people who do what is asked for, the number stands among the request's fields, and is wiped with them."""

    id_number: IdNumber

    def __repr__(self) -> str:
        return "Person()"


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To which words the resident has agreed, and when by the kiosk's clock."""

    words: OpaqueId
    given_at: Moment


class FieldAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Stem
    text: FieldText

    def __repr__(self) -> str:
        return f"FieldAnswer(name={self.name!r})"


class RequestContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked for, and the answers given so far, each field once. `account_id` is that of a look-up."""

    service: Stem
    fields: Annotated[tuple[FieldAnswer, ...], Meta(max_length=MOST_FIELDS)] = ()
    utility: UtilityName | None = None
    account_id: OpaqueId | None = None


class RequestSaved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`revision` rises with each saving; one that comes after a higher one is not kept. `person` None: the
    request is its kiosk's, and can be resumed there alone while nobody has gone. With ID_NUMBER among its
    fields it is on its way to be sent: what its owner had kept stays until then. `found_by` is by what the
    account of `content.account_id` was found: who names an account has shown its bill, number or a card."""

    kiosk_id: KioskId
    revision: Revision
    consent: Consent
    content: RequestContent
    person: Person | None = None
    found_by: LookUpRequest | None = None


class DocumentDigest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: DocumentName
    digest: Digest


class RequestSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of it once more, with every document that belongs to it; `found_by` as in RequestSaved."""

    kiosk_id: KioskId
    consent: Consent
    content: RequestContent
    documents: Annotated[tuple[DocumentDigest, ...], Meta(max_length=MOST_DOCUMENTS)] = ()
    person: Person | None = None
    found_by: LookUpRequest | None = None


class DocumentPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`digest` and `bytes_in_all` are of the whole document, `data` (base64) of this part. Parts are counted
    from 1 and hold MOST_PART_BYTES each, the last one what is left."""

    kiosk_id: KioskId
    digest: Digest
    bytes_in_all: Annotated[int, Meta(ge=1, le=MOST_PART_BYTES * MOST_PARTS)]
    data: Annotated[bytes, Meta(min_length=1, max_length=MOST_PART_BYTES)]
    person: Person | None = None

    def __repr__(self) -> str:
        return f"DocumentPart(bytes={len(self.data)})"


class DocumentAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`missing`: the parts that have not come yet, at most twenty of them; none, it is whole."""

    request_id: RequestId
    name: DocumentName
    missing: tuple[int, ...]


class RequestAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`number` is None while it is a draft. `due_at`: until when an answer is promised. `reply`: what the
    resident is told, once it is answered."""

    request_id: RequestId
    service: Stem
    state: RequestState
    revision: int
    number: RequestNumber | None = None
    sent_at: str | None = None
    due_at: str | None = None
    reply: str | None = None

    def __repr__(self) -> str:
        return f"RequestAnswer(service={self.service!r}, state={self.state!r})"


class RequestWithdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`draft_alone`: a draft of which nothing shall be kept. Its id is enough for that, since only machines
    that its owner has stood at know it; what was sent meanwhile stays as it is."""

    kiosk_id: KioskId
    person: Person | None = None
    draft_alone: bool = False


class RequestLookUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By the number on the slip, which tells the state alone, or by the identity card, for all of hers."""

    kiosk_id: KioskId
    number: RequestNumber | None = None
    person: Person | None = None


class RequestsAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The newest first; drafts are not among them."""

    requests: tuple[RequestAnswer, ...]


class ServicesAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which services requests are taken now."""

    services: tuple[Stem, ...]


class UnfinishedAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kiosk_id: KioskId
    person: Person


class Unfinished(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft as it was left, with its account's number in full; `documents` are those that came whole."""

    request_id: RequestId
    revision: int
    saved_at: str
    content: RequestContent
    documents: tuple[DocumentDigest, ...]


class UnfinishedAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The newest first."""

    drafts: tuple[Unfinished, ...]
