"""Questions after some bills are paid: about the household's others, and about the paper before others."""

from kiosk.payment import amount
from kiosk.session.events import FinishTapped, NoReceiptTapped, RestTapped
from kiosk.session.journey_rest import rest_of
from kiosk.session.model import Session
from kiosk.session.show_done import print_button
from kiosk.session.show_parts import back_button, frame
from kiosk.session.steps_rest import OfferPaper, OfferRest
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


def offer_paper(session: Session, step: OfferPaper) -> ScreenView:
    without = Button("no_receipt", text("paper.no"), NoReceiptTapped(), note=text("paper.no_note"))
    return ScreenView(
        "choices",
        title=text("paper.title"),
        prompt=text("paper.prompt"),
        choices=(print_button(session, text("paper.yes"), text("paper.yes_note")), without),
        frame=frame(session, back=back_button()),
        spoken=text("paper.spoken"),
    )
