"""What an operator types to publish something, field by field, and the entry it makes. Pure.

A form is a row of text fields by name, as browsers send them; moments are China's, as a clock there shows.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, get_args

import msgspec

from kiosk.gateway.counter.publication import Kind, Publication
from kiosk.gateway.problems import Refused
from kiosk.gateway.steady_time import CHINA, local_time
from kiosk.payment.methods import METHODS
from kiosk.wire.bulletin import Matter
from kiosk.wire.directory import AreaManager, PayPoint, Visit
from kiosk.wire.notices import Notice, NoticeKind, NoticeWords, Outage, OutageReason, Place

Shape = Literal["line", "words", "moment", "choice", "tick", "number"]
Typed = Mapping[str, str]
_COLON, _BETWEEN = re.compile("[:\uff1a]"), re.compile("[\\s,\u3001\uff0c]+")
"""As either keyboard writes them."""
UTILITIES = ("electricity", "water", "gas", "heat")


class Field(msgspec.Struct, frozen=True):
    """`name` is also the stem of its label, but for ticks of a group. `options` of a choice are stems in the
    group `words`."""

    name: str
    shape: Shape = "line"
    required: bool = True
    options: tuple[str, ...] = ()
    words: str = ""
    most: int = 60


def _ticks(group: str, options: Iterable[str]) -> tuple[Field, ...]:
    return tuple(Field(f"{group}_{each}", "tick", False, (each,), group) for each in options)


FIELDS: dict[Kind, tuple[Field, ...]] = {
    "notice": (
        Field("notice_kind", "choice", options=get_args(NoticeKind), words="notice_kind"),
        Field("zh_title"),
        Field("zh_text", "words", most=600),
        Field("en_title", required=False),
        Field("en_text", "words", required=False, most=600),
        Field("important", "tick", required=False),
    ),
    "outage": (
        Field("utility", "choice", options=UTILITIES, words="utility"),
        Field("places", "words", most=1_200),
        Field("outage_from", "moment"),
        Field("outage_until", "moment"),
        Field("outage_reason", "choice", options=get_args(OutageReason), words="outage_reason"),
        Field("words", "words", required=False, most=600),
        Field("phone", required=False, most=20),
    ),
    "manager": (
        Field("name"),
        Field("company"),
        Field("area"),
        Field("phone", most=20),
        Field("visit_from", "moment", required=False),
        Field("visit_until", "moment", required=False),
        Field("visit_where", required=False),
        Field("photo", required=False, most=64),
    ),
    "pay_point": (
        Field("name"),
        Field("address"),
        Field("hours"),
        *_ticks("utility", UTILITIES),
        *_ticks("method", METHODS),
        Field("phone", required=False, most=20),
        Field("distance_m", "number", required=False, most=6),
    ),
}
COMMON: tuple[Field, ...] = (
    Field("from", "moment", required=False),
    Field("until", "moment"),
    Field("for_kiosks", required=False, most=600),
)
"""Of every kind, behind its own."""


def publication_of(kind: Kind, entry_id: str, typed: Typed) -> Publication:
    """Raises Refused: malformed; what the fields say is proven once more where it is published."""
    try:
        return Publication(
            entry_id=entry_id,
            matter=_MATTERS[kind](_Form(typed)),
            until_ms=_ms(typed.get("until", "")),
            from_ms=_ms(typed["from"]) if typed.get("from") else None,
            for_kiosks=tuple(typed.get("for_kiosks", "").replace(",", " ").split()),
        )
    except (ValueError, OverflowError):
        raise Refused("malformed") from None


def typed_of(publication: Publication) -> dict[str, str]:
    """What somebody would have to type for it."""
    typed = {
        "until": _clock(local_time(publication.until_ms)),
        "from": _clock(local_time(publication.from_ms)) if publication.from_ms is not None else "",
        "for_kiosks": " ".join(publication.for_kiosks),
    }
    match publication.matter:
        case Notice(kind, zh, en, important):
            typed |= {"notice_kind": kind, "zh_title": zh.title, "zh_text": zh.text}
            typed |= {"en_title": en.title, "en_text": en.text} if en else {}
            typed |= {"important": "yes"} if important else {}
        case Outage(utility, places, begins, ends, reason, words, phone):
            typed |= {"utility": utility, "outage_reason": reason, "words": words or "", "phone": phone or ""}
            typed |= {"places": "\n".join(map(_place_line, places))}
            typed |= {"outage_from": _clock_at(begins), "outage_until": _clock_at(ends)}
        case AreaManager(name, company, area, phone, photo, visit):
            typed |= {"name": name, "company": company, "area": area, "phone": phone, "photo": photo or ""}
            if visit:
                typed |= {"visit_from": _clock_at(visit.from_at), "visit_until": _clock_at(visit.until_at)}
                typed |= {"visit_where": visit.where}
        case PayPoint(name, address, hours, utilities, methods, phone, distance_m):
            typed |= {"name": name, "address": address, "hours": hours, "phone": phone or ""}
            typed |= {f"utility_{each}": "yes" for each in utilities}
            typed |= {f"method_{each}": "yes" for each in methods}
            typed |= {"distance_m": "" if distance_m is None else str(distance_m)}
    return typed


class _Form:
    """Fields of a form, each as what it stands for. Raises ValueError for one that is not."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed

    def line(self, name: str) -> str:
        found = " ".join(self._typed.get(name, "").split())
        if not found:
            raise ValueError(name)
        return found

    def words(self, name: str) -> str:
        found = self._typed.get(name, "").replace("\r\n", "\n").strip()
        if not found:
            raise ValueError(name)
        return found

    def has(self, name: str) -> bool:
        return bool(self._typed.get(name, "").strip())

    def maybe(self, name: str) -> str | None:
        return self.line(name) if self.has(name) else None

    def moment(self, name: str) -> str:
        return datetime.fromisoformat(self.line(name)).replace(tzinfo=CHINA).isoformat()

    def ticked(self, group: str, options: Iterable[str]) -> tuple[str, ...]:
        return tuple(each for each in options if self.has(f"{group}_{each}"))


def _notice(form: _Form) -> Matter:
    en = None
    if form.has("en_title") or form.has("en_text"):
        en = NoticeWords(form.line("en_title"), form.words("en_text"))
    zh = NoticeWords(form.line("zh_title"), form.words("zh_text"))
    kind = msgspec.convert(form.line("notice_kind"), NoticeKind)
    return Notice(kind, zh, en, form.has("important"))


def _outage(form: _Form) -> Matter:
    return Outage(
        utility=form.line("utility"),
        places=tuple(_place(line) for line in form.words("places").split("\n") if line.strip()),
        from_at=form.moment("outage_from"),
        until_at=form.moment("outage_until"),
        reason=msgspec.convert(form.line("outage_reason"), OutageReason),
        words=form.words("words") if form.has("words") else None,
        phone=form.maybe("phone"),
    )


def _manager(form: _Form) -> Matter:
    visit = None
    if any(form.has(name) for name in ("visit_from", "visit_until", "visit_where")):
        visit = Visit(form.moment("visit_from"), form.moment("visit_until"), form.line("visit_where"))
    name, company, area, phone = (form.line(each) for each in ("name", "company", "area", "phone"))
    return AreaManager(name, company, area, phone, form.maybe("photo"), visit)


def _pay_point(form: _Form) -> Matter:
    distance = form.maybe("distance_m")
    return PayPoint(
        name=form.line("name"),
        address=form.line("address"),
        hours=form.line("hours"),
        utilities=form.ticked("utility", UTILITIES),
        methods=tuple(method for method in METHODS if form.has(f"method_{method}")),
        phone=form.maybe("phone"),
        distance_m=None if distance is None else int(distance),
    )


_MATTERS = {"notice": _notice, "outage": _outage, "manager": _manager, "pay_point": _pay_point}


def _place(line: str) -> Place:
    """A street, and behind a colon the numbers of its lanes: "Linfen Road: 380 400"."""
    street, *lanes = _COLON.split(line, maxsplit=1)
    numbers = _BETWEEN.split(lanes[0]) if lanes else []
    return Place(" ".join(street.split()), tuple(int(each) for each in numbers if each))


def _place_line(place: Place) -> str:
    return f"{place.street}: {' '.join(map(str, place.lanes))}" if place.lanes else place.street


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=CHINA).timestamp() * 1000)


def _clock(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M")


def _clock_at(moment: str) -> str:
    return _clock(datetime.fromisoformat(moment))
