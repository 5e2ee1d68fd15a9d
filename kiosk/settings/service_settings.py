"""`services.toml`: what residents can do here besides paying. A row there, its words, and it is offered."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Final, TypeAlias

from msgspec import Meta, Struct, field

from kiosk.session.forms import FieldKind
from kiosk.session.rules import ServiceKind
from kiosk.settings.problems import Problem, as_written, nearest
from kiosk.settings.utility_settings import UtilitySettings

Stem: TypeAlias = Annotated[
    str,
    Meta(pattern=r"^[a-z][a-z0-9_]{0,31}\Z", description='small letters, digits and _, such as "no_supply"'),
]
BY_CHOICES: Final[frozenset[FieldKind]] = frozenset({"choice", "line", "name", "words"})


class FormField(Struct, frozen=True, forbid_unknown_fields=True):
    """One question of a form. A line, a name or words are answered by choosing, too: nobody types Chinese."""

    name: Stem
    kind: FieldKind
    required: bool = True
    choices: Annotated[
        tuple[Stem, ...], Meta(description='a list of answers by name, such as ["yes", "no"]')
    ] = ()
    least: Annotated[int, Meta(ge=0, le=9_999)] = 0
    most: Annotated[int, Meta(ge=0, le=9_999)] = 0
    past_months: Annotated[int, Meta(ge=0, le=12)] = 0


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper that is photographed after the questions."""

    name: Stem
    required: bool = True
    most_pages: Annotated[int, Meta(ge=1, le=9)] = 1


Icon: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]*\Z",
        description="the name of a picture in assets/icons, or pictures beside this file",
    ),
]
MOST_PAGES: Final = 12
"""Of all papers of a service together: the gateway takes no more."""

MOST_GROUPS: Final = 6
"""FLW-3: what stands behind the one tile."""


class ServiceGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """What a long menu shows first. `name` is also the stem of its texts."""

    name: Stem
    icon: Icon


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """`name` is also the stem of its texts; `utilities` are those it is for, none named: all."""

    name: Annotated[
        str, Meta(pattern=r"^[a-z][a-z_]{1,30}\Z", description='small letters and _, such as "pay_points"')
    ]
    kind: ServiceKind
    icon: Icon
    enabled: bool
    group: Annotated[
        str, Meta(pattern=r"^([a-z][a-z0-9_]{0,31})?\Z", description='the name of a group, such as "buy"')
    ] = ""
    utilities: Annotated[
        tuple[str, ...], Meta(description='a list of utilities by name, such as ["water", "gas"]')
    ] = ()
    fields: tuple[FormField, ...] = ()
    documents: tuple[Document, ...] = ()
    person: bool = False
    account: bool = False
    urgent: Annotated[
        tuple[Stem, ...], Meta(description='a list of answers by name, such as ["gas_smell"]')
    ] = ()


class ServiceSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """`all` holds every service in the file, in the order in which residents see them."""

    all: tuple[Service, ...] = field(name="service", default=())
    groups: tuple[ServiceGroup, ...] = field(name="group", default=())

    @property
    def enabled(self) -> tuple[Service, ...]:
        return tuple(service for service in self.all if service.enabled)


def service_contradictions(file: str, settings: ServiceSettings) -> Iterator[Problem]:
    for service in settings.all:
        yield from _form_contradictions(file, service)
        yield from _document_contradictions(file, service)
    yield from _group_contradictions(file, settings)
    names = sorted(service.name for service in settings.all)
    for name in sorted({first for first, second in pairwise(names) if first == second}):
        yield Problem(
            file, f"service.{name}", f"{names.count(name)} tables of this name", "one [[service]] of a name"
        )
    for service in settings.all:  # whoever buys says by the service for which meter
        if service.kind in {"prepaid", "meter_card"} and len(service.utilities) != 1:
            written = as_written(list(service.utilities))
            yield Problem(file, f"service.{service.name}.utilities", written, "the one utility to buy")


def _group_contradictions(file: str, settings: ServiceSettings) -> Iterator[Problem]:
    """Where there are groups, every service stands in one, and none is empty."""
    names = [group.name for group in settings.groups]
    if len(names) > MOST_GROUPS:
        yield Problem(file, "group", f"{len(names)} of them", f"{MOST_GROUPS} at most")
    used = {service.group for service in settings.all}
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield Problem(file, f"group.{name}", f"{names.count(name)} tables of this name", "one of a name")
        if name not in used:
            yield Problem(file, f"group.{name}", "no service", f'at least one service of group = "{name}"')
    for service in settings.all:
        if service.group not in (names or [""]):
            allowed = f"one of {', '.join(names)}" if names else "no group, where no [[group]] is named"
            yield Problem(file, f"service.{service.name}.group", as_written(service.group), allowed)


def _document_contradictions(file: str, service: Service) -> Iterator[Problem]:
    key = f"service.{service.name}.documents"
    if service.documents and service.kind != "request":
        yield Problem(file, key, "some", 'kind = "request"')
    fields = [each.name for each in service.fields]
    names = [each.name for each in service.documents]
    for name in sorted(set(names)):
        if names.count(name) > 1 or name in fields:
            yield Problem(file, f"{key}.{name}", "twice", "one question or paper of a name")
    pages = sum(each.most_pages for each in service.documents)
    if pages > MOST_PAGES:
        yield Problem(file, key, f"{pages} pages", f"{MOST_PAGES} at most, of all papers together")


def _form_contradictions(file: str, service: Service) -> Iterator[Problem]:
    key = f"service.{service.name}.fields"
    if (service.kind == "request") != bool(service.fields):
        found, allowed = ("none", "at least one") if not service.fields else ("some", 'kind = "request"')
        yield Problem(file, key, found, f"{allowed}: what is asked for has its questions")
    if service.person and service.kind != "request":
        yield Problem(file, f"service.{service.name}.person", "true", 'kind = "request"')
    if service.account and (service.kind != "request" or not service.utilities):
        allowed = 'kind = "request" and its utilities: an account is of one of them'
        yield Problem(file, f"service.{service.name}.account", "true", allowed)
    names = [each.name for each in service.fields]
    for each in service.fields:
        if names.count(each.name) > 1:
            yield Problem(file, f"{key}.{each.name}", "twice", "one question of a name")
        if (each.kind in BY_CHOICES) != bool(each.choices):
            allowed = "choices for a choice, a line, a name or words, and for nothing else"
            yield Problem(file, f"{key}.{each.name}.choices", as_written(list(each.choices)), allowed)
        if each.past_months and each.kind != "date":
            yield Problem(
                file, f"{key}.{each.name}.past_months", as_written(each.past_months), "of a date alone"
            )
        if each.kind == "count" and each.most <= each.least:
            yield Problem(file, f"{key}.{each.name}.most", as_written(each.most), "more than least")
    there = {choice for each in service.fields for choice in each.choices}
    for stem in sorted(set(service.urgent) - there):
        yield Problem(file, f"service.{service.name}.urgent", as_written(stem), ", ".join(sorted(there)))


def unheard_of(file: str, settings: ServiceSettings, utilities: UtilitySettings) -> Iterator[Problem]:
    """Utilities that a service names and this machine has no bills of."""
    known = [utility.name for utility in utilities.all]
    for service in settings.all:
        for name in sorted(set(service.utilities) - set(known)):
            guess = nearest(name, known)
            allowed = f"did you mean {guess}?" if guess else f"{', '.join(known)}, as in utilities.toml"
            yield Problem(file, f"service.{service.name}.utilities", as_written(name), allowed)
