"""Papers that a service needs: laid before the camera, each page photographed when it lies well."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from kiosk.session.documents import VERDICTS, at_document, document_of
from kiosk.session.effects import Effect
from kiosk.session.effects_documents import DropPictures
from kiosk.session.events import (
    AnotherPageTapped,
    BackTapped,
    DocumentPhotographed,
    DocumentSeen,
    Event,
    FieldSkipped,
    PagesDoneTapped,
    PhotographAgainTapped,
)
from kiosk.session.forms import Photograph
from kiosk.session.journey_forms import last_question
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, stay
from kiosk.session.steps import Step
from kiosk.session.steps_forms import DocumentTaken, LayDocument


def lay_document(session: Session, step: LayDocument, event: Event) -> Moved:
    document = document_of(session, step)
    pages = step.draft.of_document(document.name)
    match event:
        case DocumentSeen(verdict) if verdict in VERDICTS:
            return change(session, replace(step, seen=verdict))
        case DocumentPhotographed(picture):
            taken = Photograph(document.name, len(pages) + 1, picture)
            draft = replace(step.draft, photographs=(*step.draft.photographs, taken))
            return go(replace(session, misses=0), DocumentTaken(draft, step.at))
        case FieldSkipped() if not document.required and not pages:
            return _goes_on_looking(session, step, step.at + 1)
        case BackTapped() if pages:
            return go(session, DocumentTaken(step.draft, step.at))
        case BackTapped() if step.at:
            return _goes_on_looking(session, step, step.at - 1)
        case BackTapped():
            return last_question(session, step.draft)
        case _:
            return stay(session)


def _goes_on_looking(session: Session, step: LayDocument, at: int) -> Moved:
    """From one paper to another the camera is not armed anew, and says nothing twice."""
    to = at_document(session, step.draft, at)
    return go(session, replace(to, seen=step.seen) if isinstance(to, LayDocument) else to)


def document_taken(session: Session, step: DocumentTaken, event: Event) -> Moved:
    document = document_of(session, step)
    *others, last = step.draft.of_document(document.name)
    match event:
        case PhotographAgainTapped():
            left = tuple(each for each in step.draft.photographs if each != last)
            again = LayDocument(replace(step.draft, photographs=left), step.at)
            return go(session, again, DropPictures((last.picture,)))
        case AnotherPageTapped() if len(others) + 1 < document.most_pages:
            return go(session, LayDocument(step.draft, step.at, another=True))
        case PagesDoneTapped():
            return go(session, at_document(session, step.draft, step.at + 1))
        case BackTapped() if step.at:
            return go(session, at_document(session, step.draft, step.at - 1))
        case BackTapped():
            return last_question(session, step.draft)
        case _:
            return stay(session)


def unwanted_picture(after: Session, event: Event) -> tuple[Effect, ...]:
    """A photograph that came when nobody waited for one is let go at once."""
    if not isinstance(event, DocumentPhotographed):
        return ()
    draft = after.step.draft if isinstance(after.step, DocumentTaken) else None
    wanted = draft is not None and any(each.picture == event.picture for each in draft.photographs)
    return () if wanted else (DropPictures((event.picture,)),)


STRETCHES: dict[type[Step], Callable[[Session, Any, Event], Moved]] = {
    LayDocument: lay_document,
    DocumentTaken: document_taken,
}
