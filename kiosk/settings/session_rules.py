"""Turns the settings into what the session knows of its machine. No other room needs both."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.payment.methods import Method
from kiosk.session import forms, rules
from kiosk.session.view import Comfort
from kiosk.settings.devices import Devices
from kiosk.settings.kiosk_settings import KioskSettings
from kiosk.settings.load import Settings
from kiosk.settings.service_settings import Service
from kiosk.settings.utility_settings import AccountNumber, Utility


def session_rules(settings: Settings, wall_s: float) -> rules.Rules:
    """The machine's own facts at `wall_s`, seconds since 1970 UTC; the time decides the offset from UTC."""
    kiosk = settings.kiosk
    return rules.Rules(
        machine_number=kiosk.identity.number,
        service_phone=kiosk.identity.service_phone,
        utilities=tuple(_utility(utility) for utility in settings.utilities.enabled),
        methods=kiosk.methods.order,
        not_fitted=_not_fitted(kiosk.devices),
        notes_fen=tuple(sorted(100 * yuan for yuan in set(kiosk.methods.notes_yuan))),
        phone_codes=tuple(rules.PhoneCode(each.provider, each.code) for each in kiosk.methods.phone_codes),
        timing=_timing(kiosk),
        utc_offset_s=_utc_offset_s(kiosk.identity.time_zone, wall_s),
        staff_from_hour=kiosk.staff.from_hour,
        staff_to_hour=kiosk.staff.to_hour,
        demonstration=kiosk.mode.demonstration,
        comfort=_comfort(kiosk),
        languages=kiosk.comfort.languages,
        reach_fitted=settings.displays.resident_display.reach_fitted,
        camera_fitted=kiosk.devices.camera.url != "none",
        services=tuple(_service(service) for service in settings.services.enabled),
        service_groups=tuple(rules.ServiceGroup(each.name, each.icon) for each in settings.services.groups),
        forms=tuple(_form(each) for each in settings.services.enabled if each.kind == "request"),
    )


def _service(service: Service) -> rules.Service:
    return rules.Service(service.name, service.kind, service.icon, service.utilities, service.group)


def _form(service: Service) -> forms.Form:
    fields = tuple(
        forms.FormField(
            each.name, each.kind, each.required, each.choices, each.least, each.most, each.past_months
        )
        for each in service.fields
    )
    documents = tuple(forms.Document(each.name, each.required, each.most_pages) for each in service.documents)
    return forms.Form(
        service.name, fields, service.utilities, service.urgent, service.person, service.account, documents
    )


def _comfort(kiosk: KioskSettings) -> Comfort:
    comfort = kiosk.comfort
    return Comfort(
        size=comfort.size,
        theme=comfort.theme,
        volume=comfort.volume,
        slower=comfort.slower,
        language=kiosk.identity.language,
    )


def _timing(kiosk: KioskSettings) -> rules.Timing:
    timing = kiosk.timing
    return rules.Timing(
        idle_s=timing.idle_s,
        still_there_s=timing.still_there_s,
        goodbye_s=timing.goodbye_s,
        look_up_s=timing.look_up_s,
        explain_wait_s=timing.explain_wait_s,
        screen_wait_s=kiosk.gateway.screen_wait_s,
        card_wait_s=timing.card_wait_s,
        note_s=timing.note_s,
        print_s=timing.print_s,
        receipt_s=timing.receipt_s,
        unattended_s=timing.unattended_s,
    )


def _utility(utility: Utility) -> rules.Utility:
    return rules.Utility(
        name=utility.name,
        icon=utility.icon,
        tone=utility.tone,
        number=_number_rule(utility.account_number),
        min_fen=utility.payment.min_fen,
        max_fen=utility.payment.max_fen,
    )


def _number_rule(number: AccountNumber) -> rules.NumberRule:
    check = rules.CheckDigit(number.check.weights, number.check.modulus) if number.check else None
    return rules.NumberRule(digits=number.digits, check=check, group=number.group)


def _not_fitted(devices: Devices) -> frozenset[Method]:
    """The methods whose device this machine does not have."""
    missing: set[Method] = set()
    if devices.note_acceptor.url == "none":
        missing.add("cash")
    if devices.terminal.url == "none":
        missing.add("bank_card")
    if devices.scanner.url == devices.camera.url == "none":
        missing.add("phone_code")
    return frozenset(missing)


def _utc_offset_s(time_zone: str, wall_s: float) -> int:
    offset = datetime.fromtimestamp(wall_s, ZoneInfo(time_zone)).utcoffset()
    return int(offset.total_seconds()) if offset else 0
