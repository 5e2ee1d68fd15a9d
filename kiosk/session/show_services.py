"""The menu of other services: its groups, and what stands in one of them."""

from kiosk.session.events import ServiceGroupTapped, ServiceTapped
from kiosk.session.journey_services import why_off
from kiosk.session.menus import groups, listed
from kiosk.session.model import Session
from kiosk.session.rules import Service, ServiceGroup
from kiosk.session.show_pages import cut, page_of
from kiosk.session.show_parts import back_button, frame
from kiosk.session.steps_services import ChooseService
from kiosk.session.view import Button, ScreenView, Tone, text

_TONES: tuple[Tone, ...] = ("primary", "water", "electricity", "heat")
"""Answers of equal rank that are told apart."""

_REASONS = ("services.off", "finding.device_off", "services.closed")
"""Why a service cannot begin. A group tells the first that is true of one of its own: what passes is told
before what was decided."""

MOST_A_PAGE = 4
"""Groups that fit without pages; within reach there is less room."""


def choose_service(session: Session, step: ChooseService) -> ScreenView:
    shown = () if step.group else groups(session.rules)
    buttons = tuple(_group_button(session, place, group) for place, group in enumerate(shown)) or tuple(
        _button(session, place, service) for place, service in enumerate(listed(session.rules, step))
    )
    whole = len(buttons) <= MOST_A_PAGE and bool(shown) and not session.comfort.reach
    page = None if whole else page_of(session, len(buttons))
    title = text(f"service_group.{step.group}.label" if step.group else "services.title")
    return ScreenView(
        "choices",
        title=title,
        prompt=text("services.prompt"),
        choices=cut(session, buttons, page),
        page=page,
        frame=frame(session, back=back_button()),
        spoken=title,
    )


def _group_button(session: Session, place: int, group: ServiceGroup) -> Button:
    inside = listed(session.rules, ChooseService(group=group.name))
    reasons = [why_off(session, each) for each in inside]
    off = "" if "" in reasons else min(reasons, key=_REASONS.index)
    return Button(
        f"group_{group.name}",
        text(f"service_group.{group.name}.label"),
        ServiceGroupTapped(group.name),
        note=text(f"service_group.{group.name}.note"),
        icon=group.icon,
        tone=_TONES[place % len(_TONES)],
        enabled=not off,
        reason=text(off) if off else None,
    )


def _button(session: Session, place: int, service: Service) -> Button:
    off = why_off(session, service)
    return Button(
        f"service_{service.name}",
        text(f"service.{service.name}.label"),
        ServiceTapped(service.name),
        note=text(f"service.{service.name}.note"),
        icon=service.icon,
        tone=_TONES[place % len(_TONES)],
        enabled=not off,
        reason=text(off) if off else None,
    )
