"""The first screen: what to pay, and how it can be paid; or, said honestly, that nothing can."""

from kiosk.session.events import ServicesTapped, UtilityTapped
from kiosk.session.journey_methods import why_not
from kiosk.session.journey_services import offered
from kiosk.session.model import Session
from kiosk.session.rules import HOUSEHOLD, Utility
from kiosk.session.show_parts import frame, listed, problem_number, problem_title, with_left_card
from kiosk.session.view import Button, ScreenView, Text, text


def home(session: Session) -> ScreenView:
    together = Button(
        "household",
        text("utility.household.bill"),
        UtilityTapped(HOUSEHOLD),
        note=text("home.household_note"),
        icon="household",
        tone="primary",
    )
    services = Button("services", text("home.services"), ServicesTapped(), icon="services")
    others = (services,) if offered(session) else ()
    utilities = tuple(_utility_button(utility) for utility in session.rules.utilities)
    ready = session.works("scanner") and session.works("id_reader")
    return ScreenView(
        "home",
        title=text("home.title"),
        prompt=with_left_card(session, text("home.prompt" if ready else "home.prompt_tap")),
        choices=(together, *utilities, *others),
        footnote=_methods_note(session),
        frame=frame(session, exit_=False),
        spoken=text("home.spoken"),
    )


def _utility_button(utility: Utility) -> Button:
    label = text(f"utility.{utility.name}.bill")
    return Button(utility.name, label, UtilityTapped(utility.name), icon=utility.icon, tone=utility.tone)


def _methods_note(session: Session) -> Text:
    """CSH-1: which methods, how cash can be paid, no fee, on the idle screen."""
    rules = session.rules
    off = rules.not_fitted | ({"cash"} if why_not(session, "cash") else set())
    fitted = tuple(text(f"method.{m}.label") for m in rules.methods if m not in off)
    if not fitted:
        return text("home.no_methods")
    no_cash = "cash" in off or "cash" not in rules.methods
    return text("home.methods_no_cash" if no_cash else "home.methods", methods=listed(fitted))


def closed(session: Session) -> ScreenView:
    """Said honestly on the idle screen while nothing can be paid here; help still works, and so does what the
    machine knows by itself."""
    news = Button("services", text("closed.news"), ServicesTapped(), tone="primary")
    reason = "technician" if session.technician != "away" else session.closed or "gateway_down"
    return ScreenView(
        "out_of_service",
        title=text("closed.title"),
        prompt=problem_title(reason),
        footnote=with_left_card(session, text("closed.phone", phone=session.rules.service_phone)),
        mark="warning",
        code=problem_number(reason) if session.technician == "away" else None,
        frame=frame(session, exit_=False, primary=news if offered(session) else None),
        spoken=text("closed.title"),
    )
