"""The records of the counter put together: what kiosks tell and ask beside payments."""

import msgspec

from kiosk.gateway.counter.alarm_rules import AlarmBook
from kiosk.gateway.counter.alarms import Alarms
from kiosk.gateway.counter.commands import RemoteCommands
from kiosk.gateway.counter.heartbeats import Heartbeats
from kiosk.gateway.counter.publications import Publications
from kiosk.gateway.counter.request_accounts import RequestAccounts
from kiosk.gateway.counter.request_files import RequestFiles
from kiosk.gateway.counter.request_look_ups import RequestLookUps
from kiosk.gateway.counter.request_office import RequestOffice
from kiosk.gateway.counter.requests import ServiceRequests
from kiosk.gateway.counter.service_book import shipped_service_book
from kiosk.gateway.counter.settings_office import RemoteSettingsOffice
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.resolve import Resolver
from kiosk.gateway.rate_limit import RateLimit
from kiosk.gateway.trust.record_seals import record_seals


class Counter(msgspec.Struct, frozen=True):
    heartbeats: Heartbeats
    commands: RemoteCommands
    settings: RemoteSettingsOffice
    alarms: Alarms
    publications: Publications
    requests: ServiceRequests
    request_look_ups: RequestLookUps
    request_office: RequestOffice


def counter_on(parts: Parts, alarm_book: AlarmBook) -> Counter:
    """Raises KeyFileWrong."""
    database, time, codes = parts.database, parts.time, parts.codes
    alarms = Alarms(database, time, alarm_book, calls=parts.settings.calls_alarms)
    publications = Publications(database, time)
    files = RequestFiles(record_seals(database, parts.seals))
    commands = RemoteCommands(database, time, parts.seals)
    settings = RemoteSettingsOffice(database, time)
    accounts = RequestAccounts(codes, Resolver(parts.book, parts.register))
    limit = RateLimit(time, parts.settings.look_ups_per_minute)
    return Counter(
        heartbeats=Heartbeats(database, time, alarms, commands, settings),
        commands=commands,
        settings=settings,
        alarms=alarms,
        publications=publications,
        requests=ServiceRequests(database, time, codes, files, shipped_service_book(), accounts),
        request_look_ups=RequestLookUps(database, time, codes, files, limit),
        request_office=RequestOffice(database, time, files),
    )
