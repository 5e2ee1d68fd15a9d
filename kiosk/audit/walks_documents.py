"""Walks of somebody whose papers do not lie well, or before a camera that does not work."""

from kiosk.audit.walker import Walker
from kiosk.audit.walks_forms import answers_all
from kiosk.session import events as e
from kiosk.session.documents import VERDICTS


def lays_papers_badly(walker: Walker) -> None:
    """Everything the camera may say, of each form's first paper."""
    for form in walker.session.rules.forms:
        if not form.documents:
            continue
        answers_all(walker, form)
        for verdict in sorted(VERDICTS):
            walker.feed(e.DocumentSeen(verdict))
        walker.feed(e.DocumentPhotographed(1))
        walker.taps("again")
        walker.goes_home()


def leaves_a_paper_out(walker: Walker) -> None:
    form = next(
        form for form in walker.session.rules.forms if any(not each.required for each in form.documents)
    )
    answers_all(walker, form)
    for document in form.documents:
        if document.required:
            walker.feed(e.DocumentPhotographed(1))
            walker.taps("next")
        else:
            walker.taps("skip")
    walker.goes_home()


def finds_the_camera_off(walker: Walker) -> None:
    form = next(form for form in walker.session.rules.forms if form.documents)
    answers_all(walker, form)
    walker.waits(9)
    walker.feed(e.DeviceChanged("camera", "no_device"))
    walker.goes_home()
    walker.taps("services", "group_apply")


DOCUMENTS = (lays_papers_badly, leaves_a_paper_out, finds_the_camera_off)
