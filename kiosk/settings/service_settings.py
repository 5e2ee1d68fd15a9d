"""`services.toml`: what residents can do here besides paying. A row there, its words, and it is offered."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct, field

from kiosk.session.rules import ServiceKind
from kiosk.settings.problems import Problem, as_written, nearest
from kiosk.settings.utility_settings import UtilitySettings


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """`name` is also the stem of its texts; `utilities` are those it is for, none named: all."""

    name: Annotated[
        str, Meta(pattern=r"^[a-z][a-z_]{1,30}\Z", description='small letters and _, such as "pay_points"')
    ]
    kind: ServiceKind
    icon: Annotated[
        str,
        Meta(
            pattern=r"^[a-z][a-z0-9_]*\Z",
            description="the name of a picture in assets/icons, or pictures beside this file",
        ),
    ]
    enabled: bool
    utilities: Annotated[
        tuple[str, ...], Meta(description='a list of utilities by name, such as ["water", "gas"]')
    ] = ()


class ServiceSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """`all` holds every service in the file, in the order in which residents see them."""

    all: tuple[Service, ...] = field(name="service", default=())

    @property
    def enabled(self) -> tuple[Service, ...]:
        return tuple(service for service in self.all if service.enabled)


def service_contradictions(file: str, settings: ServiceSettings) -> Iterator[Problem]:
    names = sorted(service.name for service in settings.all)
    for name in sorted({first for first, second in pairwise(names) if first == second}):
        yield Problem(
            file, f"service.{name}", f"{names.count(name)} tables of this name", "one [[service]] of a name"
        )
    for service in settings.all:  # whoever buys says by the service for which meter
        if service.kind == "prepaid" and len(service.utilities) != 1:
            written = as_written(list(service.utilities))
            yield Problem(file, f"service.{service.name}.utilities", written, "the one utility to buy")


def unheard_of(file: str, settings: ServiceSettings, utilities: UtilitySettings) -> Iterator[Problem]:
    """Utilities that a service names and this machine has no bills of."""
    known = [utility.name for utility in utilities.all]
    for service in settings.all:
        for name in sorted(set(service.utilities) - set(known)):
            guess = nearest(name, known)
            allowed = f"did you mean {guess}?" if guess else f"{', '.join(known)}, as in utilities.toml"
            yield Problem(file, f"service.{service.name}.utilities", as_written(name), allowed)
