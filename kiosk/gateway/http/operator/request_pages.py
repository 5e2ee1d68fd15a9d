"""Residents' requests: the list without a word of theirs, one as it was said, and what becomes of it.

Whoever opens one is on record for it, in the request's own history as well as in the audit.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.counter.request_office import MOST_REPLY, RequestFile, RequestOffice, RequestWish
from kiosk.gateway.counter.request_states import after
from kiosk.gateway.http.operator.answers import ROOT, STRICT_HEADERS, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token, printable
from kiosk.gateway.http.operator.kept_forms import in_words
from kiosk.gateway.http.operator.payment_pages import day_from
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.who import Who
from kiosk.payment.day import date_at
from kiosk.wire.fields import END

PATH = f"{ROOT}/requests"
PAGE = 50
RequestAct = Literal["take_up", "give_back", "defer", "transfer", "answer"]
ACTS: tuple[RequestAct, ...] = ("take_up", "answer", "defer", "transfer", "give_back")
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PN": "image/png"}

Number = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z-]{1,40}" + END)]
DocumentName = Annotated[str, PathParameter(pattern=r"^[a-z][a-z0-9_]{0,31}(\.[1-9])?" + END)]
WhichAct = Annotated[RequestAct, PathParameter()]
Which = Annotated[
    Literal["waiting", "sent", "taken_up", "deferred", "transferred", "answered", "withdrawn"],
    QueryParameter(name="state"),
]
Service = Annotated[str, QueryParameter(pattern=r"^[a-z0-9_]{0,32}" + END)]
Slip = Annotated[str, QueryParameter(name="number", max_length=64)]
Turned = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]
Done = Annotated[Literal["", "take_up", "give_back", "defer", "transfer", "answer"], QueryParameter()]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def request_list(
    desk: TheDesk, which: Which = "waiting", service: Service = "", turned: Turned = 1, slip: Slip = ""
) -> Response[str]:
    """`slip` is a number as it stands on somebody's slip, with its spaces; then of whatever state."""
    wanted = printable("".join(slip.split()))
    wish = RequestWish(None, number=wanted) if wanted else RequestWish(which, service)
    found = desk.gateway.counter.request_office.page(wish, (turned - 1) * PAGE, PAGE)
    return desk.show(
        "requests.html",
        "requests",
        404 if wanted and not found.rows else 200,
        found=found,
        slip=slip.strip(),
        wanted=wanted,
        which="" if wanted else which,
        service=service,
        turned=turned,
        last=max(1, -(-found.of // PAGE)),
        now_ms=desk.now_ms,
    )


@get(f"{PATH}/{{number:str}}", include_in_schema=False, sync_to_thread=True)
def one_request(desk: TheDesk, number: Number, done: Done = "") -> Response[str]:
    return _shown(desk, number, done=done)


@get(f"{PATH}/{{number:str}}/papers/{{name:str}}", include_in_schema=False, sync_to_thread=True)
def paper(desk: TheDesk, number: Number, name: DocumentName) -> Response[bytes]:
    """A picture as the kiosk took it; what is none is only kept, never shown."""
    office = desk.gateway.counter.request_office
    picture = desk.act(
        Role.CLERK, "request_paper", f"{number}/{name}", lambda who: office.document(number, name, who)
    )
    kind = next((kind for begins, kind in _PICTURES.items() if picture.startswith(begins)), "")
    shown = "inline" if kind else "attachment"
    headers = STRICT_HEADERS | {"Content-Disposition": f'{shown}; filename="{name}"'}
    return Response(picture, media_type=kind or "application/octet-stream", headers=headers)


@post(f"{PATH}/{{number:str}}/{{act:str}}", include_in_schema=False, sync_to_thread=True)
def act_on_request(
    desk: TheDesk, request: AnyRequest, number: Number, act: WhichAct, data: Form
) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    try:
        desk.act(Role.CLERK, f"request_{act}", number, _performing(desk, number, act, data))
    except Refused as refused:
        if refused.code == "record_unknown":
            raise
        reason = say_code(desk.language, "refused", refused.code)
        return _shown(desk, number, status_of(refused.code), refused=reason, typed=data)
    return onward(f"{PATH}/{number}?done={act}")


def _performing(
    desk: Desk, number: str, act: RequestAct, form: dict[str, str]
) -> Callable[[Who], RequestFile]:
    office: RequestOffice = desk.gateway.counter.request_office

    def deferred(who: Who) -> RequestFile:
        day = day_from(form.get("until", ""))
        if day is None:
            raise Refused("malformed")
        return office.defer(number, day.to_ms - 1, who)

    acts: dict[RequestAct, Callable[[Who], RequestFile]] = {
        "take_up": lambda who: office.take_up(number, who),
        "give_back": lambda who: office.give_back(number, who),
        "defer": deferred,
        "transfer": lambda who: office.transfer(number, form.get("company", "").strip().lower(), who),
        "answer": lambda who: office.answer(number, form.get("reply", "").replace("\r\n", "\n"), who),
    }
    return acts[act]


def _shown(
    desk: Desk,
    number: str,
    status: int = 200,
    *,
    refused: str = "",
    done: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    office = desk.gateway.counter.request_office
    file = desk.act(Role.CLERK, "request_read", number, lambda who: office.file(number, who))
    today, typed = date_at(desk.now_ms), typed or {}
    acts = [act for act in ACTS if after(file.request.state, act) is not None]
    is_in_form = "reply" in typed and "answer" in acts
    return desk.show(
        "request.html",
        "requests",
        status,
        file=file,
        request=file.request,
        acts=acts,
        tomorrow=_later(today, 1),
        latest=_later(today, 179),
        most=MOST_REPLY,
        reply=typed.get("reply", ""),
        typed_by_you=[] if is_in_form else in_words(desk.language, PATH, typed),
        refused=refused,
        done=done,
    )


def _later(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


HANDLERS = [request_list, one_request, paper, act_on_request]
