"""Walks of somebody whose papers do not lie well, or before a camera that does not work."""

from kiosk.audit.walker import Walker
from kiosk.audit.walks_forms import answers
from kiosk.session import events as e
from kiosk.session.documents import VERDICTS
from kiosk.session.forms import Form


def lays_papers_badly(walker: Walker) -> None:
    """Everything the camera may say, of each form's first paper."""
    for form in walker.session.rules.forms:
        if not form.documents:
            continue
        comes_to_the_papers(walker, form)
        for verdict in sorted(VERDICTS):
            walker.feed(e.DocumentSeen(verdict))
        walker.feed(e.DocumentPhotographed(1))
        walker.taps("again")
        walker.goes_home()


def leaves_a_paper_out(walker: Walker) -> None:
    form = next(
        form for form in walker.session.rules.forms if any(not each.required for each in form.documents)
    )
    comes_to_the_papers(walker, form)
    for document in form.documents:
        if document.required:
            walker.feed(e.DocumentPhotographed(1))
            walker.taps("next")
        else:
            walker.taps("skip")
    walker.goes_home()


def finds_the_camera_off(walker: Walker) -> None:
    form = next(form for form in walker.session.rules.forms if form.documents)
    comes_to_the_papers(walker, form)
    walker.waits(9)
    walker.feed(e.DeviceChanged("camera", "no_device"))
    walker.goes_home()
    walker.taps("services", "group_apply")


def comes_to_the_papers(walker: Walker, form: Form) -> None:
    walker.opens_service(form.service)
    if form.person:
        walker.inserts("id_card")
        walker.id_card_is_read()
        walker.feed(e.CardTaken("id_card"))
    for field in form.questions:
        answers(walker, field)


DOCUMENTS = (lays_papers_badly, leaves_a_paper_out, finds_the_camera_off)
