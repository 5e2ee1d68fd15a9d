"""Service requests as a kiosk brings them, for tests of what the gateway makes of them."""

import base64
import hashlib
import uuid
from typing import Any

import httpx
import msgspec
from sqlalchemy import Connection

from kiosk.gateway.counter.counter import Counter
from kiosk.gateway.problems import Refused
from kiosk.wire.requests import MOST_PART_BYTES, RequestAnswer

from .town import Town

ZHANG, WANG = "310108194002290011", "310106195206140025"
CONSENT = {"words": "requests.2026", "given_at": "2026-11-21T17:40:00+08:00"}
PLACE, PHONE = "临汾路380弄门口", "021-55550123"
REPAIR: dict[str, Any] = {
    "service": "repair",
    "utility": "water",
    "fields": [
        {"name": "trouble", "text": "leak"},
        {"name": "place", "text": PLACE},
        {"name": "phone", "text": PHONE},
    ],
}
MANY: dict[str, Any] = {
    "service": "household_of_many",
    "utility": "water",
    "fields": [
        {"name": "holder", "text": "张秀英"},
        {"name": "people", "text": "6"},
        {"name": "phone", "text": PHONE},
    ],
}
PICTURE = bytes(range(256)) * 400
"""Four parts, the last of them shorter."""


def li(_connection: Connection) -> str:
    return "li"


def nobody(_connection: Connection) -> str:
    raise Refused("operator_unknown")


def new_request() -> str:
    return str(uuid.uuid4())


def with_field(content: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    others = [each for each in content["fields"] if each["name"] != name]
    return content | {"fields": [*others, {"name": name, "text": text}]}


class Desk:
    """One request at one kiosk; `person` is the card that is in the machine."""

    def __init__(
        self, town: Town, content: dict[str, Any], person: str | None = None, kiosk_id: str = "kiosk-1"
    ) -> None:
        self.town = town
        self.content = content
        self.person = person
        self.kiosk_id = kiosk_id
        self.request_id = new_request()
        self.revision = 0

    @property
    def counter(self) -> Counter:
        return self.town.gateway.counter

    def asked(self, act: str, **more: Any) -> httpx.Response:
        who = {"person": {"id_number": self.person}} if self.person else {}
        body = {"kiosk_id": self.kiosk_id, **who, **more}
        return self.town.post(f"/v1/service-requests/{self.request_id}/{act}", body)

    def saved(self, **more: Any) -> httpx.Response:
        self.revision += 1
        values = {"revision": self.revision, "consent": CONSENT, "content": self.content}
        return self.asked("draft", **(values | more))

    def part(self, name: str, part: int, picture: bytes = PICTURE, **more: Any) -> httpx.Response:
        data = picture[(part - 1) * MOST_PART_BYTES : part * MOST_PART_BYTES]
        values = {
            "digest": hashlib.sha256(picture).hexdigest(),
            "bytes_in_all": len(picture),
            "data": base64.b64encode(data).decode(),
        }
        return self.asked(f"documents/{name}/parts/{part}", **(values | more))

    def document(self, name: str, picture: bytes = PICTURE) -> dict[str, str]:
        for part in range(1, -(-len(picture) // MOST_PART_BYTES) + 1):
            answer = self.part(name, part, picture)
            assert answer.status_code == 200, answer.text
        return {"name": name, "digest": hashlib.sha256(picture).hexdigest()}

    def sent(self, *documents: dict[str, str], **more: Any) -> httpx.Response:
        values = {"consent": CONSENT, "content": self.content, "documents": list(documents)}
        return self.asked("send", **(values | more))

    def withdrawn(self) -> httpx.Response:
        return self.asked("withdraw")

    def send_whole(self) -> RequestAnswer:
        """With whatever it needs."""
        if self.content["service"] != "household_of_many":
            return read(self.sent())
        read(self.saved())
        return read(self.sent(self.document("household_register")))


def read(answer: httpx.Response) -> RequestAnswer:
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=RequestAnswer)


def number_of(answer: RequestAnswer) -> str:
    assert answer.number is not None
    return answer.number
