"""The question about the household's other bills, after some are paid."""

from kiosk.payment import amount
from kiosk.session.events import FinishTapped, RestTapped
from kiosk.session.journey_rest import rest_of
from kiosk.session.model import Session
from kiosk.session.show_parts import frame
from kiosk.session.steps_rest import OfferRest
from kiosk.session.view import Button, ScreenView, text


def offer_rest(session: Session, step: OfferRest) -> ScreenView:
    rest = rest_of(step.done, session.rules)
    due = amount.digits(sum(bill.due_fen for bill in rest))
    closed = not session.may_ask_gateway()
    return ScreenView(
        "choices",
        title=text("rest.title"),
        prompt=text("rest.prompt", count=str(len(rest)), due=due),
        choices=(
            Button(
                "rest",
                text("rest.yes"),
                RestTapped(),
                note=text("rest.yes_note"),
                icon="household",
                tone="primary",
                enabled=not closed,
                reason=text("services.off") if closed else None,
            ),
            Button(
                "finish",
                text("rest.no"),
                FinishTapped(),
                note=text("rest.no_paper" if step.paper else "rest.no_note"),
                icon="receipt" if step.paper else "house",
            ),
        ),
        frame=frame(session),
        spoken=text("rest.spoken"),
    )
