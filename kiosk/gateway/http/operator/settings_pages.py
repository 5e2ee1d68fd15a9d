"""Settings given to kiosks: every version there was, and a form for the next.

Each is whole: what is left empty is as the kiosk's own files have it. One that is for kiosks among which
groups have settings of their own is given only once somebody has said whether those keep theirs.
"""

import secrets
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import QueryParameter

from kiosk.gateway.counter.settings_groups import Group
from kiosk.gateway.counter.settings_office import SettingsWanted
from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token, field
from kiosk.gateway.http.operator.kept_forms import in_words
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.staff import Role
from kiosk.payment.methods import METHODS
from kiosk.wire.remote_settings import RemoteSettings

PATH = f"{ROOT}/settings"
NUMBERS = ("volume", "staff_from_hour", "staff_to_hour", "idle_s")
KEEP, OVER = "keep", "over"
PAGE = 50
Of = Annotated[int, QueryParameter(ge=0, le=10**9)]
Done = Annotated[Literal["", "give"], QueryParameter()]
Turned = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def settings(desk: TheDesk, done: Done = "", of: Of = 0, turned: Turned = 1) -> Response[str]:
    """The form has what counts for all kiosks, or what version `of` says; it is on the first page alone."""
    return _shown(desk, done=done, of=of, turned=turned)


@post(PATH, include_in_schema=False, sync_to_thread=True)
def give(desk: TheDesk, request: AnyRequest, data: Form) -> Response[str]:
    """What was typed is shown again with why it was not given."""
    check_origin(request)
    check_token(desk.visitor, data)
    office, edition_id = desk.gateway.counter.settings, field(data, "edition_id", 40)
    for_kiosks, choice = tuple(data.get("for_kiosks", "").split()), data.get("groups", "")
    try:
        wanted = SettingsWanted(edition_id, _typed(data), for_kiosks, choice == OVER)
        of_version = _number(data, "of_version") or 0
        within = office.groups_within(for_kiosks)
        if within and (choice not in {KEEP, OVER} or data.get("groups_seen") != _seen(within)):
            desk.need(Role.SUPERVISOR)
            return _shown(desk, typed=data, within=within)
        desk.act(
            Role.SUPERVISOR, "settings_give", edition_id, lambda who: office.give(wanted, of_version, who)
        )
    except Refused as refused:
        return _shown(desk, refused=refused, typed=data)
    return onward(f"{PATH}?done=give")


def typed_of(wanted: SettingsWanted) -> dict[str, str]:
    """What somebody would have to type for them."""
    given = wanted.settings
    typed = {name: "" if (value := getattr(given, name)) is None else str(value) for name in NUMBERS}
    typed |= {"service_phone": given.service_phone or "", "for_kiosks": " ".join(wanted.for_kiosks)}
    return typed | {f"off_{method}": "yes" for method in given.methods_off}


def _typed(data: dict[str, str]) -> RemoteSettings:
    """Raises Refused: malformed."""
    return RemoteSettings(
        service_phone=data.get("service_phone", "").strip() or None,
        volume=_number(data, "volume"),
        methods_off=tuple(method for method in METHODS if data.get(f"off_{method}")),
        staff_from_hour=_number(data, "staff_from_hour"),
        staff_to_hour=_number(data, "staff_to_hour"),
        idle_s=_number(data, "idle_s"),
    )


def _number(data: dict[str, str], name: str) -> int | None:
    text = data.get(name, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise Refused("malformed")
    return int(text) if text else None


def _seen(within: Sequence[Group]) -> str:
    """What somebody has decided about: if it has changed meanwhile, they are asked again."""
    return " ".join(f"{group.begins}={group.version}" for group in within)


def _shown(
    desk: Desk,
    *,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
    within: Sequence[Group] = (),
    done: str = "",
    of: int = 0,
    turned: int = 1,
) -> Response[str]:
    office = desk.gateway.counter.settings
    found, groups = office.page((turned - 1) * PAGE, PAGE), office.groups()
    for_all = next((group.version for group in groups if not group.begins), 0)
    shown = office.version(of or for_all)
    newest = typed_of(shown.wanted) if shown else {}
    # Somebody else was quicker: what they gave must be seen before it is given over.
    is_stale = refused is not None and refused.code == "record_changed"
    return desk.show(
        "settings.html",
        "settings",
        status_of(refused.code) if refused else 409 if within else 200,
        versions=[(each, typed_of(each.wanted)) for each in found.rows],
        number=found.of,
        turned=turned,
        last=max(1, -(-found.of // PAGE)),
        typed=newest if typed is None or is_stale else typed,
        typed_by_you=in_words(desk.language, PATH, typed or {}) if is_stale else [],
        of_version=found.of,
        groups=groups,
        within=within,
        groups_seen=_seen(within),
        choices=(KEEP, OVER),
        edition_id=secrets.token_hex(16),
        methods=METHODS,
        numbers=NUMBERS,
        bounds=_bounds(),
        may_act=desk.visitor.may(Role.SUPERVISOR),
        refused=say_code(desk.language, "refused", refused.code) if refused else "",
        done=done,
    )


def _bounds() -> dict[str, tuple[int, int]]:
    """As the wire has them."""
    schema = msgspec.json.schema(RemoteSettings)["$defs"]["RemoteSettings"]["properties"]
    numbers = {name: schema[name]["anyOf"][0] for name in NUMBERS}
    return {name: (each["minimum"], each["maximum"]) for name, each in numbers.items()}


HANDLERS = [settings, give]
