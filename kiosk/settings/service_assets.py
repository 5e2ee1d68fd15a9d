"""Checks that the pictures and words of the services are there."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from kiosk.session.forms import words_of
from kiosk.settings.assets import own_picture, picture_problems
from kiosk.settings.problems import Problem, as_written
from kiosk.settings.service_settings import Service, ServiceSettings
from kiosk.texts import MissingText, load_texts

_WORDS = ("label", "note")
_QUESTION = ("title", "prompt", "short")
_PAPER = ("title", "short")


def service_asset_problems(config_dir: Path, services: ServiceSettings, assets: Path) -> Iterator[Problem]:
    """Disabled services are checked too, so that enabling one is the only step. Texts that cannot be read at
    all are told elsewhere, and of two languages one: they have the same keys."""
    file = str(config_dir / "services.toml")
    for service in services.all:
        yield from picture_problems(file, f"service.{service.name}.icon", service.icon, config_dir, assets)
    for group in services.groups:
        yield from picture_problems(file, f"group.{group.name}.icon", group.icon, config_dir, assets)
    try:
        known = load_texts("zh", assets / "texts")
    except (OSError, ValueError, MissingText):
        return
    for group in services.groups:
        lacking = ", ".join(
            key for word in _WORDS if (key := f"service_group.{group.name}.{word}") not in known
        )
        if lacking:
            allowed = f"a name whose texts are in assets/texts ({lacking} missing)"
            yield Problem(file, f"group.{group.name}.name", as_written(group.name), allowed)
    for service in services.all:
        missing = ", ".join(key for key in _keys(service) if key not in known)
        if missing:
            allowed = f"a name whose texts are in assets/texts ({missing} missing)"
            yield Problem(file, f"service.{service.name}.name", as_written(service.name), allowed)


def _keys(service: Service) -> Iterator[str]:
    """Of everything a service says. What all ask alike has its words once."""
    yield from (f"service.{service.name}.{word}" for word in _WORDS)
    for field in service.fields:
        yield from (words_of(service.name, field.name, word) for word in (*_QUESTION, *field.choices))
    for document in service.documents:
        yield from (words_of(service.name, document.name, word) for word in _PAPER)


def services_with_own_pictures(config_dir: Path, services: ServiceSettings) -> ServiceSettings:
    """An icon that lies beside the settings becomes its path, without ending; a screen takes either."""
    return ServiceSettings(
        tuple(replace(service, icon=_picture(config_dir, service.icon)) for service in services.all),
        tuple(replace(group, icon=_picture(config_dir, group.icon)) for group in services.groups),
    )


def _picture(config_dir: Path, icon: str) -> str:
    path = own_picture(config_dir, icon)
    return str(path.absolute().with_suffix("")) if path else icon
