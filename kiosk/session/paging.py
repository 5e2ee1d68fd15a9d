"""Where somebody has leafed to: which page of a list, or which leaf of a screen that is cut into several."""

from msgspec.structs import replace

from kiosk.session.model import Session
from kiosk.session.steps import ChooseAccount, ConfirmBills
from kiosk.session.steps_forms import AskField
from kiosk.session.steps_paid import ListPayments
from kiosk.session.steps_past import ReadHistory
from kiosk.session.steps_prepaid import ChooseMeter
from kiosk.session.steps_requests import ListRequests
from kiosk.session.steps_services import ChooseService, ReadBoard
from kiosk.session.view import Comfort

LISTS = (
    *(ConfirmBills, ChooseAccount, ChooseService, ReadBoard, ReadHistory, AskField, ListRequests),
    *(ListPayments, ChooseMeter),
)
"""Steps that hold which page of their list they stand on."""

USUAL_ROWS, ROWS_IN_REACH = 3, 2
"""FLW-2 allows four; these leave room for the sum in digits and capitals."""


def rows_a_page(comfort: Comfort) -> int:
    return ROWS_IN_REACH if comfort.reach else USUAL_ROWS


def pages(rows: int, comfort: Comfort) -> int:
    return max(1, -(-rows // rows_a_page(comfort)))


def place_of(session: Session) -> int:
    """Counted from 0. A list keeps its own, so that it is as it was for whoever comes back to it."""
    return session.step.page if isinstance(session.step, LISTS) else session.leaf


def placed(session: Session, place: int) -> Session:
    if isinstance(session.step, LISTS):
        return replace(session, step=replace(session.step, page=place))
    return replace(session, leaf=place)
