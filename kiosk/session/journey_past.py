"""Looking back: the bills of a year of the account that was found."""

from kiosk.session.events import BackTapped, Event, ExitTapped, FinishTapped
from kiosk.session.household import Findings
from kiosk.session.model import Session
from kiosk.session.moving import Moved, back_from_bills, go, leave, stay, tell
from kiosk.session.steps import Step
from kiosk.session.steps_past import ReadHistory


def show_history(session: Session, wish: str, findings: Findings, back: Step) -> Moved:
    """Of the one account that was chosen. What is not there is told apart: nobody could be asked, or nothing
    is kept."""
    wanted = {account.account_id for account in findings.accounts}
    history = next((each for each in findings.histories if each.account_id in wanted), None)
    if history is not None and history.bills:
        return go(session, ReadHistory(history, back))
    silent = history is not None and history.state == "biller_unavailable"
    return tell(session, "biller_unavailable" if silent else "no_history", back)


def read_history(session: Session, step: ReadHistory, event: Event) -> Moved:
    match event:
        case FinishTapped() | ExitTapped():
            return leave(session)
        case BackTapped():
            return back_from_bills(session, step.back)
        case _:
            return stay(session)
