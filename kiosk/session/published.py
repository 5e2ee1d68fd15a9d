"""What is published for residents, as a session holds it: already chosen for this machine and this moment."""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.payment.methods import Method
from kiosk.session.household import LocalTime
from kiosk.session.view import Language

BoardKind: TypeAlias = Literal["outages", "managers", "pay_points", "notices"]
Freshness: TypeAlias = Literal["none", "current", "old"]


class Span(Struct, frozen=True):
    from_at: LocalTime
    until_at: LocalTime


class Street(Struct, frozen=True):
    """`lanes` are the numbers concerned; none, all of it."""

    name: str
    lanes: tuple[int, ...] = ()


class Outage(Struct, frozen=True, tag=True):
    """`utility` will be off there. `reason` is the stem of a text, `words` what the company says of it."""

    utility: str
    streets: tuple[Street, ...]
    span: Span
    reason: str
    words: str = ""
    phone: str = ""


class AreaManager(Struct, frozen=True, tag=True):
    """`company` and `area` in words; `visit` is when somebody can meet them, and `where`. `photograph` is a
    file on this machine.
    """

    name: str
    company: str
    area: str
    phone: str
    visit: Span | None = None
    where: str = ""
    photograph: str = ""


class PayPoint(Struct, frozen=True, tag=True):
    """`hours` in words; `distance_m` on foot, None where nobody has measured."""

    name: str
    address: str
    hours: str
    utilities: tuple[str, ...]
    methods: tuple[Method, ...]
    phone: str = ""
    distance_m: int | None = None


class NoticeWords(Struct, frozen=True):
    title: str
    text: str


class Notice(Struct, frozen=True, tag=True):
    """`en` is None where nobody has translated it."""

    zh: NoticeWords
    en: NoticeWords | None = None
    important: bool = False

    def words(self, language: Language) -> NoticeWords:
        return self.en if language == "en" and self.en is not None else self.zh


Entry: TypeAlias = Outage | AreaManager | PayPoint | Notice


class Board(Struct, frozen=True):
    """`freshness` "none": nothing has come yet; "old": nobody has been able to ask since `known_at`.

    `at_home`: only what concerns the addresses that were asked about.
    """

    kind: BoardKind
    freshness: Freshness
    known_at: LocalTime | None = None
    at_home: bool = False
    entries: tuple[Entry, ...] = ()
