"""Answers what is published: from the bulletin this machine holds, in the session's own words."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from kiosk.runtime.bulletin_board import BulletinBoard
from kiosk.runtime.clock import Clock
from kiosk.session import published
from kiosk.session.effects import AskBoard
from kiosk.session.events import BoardKnown, Event
from kiosk.session.household import LocalTime
from kiosk.wire.directory import AreaManager, PayPoint
from kiosk.wire.notices import NoticeWords, Outage

OLD_AFTER_S = 24 * 3600.0
"""Unconfirmed for a day: what is published may have changed since."""


class Boards:
    """Answers at once, on the caller's thread: nothing is asked of anybody. `photographs`: files by name."""

    def __init__(
        self,
        bulletin: BulletinBoard,
        clock: Clock,
        post: Callable[[Event], None],
        utc_offset_s: int,
        photographs: Mapping[str, str],
    ) -> None:
        self._bulletin = bulletin
        self._clock = clock
        self._post = post
        self._offset = timedelta(seconds=utc_offset_s)
        self._photographs = photographs

    def ask(self, effect: AskBoard) -> None:
        known_wall_s = self._bulletin.known_wall_s
        board = published.Board(
            effect.kind,
            self._freshness(known_wall_s),
            None if known_wall_s is None else self._local(datetime.fromtimestamp(known_wall_s, UTC)),
            at_home=bool(effect.addresses),
            entries=self._entries(effect),
        )
        self._post(BoardKnown(effect.request, board))

    def _freshness(self, known_wall_s: float | None) -> published.Freshness:
        if known_wall_s is None:
            return "none"
        return "old" if self._clock.wall_s() - known_wall_s >= OLD_AFTER_S else "current"

    def _entries(self, effect: AskBoard) -> tuple[published.Entry, ...]:
        wanted = set(effect.utilities)
        match effect.kind:
            case "outages":
                spans = (
                    (outage, self._span(outage.from_at, outage.until_at)) for outage in self._outages(effect)
                )
                return tuple(
                    _outage(outage, span)
                    for outage, span in spans
                    if span and (not wanted or outage.utility in wanted)
                )
            case "notices":
                return self._notices()
            case "managers":
                return tuple(map(self._manager, self._bulletin.managers()))
            case "pay_points":
                points = self._bulletin.pay_points()
                return tuple(_point(point) for point in points if not wanted or wanted & set(point.utilities))

    def _notices(self) -> tuple[published.Notice, ...]:
        return tuple(
            published.Notice(_words(each.zh), _words(each.en) if each.en else None, each.important)
            for each in self._bulletin.notices()
        )

    def _outages(self, effect: AskBoard) -> tuple[Outage, ...]:
        """The next one first; each once, however many of the addresses it concerns."""
        known = self._bulletin.outages()
        if not effect.addresses:
            return known
        return tuple(o for o in known if any(o.concerns(address.value) for address in effect.addresses))

    def _manager(self, manager: AreaManager) -> published.AreaManager:
        visit = manager.next_visit
        span = self._span(visit.from_at, visit.until_at) if visit else None
        return published.AreaManager(
            manager.name,
            manager.company,
            manager.area,
            manager.phone,
            span,
            visit.where if visit and span else "",
            self._photographs.get(manager.photo or "", ""),
        )

    def _span(self, from_at: str, until_at: str) -> published.Span | None:
        """None where it is over, or no moment at all."""
        try:
            begin, end = datetime.fromisoformat(from_at), datetime.fromisoformat(until_at)
        except ValueError:
            return None
        over = end.timestamp() <= self._clock.wall_s()
        return None if over else published.Span(self._local(begin), self._local(end))

    def _local(self, at: datetime) -> LocalTime:
        here = at.astimezone(UTC) + self._offset
        return LocalTime(here.month, here.day, here.hour, here.minute)


def _words(words: NoticeWords) -> published.NoticeWords:
    return published.NoticeWords(words.title, words.text)


def _outage(outage: Outage, span: published.Span) -> published.Outage:
    streets = tuple(published.Street(place.street, place.lanes) for place in outage.places)
    return published.Outage(
        outage.utility, streets, span, outage.reason, outage.words or "", outage.phone or ""
    )


def _point(point: PayPoint) -> published.PayPoint:
    return published.PayPoint(
        point.name,
        point.address,
        point.hours,
        point.utilities,
        point.methods,
        point.phone or "",
        point.distance_m,
    )
