"""Alarms of kiosks and gateway: the list, one with its history, taken up and handled in a few words."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.cases import findings
from kiosk.gateway.cases.findings import Finding
from kiosk.gateway.counter.alarm_store import OF_NO_KIOSK, Alarm
from kiosk.gateway.counter.alarms import HANDLED_HOW, MOST_WORDS, AlarmState, AlarmWish, HandledHow
from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token
from kiosk.gateway.http.operator.kept_forms import in_words
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.staff import Role
from kiosk.wire.fields import END

PATH = f"{ROOT}/alarms"
PAGE = 50
_MOST_FINDINGS = 50
Number = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z-]{1,40}" + END)]
Which = Annotated[AlarmState, QueryParameter(name="state")]
OfLevel = Annotated[Literal["", "notice", "warning", "error"], QueryParameter(name="level")]
Kiosk = Annotated[str, QueryParameter(max_length=32, pattern=r"^[A-Za-z0-9-]*" + END)]
Turned = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]
Done = Annotated[Literal["", "take", "handle"], QueryParameter()]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def alarm_list(
    desk: TheDesk, which: Which = "open", level: OfLevel = "", kiosk: Kiosk = "", turned: Turned = 1
) -> Response[str]:
    wish = AlarmWish(state=which, level=level or None, kiosk_id=kiosk)
    found = desk.gateway.counter.alarms.page(wish, (turned - 1) * PAGE, PAGE)
    return desk.show(
        "alarms.html",
        "alarms",
        found=found,
        which=which,
        level=level,
        kiosk=kiosk,
        turned=turned,
        last=max(1, -(-found.of // PAGE)),
        now_ms=desk.now_ms,
    )


@get(f"{PATH}/{{number:str}}", include_in_schema=False, sync_to_thread=True)
def one_alarm(desk: TheDesk, number: Number, done: Done = "") -> Response[str]:
    return _shown(desk, number, done=done)


@post(f"{PATH}/{{number:str}}/take", include_in_schema=False, sync_to_thread=True)
def take(desk: TheDesk, request: AnyRequest, number: Number, data: Form) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    alarms, seen = desk.gateway.counter.alarms, data.get("seen", "")
    try:
        desk.act(Role.CLERK, "alarm_take", number, lambda who: alarms.take(number, who, seen))
    except Refused as refused:
        return _refused(desk, number, refused)
    return onward(f"{PATH}/{number}?done=take")


@post(f"{PATH}/{{number:str}}/handle", include_in_schema=False, sync_to_thread=True)
def handle(desk: TheDesk, request: AnyRequest, number: Number, data: Form) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    alarms, words = desk.gateway.counter.alarms, " ".join(data.get("words", "").split())
    chosen: list[HandledHow] = [each for each in HANDLED_HOW if each == data.get("how")]
    if not chosen:
        return _refused(desk, number, Refused("malformed"), data)
    try:
        desk.act(Role.CLERK, "alarm_handle", number, lambda who: alarms.handle(number, who, chosen[0], words))
    except Refused as refused:
        return _refused(desk, number, refused, data)
    return onward(f"{PATH}/{number}?done=handle")


def _refused(
    desk: Desk, number: str, refused: Refused, typed: Mapping[str, str] | None = None
) -> Response[str]:
    """The alarm as it is now, with why nothing was done, and what was typed."""
    reason = say_code(desk.language, "refused", refused.code)
    return _shown(desk, number, status_of(refused.code), refused=reason, typed=typed)


def _shown(
    desk: Desk,
    number: str,
    status: int = 200,
    *,
    refused: str = "",
    done: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    file = desk.gateway.counter.alarms.file(number)
    return desk.show(
        "alarm.html",
        "alarms",
        status,
        alarm=file.alarm,
        history=file.history,
        findings=_findings(desk, file.alarm)[:_MOST_FINDINGS],
        may_act=desk.visitor.may(Role.CLERK) and file.alarm.state == "open",
        ways=HANDLED_HOW,
        most=MOST_WORDS,
        typed_by_you=in_words(desk.language, PATH, typed or {}),
        refused=refused,
        done=done,
    )


def _findings(desk: Desk, alarm: Alarm) -> Sequence[Finding]:
    """Of the books, those that this alarm is about."""
    if alarm.kiosk_id != OF_NO_KIOSK or alarm.state != "open":
        return ()
    return desk.read(lambda connection: findings.of_rule(connection, alarm.subject))


HANDLERS = [alarm_list, one_alarm, take, handle]
