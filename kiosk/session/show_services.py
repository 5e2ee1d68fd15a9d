"""The menu of other services."""

from kiosk.session.events import ServiceTapped
from kiosk.session.journey_services import offered
from kiosk.session.model import Session
from kiosk.session.rules import Service
from kiosk.session.show_pages import cut, page_of
from kiosk.session.show_parts import back_button, frame
from kiosk.session.steps_services import ChooseService
from kiosk.session.view import Button, ScreenView, Tone, text

_TONES: tuple[Tone, ...] = ("primary", "water", "electricity", "heat")
"""Answers of equal rank that are told apart."""


def choose_service(session: Session, step: ChooseService) -> ScreenView:
    services = session.rules.services
    page = page_of(session, len(services))
    buttons = tuple(_button(session, place, service) for place, service in enumerate(services))
    return ScreenView(
        "choices",
        title=text("services.title"),
        prompt=text("services.prompt"),
        choices=cut(session, buttons, page),
        page=page,
        frame=frame(session, back=back_button()),
        spoken=text("services.title"),
    )


def _button(session: Session, place: int, service: Service) -> Button:
    off = service not in offered(session)
    return Button(
        f"service_{service.name}",
        text(f"service.{service.name}.label"),
        ServiceTapped(service.name),
        note=text(f"service.{service.name}.note"),
        icon=service.icon,
        tone=_TONES[place % len(_TONES)],
        enabled=not off,
        reason=text("services.off") if off else None,
    )
