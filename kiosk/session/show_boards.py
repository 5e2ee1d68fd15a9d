"""What is published: each board as a list, and each entry in full."""

from kiosk.session.events import EntryOpened, MyHomeTapped
from kiosk.session.journey_boards import may_ask_for_home
from kiosk.session.model import Session
from kiosk.session.published import AreaManager, Board, Entry, Notice, Outage, PayPoint, Span, Street
from kiosk.session.sentences import sentences, shortened
from kiosk.session.show_pages import cut, leaf_of, page_of
from kiosk.session.show_parts import back_button, frame, listed, listing, this_year
from kiosk.session.steps_services import AskingBoard, ReadBoard, ReadEntry
from kiosk.session.view import NO_FACE, Button, Fact, ScreenView, Size, Text, Waiting, text

LABEL_CHARACTERS = 24
"""Of a notice's title in a list; it stands in full on its own screen."""

CHARACTERS: dict[Size, int] = {100: 60, 150: 40, 200: 24}
"""Of people's own words in one line, at each size of letters."""
LINES_A_LEAF = 3
"""Of them at the usual size; what is larger is cut by `reflow`."""

STREETS_BESIDE_HOURS, STREETS_A_LEAF = 2, 3
"""Of an outage, by their lanes, at the usual size: on its first leaf, and on each of those that follow."""


def asking(session: Session, step: AskingBoard) -> ScreenView:
    return ScreenView(
        "waiting",
        title=text("board.asking"),
        waiting=Waiting(),
        frame=frame(session, back=back_button()),
        spoken=text("board.asking"),
    )


def read_board(session: Session, step: ReadBoard) -> ScreenView:
    board = step.board
    if not board.entries:
        return _nothing(session, step)
    page = page_of(session, len(board.entries))
    rows = tuple(_row(session, place, entry) for place, entry in enumerate(board.entries))
    stem = "at_home" if board.at_home else board.kind
    return ScreenView(
        "choices",
        title=text(f"board.{stem}.title"),
        prompt=_of_when(board),
        choices=cut(session, rows, page),
        page=page,
        frame=frame(session, back=back_button(), primary=_my_home(session, step)),
        spoken=text(f"board.{stem}.title"),
    )


def _my_home(session: Session, step: ReadBoard) -> Button | None:
    if not may_ask_for_home(session, step):
        return None
    return Button("my_home", text("board.my_home"), MyHomeTapped(), tone="primary")


def _nothing(session: Session, step: ReadBoard) -> ScreenView:
    """Said apart: nothing is published; nothing has come yet, so nobody here can know."""
    board = step.board
    stem = "at_home" if board.at_home else board.kind
    unknown = board.freshness == "none"
    title = text("board.unknown.title" if unknown else f"board.{stem}.none")
    prompt = text("board.unknown.prompt", phone=session.rules.service_phone) if unknown else _of_when(board)
    return ScreenView(
        "notice",
        title=title,
        prompt=prompt,
        mark="warning" if unknown else "done",
        frame=frame(session, back=back_button(), primary=_my_home(session, step)),
        spoken=title,
    )


def _of_when(board: Board) -> Text | None:
    if board.known_at is None:
        return None
    return text(f"board.{board.freshness}", at=this_year(board.known_at))


def _row(session: Session, place: int, entry: Entry) -> Button:
    label, note, icon = _face(session, entry)
    return Button(f"entry_{place + 1}", label, EntryOpened(place), note=note, icon=icon, tone="plain")


def _face(session: Session, entry: Entry) -> tuple[Text, Text, str]:
    match entry:
        case Outage():
            icon, what = _what(session, entry)
            return (
                text("board.outage", what=what),
                listing(this_year(entry.span.from_at), _streets(entry)),
                icon,
            )
        case Notice():
            title = shortened(entry.words(session.comfort.language).title, LABEL_CHARACTERS)
            note = text("board.notices.important" if entry.important else "board.notices.one")
            return _said(title), note, "warning" if entry.important else "notice"
        case AreaManager():
            return _said(entry.name), _said(entry.company), "manager"
        case PayPoint():
            far = text("board.far", metres=str(entry.distance_m)) if entry.distance_m is not None else None
            return _said(entry.name), far or _said(entry.address), "pay_point"


def read_entry(session: Session, step: ReadEntry) -> ScreenView:
    board = step.back.board
    parts = _leaves(session, step.entry)
    leaf = leaf_of(session, len(parts))
    facts, lines = parts[leaf.number - 1 if leaf else 0]
    return ScreenView(
        "bill",
        title=_title(session, step.entry),
        prompt=_of_when(board),
        facts=facts,
        rules=tuple(map(_said, lines)),
        picture=_picture(step.entry),
        leaf=leaf,
        frame=frame(session, back=back_button()),
        spoken=text(f"board.{board.kind}.spoken"),
    )


def _picture(entry: Entry) -> str | None:
    """The place of a face stays where there is no photograph, so that all cards look alike."""
    return (entry.photograph or NO_FACE) if isinstance(entry, AreaManager) else None


def _leaves(session: Session, entry: Entry) -> list[tuple[tuple[Fact, ...], tuple[str, ...]]]:
    """What stands on each leaf at the usual size; at a larger one it is all of it, and `reflow` cuts."""
    facts, lines = tuple(_facts(session, entry)), _words_of(session, entry)
    more = _more_streets(entry)
    if session.comfort.size > 100:
        return [((*facts, *more), lines)]
    streets = [(more[at : at + STREETS_A_LEAF], ()) for at in range(0, len(more), STREETS_A_LEAF)]
    said = [((), lines[at : at + LINES_A_LEAF]) for at in range(LINES_A_LEAF, len(lines), LINES_A_LEAF)]
    return [(facts, lines[:LINES_A_LEAF]), *streets, *said]


def _words_of(session: Session, entry: Entry) -> tuple[str, ...]:
    """What people have written, in lines; as long as the size of the letters allows."""
    most = CHARACTERS[session.comfort.size]
    match entry:
        case Notice():
            words = entry.words(session.comfort.language)
            return sentences(words.title, most) + sentences(words.text, most)
        case Outage():
            return sentences(entry.words, most)
        case _:
            return ()


def _title(session: Session, entry: Entry) -> Text:
    match entry:
        case Outage():
            return _face(session, entry)[0]
        case AreaManager():
            return text("board.managers.one")
        case PayPoint():
            return text("board.pay_points.one")
        case Notice():
            return text("board.notices.one")


def _facts(session: Session, entry: Entry) -> list[Fact]:
    match entry:
        case Outage():
            return _of_outage(entry)
        case AreaManager():
            return _of_manager(entry)
        case PayPoint():
            return _of_pay_point(session, entry)
        case Notice():
            return []


def _what(session: Session, outage: Outage) -> tuple[str, Text]:
    if session.rules.offers(outage.utility):
        return session.rules.utility(outage.utility).icon, text(f"utility.{outage.utility}.short")
    return "warning", text("board.something")


def _streets(outage: Outage) -> Text:
    """The first by name, and how many there are."""
    first, count = outage.streets[0].name, len(outage.streets)
    return text("board.streets", street=first, count=str(count)) if count > 1 else _said(first)


def _street(street: Street) -> Text:
    if not street.lanes:
        return _said(street.name)
    return text("board.lanes", street=street.name, lanes=listed(tuple(_said(str(n)) for n in street.lanes)))


def _of_outage(outage: Outage) -> list[Fact]:
    facts = [
        Fact(text("board.fact.off"), this_year(outage.span.from_at)),
        Fact(text("board.fact.on"), this_year(outage.span.until_at)),
        *map(_where, outage.streets[:STREETS_BESIDE_HOURS]),
        Fact(text("board.fact.why"), text(f"board.reason.{outage.reason}")),
    ]
    return [*facts, Fact(text("board.fact.phone"), outage.phone)] if outage.phone else facts


def _where(street: Street) -> Fact:
    return Fact(text("board.fact.place"), _street(street))


def _more_streets(entry: Entry) -> tuple[Fact, ...]:
    return tuple(map(_where, entry.streets[STREETS_BESIDE_HOURS:])) if isinstance(entry, Outage) else ()


def _of_manager(manager: AreaManager) -> list[Fact]:
    facts = [
        Fact(text("board.fact.name"), manager.name),
        Fact(text("board.fact.phone"), manager.phone),
        Fact(text("board.fact.area"), manager.area),
        Fact(text("board.fact.company"), manager.company),
    ]
    if manager.visit is None:
        return facts
    return [
        *facts,
        Fact(text("board.fact.visit"), _span(manager.visit)),
        Fact(text("board.fact.where"), manager.where),
    ]


def _of_pay_point(session: Session, point: PayPoint) -> list[Fact]:
    known = tuple(text(f"utility.{name}.short") for name in point.utilities if session.rules.offers(name))
    facts = [
        Fact(text("board.fact.place"), point.name),
        Fact(text("board.fact.address"), point.address),
        Fact(text("board.fact.hours"), point.hours),
    ]
    if known:
        facts.append(Fact(text("board.fact.utilities"), listed(known)))
    methods = tuple(text(f"method.{method}.label") for method in point.methods)
    facts.append(Fact(text("board.fact.methods"), listed(methods)))
    if point.phone:
        facts.append(Fact(text("board.fact.phone"), point.phone))
    return facts


def _span(span: Span) -> Text:
    """The day is said once where both ends are of it."""
    last = span.until_at
    if (span.from_at.month, span.from_at.day) == (last.month, last.day):
        clock = f"{last.hour}:{last.minute:02d}"
        return text("board.hours", begin=this_year(span.from_at), end=clock)
    return text("board.days", begin=this_year(span.from_at), end=this_year(last))


def _said(words: str) -> Text:
    return text("board.said", said=words)
