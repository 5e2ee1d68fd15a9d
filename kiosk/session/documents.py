"""Where a form stands that needs papers: which one comes next, and which came before."""

from kiosk.session.forms import Document, Draft
from kiosk.session.model import Session
from kiosk.session.steps_forms import ConfirmRequest, DocumentTaken, LayDocument

VERDICTS: frozenset[str] = frozenset({"nothing", "dark", "cut_off", "glare", "blurred", "taken_before"})
"""What a camera may say of a paper; each has words of its own."""


def after_questions(session: Session, draft: Draft) -> LayDocument | DocumentTaken | ConfirmRequest:
    """All is answered: the first paper, or what is agreed to."""
    return at_document(session, draft, 0)


def at_document(session: Session, draft: Draft, at: int) -> LayDocument | DocumentTaken | ConfirmRequest:
    """One that was photographed is shown as such; behind the last one, the whole of it."""
    documents = session.rules.form(draft.service).documents
    if at >= len(documents):
        return ConfirmRequest(draft)
    if draft.of_document(documents[at].name):
        return DocumentTaken(draft, at)
    return LayDocument(draft, at, another=bool(draft.photographs))


def document_of(session: Session, step: LayDocument | DocumentTaken) -> Document:
    return session.rules.form(step.draft.service).documents[step.at]


def needs_camera(session: Session, service: str) -> bool:
    return any(document.required for document in session.rules.form(service).documents)
