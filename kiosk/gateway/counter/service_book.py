"""The catalogue of services as data, and whether what a kiosk says fits it. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.gateway.problems import Refused
from kiosk.wire.fields import UtilityName
from kiosk.wire.heartbeats import Stem
from kiosk.wire.requests import (
    ID_NUMBER,
    MOST_FIELDS,
    PERSON_ADDRESS,
    PERSON_NAME,
    Person,
    RequestContent,
)

_PHONE = re.compile(r"\+?[0-9][0-9 -]{6,18}")
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")


class FieldRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Stem
    kind: Literal["line", "words", "phone", "name", "id_number", "date", "count", "choice"]
    required: bool = True
    choices: tuple[Stem, ...] = ()
    least: int = 0
    most: int = 9_999

    def takes(self, text: str) -> bool:
        match self.kind:
            case "line" | "name":
                return 0 < len(text) <= 60 and "\n" not in text
            case "words":
                return 0 < len(text) <= 500
            case "phone":
                return _PHONE.fullmatch(text) is not None
            case "id_number":
                return _ID_NUMBER.fullmatch(text) is not None
            case "choice":
                return text in self.choices
            case "count":
                whole = text.isascii() and text.isdigit() and len(text) <= 9
                return whole and self.least <= int(text) <= self.most
            case "date":
                return _is_day(text)


WHOSE = (
    FieldRule(PERSON_NAME, "name", required=False),
    FieldRule(ID_NUMBER, "id_number", required=False),
    FieldRule(PERSON_ADDRESS, "line", required=False),
)
"""What stands on the card of whoever asks. Not required: a card may lack one; kiosks of before send none."""


class DocumentRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Stem
    required: bool = True
    most_pages: Annotated[int, Meta(ge=1, le=9)] = 1


class ServiceRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields are told in services.toml."""

    service: Stem
    answer_days: Annotated[int, Meta(ge=1, le=90)]
    fields: tuple[FieldRule, ...]
    utilities: tuple[UtilityName, ...] = ()
    documents: tuple[DocumentRule, ...] = ()
    needs_person: bool = False
    takes_account: bool = False
    one_at_a_time: bool = False

    def __post_init__(self) -> None:
        """With the account's number in front, all must be read again as a request's content. Raises
        ValueError."""
        if len(self.all_fields) + self.takes_account > MOST_FIELDS:
            raise ValueError(f"{self.service} has more fields than the {MOST_FIELDS} of a request")

    @property
    def all_fields(self) -> tuple[FieldRule, ...]:
        return (*self.fields, *WHOSE) if self.needs_person else self.fields

    def page_of(self, document: str) -> DocumentRule | None:
        """`document` is a name alone, or with its page."""
        name, _, page = document.partition(".")
        found = next((rule for rule in self.documents if rule.name == name), None)
        return found if found and int(page or "1") <= found.most_pages else None


class ServiceBook(msgspec.Struct, frozen=True):
    services: Mapping[str, ServiceRules]

    def of(self, content: RequestContent) -> ServiceRules:
        """Raises Refused: service_unknown, field_wrong with the field's name."""
        rules = self.services.get(content.service)
        if rules is None:
            raise Refused("service_unknown", "this gateway knows no such service")
        if (content.utility in rules.utilities) if rules.utilities else content.utility is None:
            return rules
        raise Refused("field_wrong", "utility")


def check_draft(rules: ServiceRules, content: RequestContent) -> None:
    """Of what is there each answer must fit; an empty one is not given yet. Raises Refused: field_wrong."""
    known = {rule.name: rule for rule in rules.all_fields}
    names = [answer.name for answer in content.fields]
    for answer in content.fields:
        rule = known.get(answer.name)
        if rule is None or names.count(answer.name) > 1:
            raise Refused("field_wrong", "a field that this service has not, or one that comes twice")
        if answer.text and not rule.takes(answer.text):
            raise Refused("field_wrong", rule.name)


def check_person(content: RequestContent, person: Person | None) -> None:
    """Nobody asks in another one's name. Raises Refused: field_wrong."""
    told = next((answer.text for answer in content.fields if answer.name == ID_NUMBER), "")
    if told and (person is None or person.id_number != told):
        raise Refused("field_wrong", ID_NUMBER)


def is_on_its_way(content: RequestContent) -> bool:
    """To be sent, once all of it is there. One that is kept to be gone on with has nobody's number."""
    return any(answer.name == ID_NUMBER for answer in content.fields)


def check_whole(rules: ServiceRules, content: RequestContent, documents: tuple[str, ...]) -> None:
    """Nothing that is needed is missing. Raises Refused: field_wrong, request_incomplete with the name."""
    check_draft(rules, content)
    given = {answer.name for answer in content.fields if answer.text}
    for rule in rules.fields:
        if rule.required and rule.name not in given:
            raise Refused("request_incomplete", rule.name)
    for name in documents:
        if rules.page_of(name) is None or documents.count(name) > 1:
            raise Refused("field_wrong", "a document that this service has not, or one that comes twice")
    named = {name.partition(".")[0] for name in documents}
    for document in rules.documents:
        if document.required and document.name not in named:
            raise Refused("request_incomplete", document.name)


@cache
def shipped_service_book() -> ServiceBook:
    content = resources.files("kiosk.gateway.counter").joinpath("services.toml").read_bytes()
    services = msgspec.toml.decode(content, type=_File).services
    return ServiceBook({each.service: each for each in services})


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    services: tuple[ServiceRules, ...]


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False
