"""What the demonstration's operators have published, entered once into a new database."""

from datetime import datetime, time, timedelta
from importlib import resources

import msgspec

from kiosk.gateway.counter.publication import Publication
from kiosk.gateway.counter.publications import Publications
from kiosk.gateway.steady_time import CHINA
from kiosk.wire.bulletin import Matter
from kiosk.wire.directory import AreaManager, PayPoint, Visit
from kiosk.wire.notices import Notice, NoticeKind, NoticeWords, Outage, OutageReason, Place

OPERATOR = "demonstration"
_LONG = timedelta(days=365)


class _When(msgspec.Struct, frozen=True, kw_only=True):
    in_days: int
    at: time
    hours: int

    def span(self, today: datetime) -> tuple[datetime, datetime]:
        begins = datetime.combine(today.date() + timedelta(days=self.in_days), self.at, CHINA)
        return begins, begins + timedelta(hours=self.hours)


class _Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    kind: NoticeKind
    important: bool
    days: int
    zh: NoticeWords
    en: NoticeWords


class _Outage(_When, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    utility: str
    reason: OutageReason
    places: tuple[Place, ...]
    phone: str | None = None
    words: str | None = None


class _Manager(_When, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    name: str
    company: str
    area: str
    phone: str
    where: str
    photo: str | None = None


class _PayPoint(PayPoint, frozen=True, forbid_unknown_fields=True, kw_only=True, tag=False):
    id: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    notices: tuple[_Notice, ...]
    outages: tuple[_Outage, ...]
    managers: tuple[_Manager, ...]
    pay_points: tuple[_PayPoint, ...]


def publish_once(publications: Publications, now: datetime) -> None:
    """A database in which anything was ever published is left alone."""
    if publications.edition() == 0:
        content = resources.files("kiosk.gateway.demonstration").joinpath("bulletin.toml").read_bytes()
        for each in _publications(msgspec.toml.decode(content, type=_File), now):
            publications.publish(each, lambda _connection: OPERATOR)


def _publications(file: _File, now: datetime) -> list[Publication]:
    found = [
        _publication(each.id, Notice(each.kind, each.zh, each.en, each.important), now + timedelta(each.days))
        for each in file.notices
    ]
    for outage in file.outages:
        begins, ends = outage.span(now)
        span = (begins.isoformat(), ends.isoformat())
        matter = Outage(outage.utility, outage.places, *span, outage.reason, outage.words, outage.phone)
        found.append(_publication(outage.id, matter, ends))
    for manager in file.managers:
        begins, ends = manager.span(now)
        visit = Visit(begins.isoformat(), ends.isoformat(), manager.where)
        named = (manager.name, manager.company, manager.area, manager.phone, manager.photo)
        found.append(_publication(manager.id, AreaManager(*named, visit), now + _LONG))
    for point in file.pay_points:
        fields = msgspec.structs.asdict(point)
        entry_id = fields.pop("id")
        found.append(_publication(entry_id, PayPoint(**fields), now + _LONG))
    return found


def _publication(entry_id: str, matter: Matter, until: datetime) -> Publication:
    return Publication(entry_id, matter, round(until.timestamp() * 1000))
