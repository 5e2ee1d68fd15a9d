"""Screens of papers that a service needs: where to lay one, what is wrong with it, and that it was taken."""

from collections.abc import Callable
from typing import Any

from kiosk.session.documents import document_of
from kiosk.session.events import AnotherPageTapped, FieldSkipped, PagesDoneTapped, PhotographAgainTapped
from kiosk.session.forms import words_of
from kiosk.session.model import Session
from kiosk.session.show_parts import FIND, back_button, frame
from kiosk.session.steps import Step
from kiosk.session.steps_forms import DocumentTaken, LayDocument
from kiosk.session.view import Button, Fact, ScreenView, text

NOTHING = "nothing"
"""The camera sees no paper: nothing is wrong yet."""


def lay_document(session: Session, step: LayDocument) -> ScreenView:
    """What is wrong stands in the title: in large letters that is all that is seen beside the picture."""
    document = document_of(session, step)
    pages = len(step.draft.of_document(document.name))
    stem = _stem(session, step)
    asked = "document.next.title" if pages else words_of(step.draft.service, document.name, "title")
    title = text(asked if stem == NOTHING else f"document.{stem}.title")
    skip = Button("skip", text("form.skip"), FieldSkipped())
    return ScreenView(
        "present",
        title=title,
        prompt=text(f"document.{stem}.prompt"),
        progress=FIND,
        picture="paper_under_window",
        frame=frame(session, back=back_button(), primary=None if document.required or pages else skip),
        spoken=title,
    )


def _stem(session: Session, step: LayDocument) -> str:
    """What there is to say of the camera before what it says of the paper."""
    if not session.works("camera"):
        return "camera_off"
    if not step.seen and session.in_step_s() >= session.rules.timing.explain_wait_s:
        return "camera_silent"
    return step.seen or NOTHING


def document_taken(session: Session, step: DocumentTaken) -> ScreenView:
    """Whoever has taken all pages goes on with the one key below."""
    document = document_of(session, step)
    pages = len(step.draft.of_document(document.name))
    label = text(words_of(step.draft.service, document.name, "short"))
    more = Button("another_page", text("document.another"), AnotherPageTapped(), icon="apply", tone="plain")
    title = text("document.taken.title")
    return ScreenView(
        "notice",
        title=title,
        prompt=text("document.taken.prompt"),
        progress=FIND,
        mark="done",
        facts=(Fact(label, text("document.pages", pages=str(pages))),),
        choices=(
            *((more,) if pages < document.most_pages else ()),
            Button(
                "again", text("document.again"), PhotographAgainTapped(), icon="comfort_repeat", tone="plain"
            ),
        ),
        frame=frame(
            session,
            back=back_button(),
            primary=Button("next", text("frame.next"), PagesDoneTapped(), tone="primary"),
        ),
        spoken=title,
    )


SCREENS: dict[type[Step], Callable[[Session, Any], ScreenView]] = {
    LayDocument: lay_document,
    DocumentTaken: document_taken,
}
