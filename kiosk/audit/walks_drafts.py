"""Walks of somebody who stops half-way through a form, has it kept, and comes back for it."""

from kiosk.audit.walker import Walker
from kiosk.audit.walks_forms import DUE_ON, REQUEST_ID, answers, answers_all
from kiosk.session import events as e
from kiosk.session.effects import FileRequest
from kiosk.session.effects_drafts import KeepDraft, LookUpDraft
from kiosk.session.forms import Draft, Form, KeptAs
from kiosk.session.steps_forms import ConfirmRequest, LayDocument


def _asks_again(walker: Walker, form: Form) -> None:
    walker.opens_service(form.service)
    walker.inserts("id_card")
    walker.id_card_is_read()
    walker.feed(e.CardTaken("id_card"))
    walker.waits(2)


def _with_and_without_papers(walker: Walker) -> tuple[Form, ...]:
    known = [form for form in walker.session.rules.forms if form.person]
    return tuple(next(form for form in known if bool(form.documents) is papers) for papers in (False, True))


def stops_half_way(walker: Walker) -> None:
    """Kept at the second try, or not at all."""
    for form in _with_and_without_papers(walker):
        answers_all(walker, form)
        walker.taps("exit", "keep")
        walker.waits(9)
        walker.feed(e.DraftNotKept(walker.asked(KeepDraft).request, "draft_not_kept"))
        walker.taps("retry", "keep")
        walker.waits(20)
        walker.taps("exit", "stay", "retry", "keep")
        walker.feed(e.DraftKept(walker.asked(KeepDraft).request, DUE_ON))
        walker.goes_home()
        answers_all(walker, form)
        walker.taps("exit", "drop")
        walker.goes_home()


def comes_back(walker: Walker) -> None:
    """To go on, and to begin anew."""
    form = _with_and_without_papers(walker)[0]
    answers_all(walker, form)
    step = walker.session.step
    said = step.draft.said if isinstance(step, ConfirmRequest | LayDocument) else ()
    walker.goes_home()
    kept = Draft(form.service, said[:-1], kept=KeptAs(REQUEST_ID, 1, there=True))
    _asks_again(walker, form)
    walker.feed(e.DraftTold(walker.asked(LookUpDraft).request, kept, DUE_ON))
    walker.taps("resume")
    walker.goes_home()
    _asks_again(walker, form)
    walker.feed(e.DraftTold(walker.asked(LookUpDraft).request, kept, DUE_ON))
    walker.taps("anew")
    answers(walker, form.questions[0])
    walker.goes_home()


def leaves_in_doubt(walker: Walker) -> None:
    """What was kept stays, whether it arrived or not."""
    form = _with_and_without_papers(walker)[0]
    answers_all(walker, form)
    step = walker.session.step
    said = step.draft.said if isinstance(step, ConfirmRequest) else ()
    walker.goes_home()
    _asks_again(walker, form)
    kept = Draft(form.service, said, kept=KeptAs(REQUEST_ID, 1, there=True))
    walker.feed(e.DraftTold(walker.asked(LookUpDraft).request, kept, DUE_ON))
    walker.taps("resume", "agree")
    walker.feed(e.RequestNotArrived(walker.asked(FileRequest).request, "request_not_sent"))
    walker.taps("exit", "stay", "retry", "agree")
    walker.feed(e.RequestNotArrived(walker.asked(FileRequest).request, "request_unsure", unsure=True))
    walker.taps("retry", "exit", "leave")


DRAFTS = (stops_half_way, comes_back, leaves_in_doubt)
