"""What residents ask for beside paying: brought to the gateway, looked up, called off, and put on a slip."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PIL.Image import Image

from kiosk import places
from kiosk.backend.requests import RequestCalls
from kiosk.receipt.account_paper import AccountPaper, draw_account_paper
from kiosk.receipt.lettering import Typefaces
from kiosk.receipt.slip import Slip, draw_slip
from kiosk.runtime.begun_requests import FILE, BegunRequests
from kiosk.runtime.boards import Boards
from kiosk.runtime.clock import Clock
from kiosk.runtime.draft_drops import FILE as TO_DROP
from kiosk.runtime.draft_drops import DraftDrops
from kiosk.runtime.drafts import Drafts
from kiosk.runtime.effects import Services
from kiosk.runtime.pictures import Pictures
from kiosk.runtime.receipts import Receipts
from kiosk.runtime.request_content import RequestContents
from kiosk.runtime.request_look_ups import RequestLookUps
from kiosk.runtime.requests import Requests
from kiosk.runtime.slips import Slips
from kiosk.runtime.taken_services import TakenServices
from kiosk.session.events import Event
from kiosk.session.rules import Rules
from kiosk.texts import Texts
from kiosk.wiring.counted_printer import CountedPrinter


class Given(Struct):
    """What of the machine it takes."""

    calls: RequestCalls
    printer: CountedPrinter | None
    receipts: Receipts
    texts: Texts
    rules: Rules
    clock: Clock
    state: Path
    post: Callable[[Event], None]


class RequestDesk:
    def __init__(self, given: Given) -> None:
        rules, texts, clock, post = given.rules, given.texts, given.clock, given.post
        begun = BegunRequests(given.state / FILE)
        self.pictures = Pictures()
        contents = RequestContents(rules, texts)
        requests = Requests(given.calls, begun, rules, contents, clock, post, self.pictures)
        self._file = requests.file
        self._look_ups = RequestLookUps(given.calls, requests.worker, post)
        self._drafts = Drafts(given.calls, requests.worker, contents, rules, clock, post)
        self._drops = DraftDrops(given.calls, given.state / TO_DROP, clock, requests.busy)
        taken = TakenServices(given.calls, clock, post)
        self.workers = (requests.worker, self._drops.book, self._drops.worker, taken.worker)
        self._slips = Slips(given.printer, given.receipts.worker, _draw, texts, rules, clock, post)

    def with_boards(self, boards: Boards) -> Services:
        look_ups = self._look_ups
        return Services(
            boards.ask,
            self._file,
            self._slips.print_slip,
            look_ups.look_up,
            look_ups.withdraw,
            self.pictures,
            self._drafts.perform,
            self._drops.drop,
        )


def _draw(paper: Slip | AccountPaper) -> Image:
    faces = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
    if isinstance(paper, AccountPaper):
        return draw_account_paper(paper, faces)
    return draw_slip(paper, faces)
