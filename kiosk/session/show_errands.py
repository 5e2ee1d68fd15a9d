"""Words for what somebody is here for: whoever buys energy, looks back or asks for something pays no bill."""

from kiosk.session.drafts import draft_at
from kiosk.session.forms import Draft
from kiosk.session.model import Session
from kiosk.session.paid_before import paid_before
from kiosk.session.rules import ServiceKind
from kiosk.session.view import Text, text


def kind_of_errand(session: Session) -> ServiceKind | None:
    """None while bills are paid."""
    service = session.rules.service(session.errand)
    return service.kind if service is not None else None


def for_errand(session: Session, paying: str, on_errand: str) -> Text:
    """One of two keys of texts."""
    return text(paying if kind_of_errand(session) is None else on_errand)


def stem_of_leaving(session: Session) -> str:
    """Of the words that ask whether somebody wants to go: what they would give up by it, and nothing else."""
    match kind_of_errand(session):
        case None:
            return "leave" if paid_before(session.step) is None else "leave_rest"
        case "prepaid" | "meter_card":
            return "leave_buying"
        case "request":
            return _stem_of_leaving_a_form(draft_at(session.step))
        case _:
            return "leave_looking"


def _stem_of_leaving_a_form(draft: Draft | None) -> str:
    """Of one that may have arrived nobody says that it was not sent, nor that what they had kept goes, nor
    what may be kept."""
    if draft is None:
        return "leave_asking"
    if draft.unsure:
        return "leave_unsure_kept" if draft.kept.there else "leave_unsure"
    if draft.kept.in_doubt:
        return "leave_perhaps_kept"
    return "leave_kept" if draft.kept.there else "leave_asking"
