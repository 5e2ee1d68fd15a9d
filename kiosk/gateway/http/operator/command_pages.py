"""Remote commands: what was asked of kiosks and what became of it, and what may be asked of one.

Every command is a form of its own and says what it will do before it is pressed.
"""

import secrets
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.counter.command_states import OPEN, TOLD
from kiosk.gateway.counter.commands import CommandWish
from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token, field
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.staff import Role
from kiosk.wire.commands import (
    KINDS,
    BackInService,
    Order,
    OrderKind,
    OutOfService,
    RestartWhenIdle,
    SendLogs,
    SetVolume,
    TestYourself,
)
from kiosk.wire.fields import END

PATH = f"{ROOT}/commands"
PAGE = 50
NEEDED: dict[OrderKind, Role] = {
    "out_of_service": Role.SUPERVISOR,
    "in_service": Role.SUPERVISOR,
    "restart": Role.SUPERVISOR,
    "self_test": Role.CLERK,
    "send_logs": Role.CLERK,
    "volume": Role.CLERK,
}
_PLAIN: dict[OrderKind, Order] = {
    "out_of_service": OutOfService(),
    "in_service": BackInService(),
    "restart": RestartWhenIdle(),
    "self_test": TestYourself(),
    "send_logs": SendLogs(),
}
LASTS_S = {"quarter": 900, "hours": 7_200, "day": 86_400}
"""How long a command counts, by the words for it."""

Number = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z-]{1,40}" + END)]
Kiosk = Annotated[str, QueryParameter(max_length=32, pattern=r"^[A-Za-z0-9_-]*" + END)]
Which = Annotated[Literal["open", "all"], QueryParameter(name="state")]
Turned = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]
Done = Annotated[Literal["", "give", "withdraw"], QueryParameter()]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def command_list(desk: TheDesk, kiosk: Kiosk = "", which: Which = "all", turned: Turned = 1) -> Response[str]:
    return _listed(desk, kiosk, which, turned)


@post(PATH, include_in_schema=False, sync_to_thread=True)
def give(desk: TheDesk, request: AnyRequest, data: Form) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    kind, kiosk = _kind(data), field(data, "kiosk", 32)
    order, number = _order(kind, data), field(data, "command_id", 40)
    lasts_s = LASTS_S.get(data.get("lasts", ""), 0)
    commands = desk.gateway.counter.commands
    try:
        desk.act(
            NEEDED[kind],
            f"command_{kind}",
            f"{kiosk} {number}",
            lambda who: commands.give(number, kiosk, order, lasts_s, who),
        )
    except Refused as refused:
        reason = say_code(desk.language, "refused", refused.code)
        return _listed(desk, kiosk, "all", 1, status_of(refused.code), reason)
    return onward(f"{PATH}/{number}?done=give")


@get(f"{PATH}/{{number:str}}", include_in_schema=False, sync_to_thread=True)
def one_command(desk: TheDesk, number: Number, done: Done = "") -> Response[str]:
    return _shown(desk, number, done=done)


@post(f"{PATH}/{{number:str}}/withdraw", include_in_schema=False, sync_to_thread=True)
def withdraw(desk: TheDesk, request: AnyRequest, number: Number, data: Form) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    commands = desk.gateway.counter.commands
    try:
        desk.act(Role.CLERK, "command_withdraw", number, lambda who: commands.withdraw(number, who))
    except Refused as refused:
        if refused.code == "record_unknown":
            raise
        return _shown(desk, number, status_of(refused.code), say_code(desk.language, "refused", refused.code))
    return onward(f"{PATH}/{number}?done=withdraw")


def _kind(data: dict[str, str]) -> OrderKind:
    """Raises Refused: malformed."""
    found = next((kind for kind in KINDS if kind == data.get("kind")), None)
    if found is None:
        raise Refused("malformed")
    return found


def _order(kind: OrderKind, data: dict[str, str]) -> Order:
    if kind != "volume":
        return _PLAIN[kind]
    loud = data.get("volume", "")
    if loud not in {"0", "1", "2", "3", "4", "5"}:
        raise Refused("malformed")
    return SetVolume(int(loud))


def _listed(
    desk: Desk, kiosk: str, which: Literal["open", "all"], turned: int, status: int = 200, refused: str = ""
) -> Response[str]:
    wish = CommandWish(is_open=which == "open", kiosk_id=kiosk)
    found = desk.gateway.counter.commands.page(wish, (turned - 1) * PAGE, PAGE)
    may = [kind for kind in KINDS if desk.visitor.may(NEEDED[kind])]
    return desk.show(
        "commands.html",
        "commands",
        status,
        found=found,
        kiosk=kiosk,
        which=which,
        turned=turned,
        last=max(1, -(-found.of // PAGE)),
        now_ms=desk.now_ms,
        open_states=OPEN,
        kinds=[(kind, secrets.token_hex(16)) for kind in may] if kiosk else [],
        lasts=list(LASTS_S),
        refused=refused,
    )


def _shown(desk: Desk, number: str, status: int = 200, refused: str = "", done: str = "") -> Response[str]:
    file = desk.gateway.counter.commands.file(number)
    command = file.command
    return desk.show(
        "command.html",
        "commands",
        status,
        command=command,
        volume=command.order.volume if isinstance(command.order, SetVolume) else None,
        history=file.history,
        log=file.log if desk.visitor.may(NEEDED["send_logs"]) else None,
        may_withdraw=command.state in TOLD - {"delivered"} and desk.visitor.may(Role.CLERK),
        open_states=OPEN,
        refused=refused,
        done=done,
    )


HANDLERS = [command_list, give, one_command, withdraw]
