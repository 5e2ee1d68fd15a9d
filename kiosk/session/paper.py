"""Whether a receipt can be printed now, and if not, why."""

from kiosk.session.household import Problem
from kiosk.session.model import Session
from kiosk.session.problems import of_receipt
from kiosk.session.proofs import unproven
from kiosk.session.steps import Done


def why_no_paper(session: Session) -> Problem:
    """Why no receipt can be printed now, as the stem of its texts; empty when one can (REC-2)."""
    if session.paper == "out":  # a printer without paper calls itself out of order too
        return "paper_out"
    if not session.works("printer"):
        return of_receipt(session.faults["printer"])
    return "printer_off" if session.paper == "jammed" else ""


def no_paper_note(session: Session) -> Problem:
    """The same in a word beside a button: either the paper is out, or no receipt can be printed."""
    reason = why_no_paper(session)
    return reason if reason in {"", "paper_out"} else "printer_off"


def copy_waits(session: Session, step: Done) -> bool:
    """Whether a copy cannot be printed yet: it is counted under the number of its receipt, which comes with
    the gateway's answer. Without paper nothing is counted; who has no proof is told that first."""
    nameless = step.again and not step.outcome.receipt_no
    return nameless and not unproven(step) and not why_no_paper(session)
