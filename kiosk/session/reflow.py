"""Cuts a screen that is wanted large into leaves: one to look at, the others to turn to. Nothing is lost.

The title and the frame stand on every leaf, and so does the sum to pay where there is room; everything else
on one. Both displays show the same leaf, so the room counted with is that of the tighter one.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.session.events import PageTurned
from kiosk.session.reflow_published import room_of_published
from kiosk.session.view import Button, Fact, Page, ScreenName, ScreenView, Size, Text, Total, text

A_LEAF = 4
"""The room of one leaf; what each part takes of it is in ROOM."""

ROOM: dict[Size, dict[str, int]] = {
    150: {
        "told": 3,
        "total": 4,
        "code": 1,
        "picture": 2,
        "choices": 2,
        "tiles": 1,
        "bills": 4,
        "facts": 1,
        "bars": 4,
        "sums": 2,
        "rules": 2,
        "keypad": 4,
        "qr": 3,
        "hold": 2,
        "footnote": 1,
    },
    200: {
        "told": 4,
        "total": 4,
        "code": 1,
        "picture": 4,
        "choices": 4,
        "tiles": 2,
        "bills": 4,
        "facts": 2,
        "bars": 4,
        "sums": 4,
        "rules": 4,
        "keypad": 4,
        "qr": 4,
        "hold": 4,
        "footnote": 4,
    },
}

IN_REACH: dict[Size, dict[str, int]] = {
    150: {"choices": 3, "footnote": 4, "services": 2, "sums": 4},
    200: {"tiles": 2, "services": 4, "sums": 4},
}
"""What takes more of a leaf where all of it has to stand within reach of a wheelchair."""

TOLD = ("prompt", "mark", "waiting")
"""What belongs to one sentence and stays with it."""

_ANSWER_FIRST = ("bills", "choices")
_READ_FIRST = (
    "picture",
    "told",
    "total",
    "code",
    "footnote",
    "hold",
    "bars",
    "sums",
    "facts",
    "rules",
    "qr",
    "keypad",
    "bills",
    "choices",
)

ORDER: dict[ScreenName, tuple[str, ...]] = {
    "home": _ANSWER_FIRST,
    "choices": _ANSWER_FIRST,
    "keypad": ("told", "keypad"),
    "notice": ("told", "picture", "footnote", "hold", "facts", "choices", "code"),
    "bills": ("total", "bills", "told"),
    "methods": ("total", *_ANSWER_FIRST),
    "bars": ("told", "footnote", "bars", "facts"),
    "bill": ("facts", "total"),
    "take_card": ("picture", "hold"),
    "cash": ("sums",),
    "done": ("told", "code", "footnote", "choices"),
    "receipt": ("picture", "qr"),
}
"""What comes first on a screen; the rest follows as on all. What is spent for good is agreed to last."""

_URGENT = ("problem.", "left_card.", "board.old")
"""Sentences that are read before anything is answered."""


WHOLE_NAME, WITH_ADDRESSES = "bills.of_biller", frozenset({"account.title", "account_of_errand.title"})
"""Titles of screens with a company's whole name in the title, and with accounts' addresses."""

PUBLISHED = "board."
"""Titles of screens with people's own words, long or short; `reflow_published` counts with that."""

SHORT_NAME = 6
"""Characters of a company's name that stand in one line of a title at the largest size."""

LONG_FACTS = frozenset({"prepaid.on", "bill.paid_on", "bill.tier"})
"""Labels and values that take a second line: a sum, and of when it is or what it was worked out from."""

SHORT_ADDRESS = 9
"""Characters that two accounts on one leaf have room for, with what is due."""

LONGEST_BESIDE_WORDS = len("¥999.99")
"""Of a sum that leaves room on its leaf for the same in words, on a wide display."""


class Piece(Struct, frozen=True):
    """What stays together; values of a tuple's kind are put beside those that stand there already."""

    room: int
    parts: dict[str, Any]


def reflow(screen: ScreenView, place: int) -> ScreenView:
    """The leaf at `place`, counted from 0; beyond the last there is none."""
    cut = leaves(screen)
    number = min(place, len(cut) - 1)
    if len(cut) == 1:
        return cut[0]
    return replace(cut[number], leaf=turner(number, len(cut)))


def leaves(screen: ScreenView) -> tuple[ScreenView, ...]:
    """At least one; at the usual size the screen itself."""
    if screen.comfort.size == 100:
        return (screen,)
    if screen.keypad is not None:  # its problem is the prompt, which has a leaf of its own
        screen = replace(screen, keypad=replace(screen.keypad, problem=None))
    bare = replace(screen, **_EMPTY)
    if _sum_apart(screen):
        bare = replace(bare, total=None)
    return tuple(_with(bare, leaf) for leaf in _packed(list(_pieces(screen)))) or (screen,)


_EMPTY: dict[str, Any] = {
    **dict.fromkeys((*TOLD, "code", "picture", "keypad", "qr", "hold", "footnote"), None),
    **dict.fromkeys(("choices", "bills", "bars", "sums", "rules", "facts"), ()),
}


def _pieces(screen: ScreenView) -> Iterator[Piece]:
    first = ORDER.get(screen.screen, ())
    if _question_first(screen):
        yield Piece(A_LEAF, {})
    if screen.prompt is not None and screen.prompt.key.startswith(_URGENT):
        first = ("told", *first)
    for name in dict.fromkeys((*first, *_READ_FIRST)):
        yield from _pieces_of(screen, name)


def _pieces_of(screen: ScreenView, name: str) -> Iterator[Piece]:
    room = _rooms(screen)
    if name == "told":
        told = {part: getattr(screen, part) for part in TOLD}
        if any(part is not None for part in told.values()):
            yield Piece(room["told"], told)
    elif name == "total":
        if screen.total is not None and _sum_apart(screen):
            yield from _sum_pieces(screen.total, screen.comfort.size, room)
    elif isinstance(_EMPTY[name], tuple):
        for value in _in_order(screen, name):
            yield Piece(_room_of(screen, name, value), {name: (value,)})
    elif getattr(screen, name) is not None:
        yield Piece(room[name], {name: getattr(screen, name)})


def _sum_pieces(total: Total, size: Size, room: dict[str, int]) -> Iterator[Piece]:
    """Thousands of yuan in the largest type leave no room for the same in words, which follow."""
    if total.capitals is None or size < 200 or len(total.digits) <= LONGEST_BESIDE_WORDS:
        yield Piece(room["total"], {"total": total})
        return
    yield Piece(room["total"], {"total": replace(total, capitals=None)})
    yield Piece(room["told"], {"prompt": total.capitals})


def _rooms(screen: ScreenView) -> dict[str, int]:
    size = screen.comfort.size
    return ROOM[size] | (IN_REACH[size] if screen.comfort.reach else {})


def _sum_apart(screen: ScreenView) -> bool:
    """Whether the sum takes a leaf of its own: in the largest type, and in any large type where it is of
    thousands, with its capitals or under the items it is made up of."""
    total = screen.total
    if total is None:
        return False
    thousands = len(total.digits) > LONGEST_BESIDE_WORDS
    return screen.comfort.size == 200 or thousands or total.capitals is not None or screen.screen == "bill"


def _question_first(screen: ScreenView) -> bool:
    """At the largest size, in reach, a question of which more is said has a leaf to itself, and so has a
    company's long name; it is repeated small on the others."""
    if screen.comfort.size != 200:
        return False
    told = any(getattr(screen, part) is not None for part in TOLD)
    return _has_a_long_name(screen.title) or (screen.comfort.reach and told)


def _has_a_long_name(title: Text) -> bool:
    said = title.args.get("biller", "")
    return title.key == WHOLE_NAME and isinstance(said, str) and len(said) > SHORT_NAME


def _in_order(screen: ScreenView, name: str) -> tuple[Any, ...]:
    """Of banknotes, what is inside and what is missing come before what was asked."""
    values: tuple[Any, ...] = getattr(screen, name)
    return (*values[1:], *values[:1]) if (screen.screen, name) == ("cash", "sums") else values


def _room_of(screen: ScreenView, name: str, value: Any) -> int:
    """Answers of the first screen are small, but for the one that pays everything; an address is long."""
    room = _rooms(screen)
    if screen.title.key.startswith(PUBLISHED) and isinstance(value, Fact | Button):
        return room_of_published(value, screen.comfort)
    if isinstance(value, Fact) and _is_long(value):
        return 2 * room[name]
    if screen.title.key in WITH_ADDRESSES and _has_long_address(value):
        return A_LEAF
    if screen.screen != "home" or not isinstance(value, Button):
        return room[name]
    if value.tone == "plain":
        return room.get("services", room["tiles"])
    return 2 * room["tiles"] if value.tone == "primary" else room["tiles"]


def _is_long(fact: Fact) -> bool:
    return any(isinstance(said, Text) and said.key in LONG_FACTS for said in (fact.label, fact.value))


def _has_long_address(account: Button) -> bool:
    address = account.note.args.get("address", "") if account.note is not None else ""
    return isinstance(address, str) and len(address) > SHORT_ADDRESS


def _packed(pieces: list[Piece]) -> list[list[Piece]]:
    """In order, as many on a leaf as there is room for."""
    leaves_: list[list[Piece]] = []
    left = 0
    for piece in pieces:
        if piece.room > left:
            leaves_.append([])
            left = A_LEAF
        leaves_[-1].append(piece)
        left -= piece.room
    return leaves_


def _with(bare: ScreenView, pieces: list[Piece]) -> ScreenView:
    parts: dict[str, Any] = {}
    for piece in pieces:
        for name, value in piece.parts.items():
            parts[name] = parts.get(name, ()) + value if isinstance(value, tuple) else value
    return replace(bare, **parts)


def turner(number: int, of: int) -> Page:
    return Page(
        number + 1,
        of,
        Button("leaf_previous", text("page.previous"), PageTurned(-1), enabled=number > 0),
        Button("leaf_next", text("page.next"), PageTurned(1), enabled=number < of - 1),
    )
