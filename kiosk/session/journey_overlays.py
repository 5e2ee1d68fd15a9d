"""Questions over the screen: help, leaving, still there, card thrown out, displays swapped.

Beneath them fingers do nothing.
"""

from msgspec.structs import replace

from kiosk.session.events import (
    BackTapped,
    Event,
    ExitTapped,
    HelpTapped,
    LeaveConfirmed,
    StayTapped,
    StopNotesConfirmed,
    SwapAgreed,
    Touch,
)
from kiosk.session.journey_cash import finish
from kiosk.session.journey_drafts import may_keep
from kiosk.session.journey_swap import swapped
from kiosk.session.model import Overlay, OverlayKind, Session
from kiosk.session.moving import Moved, go, leave, stay
from kiosk.session.problems import LOADS
from kiosk.session.steps import (
    Done,
    Goodbye,
    Idle,
    InsertNotes,
    NothingOwed,
    Notice,
    Paying,
    Printing,
    ShowReceiptCode,
    Step,
    TakeReceipt,
)
from kiosk.session.steps_drafts import DraftIsKept, KeepingDraft, OfferDraft, OfferKeeping
from kiosk.session.steps_forms import PrintingSlip, RequestFiled, SendingRequest, TakeSlip
from kiosk.session.steps_meter_cards import InsertPaidCard, RedirectingLoad, TakePaidCard, WritingCard
from kiosk.session.steps_numbers import ListNumbers, PrintingNumbers, TakeNumbers
from kiosk.session.steps_past import ReadHistory
from kiosk.session.steps_prepaid import Loading, ShowMeter
from kiosk.session.steps_requests import (
    AskingRequests,
    ChooseRequestWay,
    ListRequests,
    ReadRequest,
    Withdrawing,
)
from kiosk.session.steps_rest import OfferPaper, OfferRest
from kiosk.session.steps_services import AskingBoard, ChooseService, ReadBoard, ReadEntry

ONLY_LOOKING = (ChooseService, AskingBoard, ReadBoard, ReadEntry, ReadHistory)
_LOOKED_UP = (ChooseRequestWay, AskingRequests, ListRequests, ReadRequest, ListNumbers)
_FILED = (RequestFiled, TakeSlip, TakeNumbers, DraftIsKept, OfferDraft, OfferKeeping)
_NOTHING_TO_LOSE = (
    *(Idle, Goodbye, NothingOwed, Done, TakeReceipt, ShowReceiptCode),
    *(*ONLY_LOOKING, *_FILED, *_LOOKED_UP, OfferRest, OfferPaper, InsertPaidCard),
)
_UNDER_WAY = (
    *(Paying, InsertNotes, Loading, Printing, SendingRequest, PrintingSlip, Withdrawing),
    *(PrintingNumbers, KeepingDraft),
    *(WritingCard, TakePaidCard, RedirectingLoad),
)


def over_the_screen(session: Session, event: Event) -> Moved | None:
    """None where the step itself shall answer the event, as it does for all but fingers."""
    if not isinstance(event, Touch):
        return None
    if session.overlay is not None:
        return _answer(session, session.overlay, event)
    match event:
        case HelpTapped():
            return _ask(session, "help")
        case ExitTapped() if isinstance(session.step, _UNDER_WAY):
            return stay(session)
        case ExitTapped() if not _nothing_to_lose(session.step):
            begun = may_keep(session)
            return go(session, OfferKeeping(begun)) if begun is not None else _ask(session, "leave")
        case _:
            return None


def _nothing_to_lose(step: Step) -> bool:
    """Beside a load that is paid already, a question would say that no money was taken."""
    match step:
        case Notice():
            return step.problem in LOADS
        case ShowMeter():
            return step.meter.open_load is not None
        case _:
            return isinstance(step, _NOTHING_TO_LOSE)


def _ask(session: Session, kind: OverlayKind) -> Moved:
    return replace(session, overlay=Overlay(kind, session.now_s)), ()


def _answer(session: Session, overlay: Overlay, event: Touch) -> Moved:
    closed = replace(session, overlay=overlay.over)
    match event:
        case LeaveConfirmed() if overlay.kind == "leave":
            return leave(closed)
        case StopNotesConfirmed() if overlay.kind == "stop_notes" and isinstance(session.step, InsertNotes):
            return finish(closed, session.step)
        case SwapAgreed() if overlay.kind == "swap":
            return swapped(closed)
        case StayTapped() | BackTapped():
            return stay(closed)
        case _ if overlay.kind == "still_there":
            return stay(closed)
        case _:
            return stay(session)
