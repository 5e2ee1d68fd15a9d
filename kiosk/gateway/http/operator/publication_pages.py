"""What is published to kiosks: notices, outages, area managers, pay points; entered, changed, withdrawn."""

import secrets
from collections.abc import Mapping
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.counter.publication import KINDS, Kind
from kiosk.gateway.counter.publications import Phase
from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token, field
from kiosk.gateway.http.operator.kept_forms import in_words
from kiosk.gateway.http.operator.publication_forms import COMMON, FIELDS, publication_of, typed_of
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.staff import Role
from kiosk.wire.fields import END

PATH = f"{ROOT}/notices"
PAGE = 50
Number = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_.:-]{1,64}" + END)]
OfKind = Annotated[Kind, QueryParameter(name="kind")]
PathKind = Annotated[Kind, PathParameter()]
InPhase = Annotated[Phase, QueryParameter(name="phase")]
Turned = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]
Done = Annotated[Literal["", "publish", "change", "withdraw"], QueryParameter()]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def publication_list(
    desk: TheDesk, kind: OfKind = "notice", phase: InPhase = "live", turned: Turned = 1
) -> Response[str]:
    found = desk.gateway.counter.publications.page(kind, phase, (turned - 1) * PAGE, PAGE)
    return desk.show(
        "publications.html",
        "publications",
        found=found,
        kind=kind,
        kinds=KINDS,
        phase=phase,
        turned=turned,
        last=max(1, -(-found.of // PAGE)),
        now_ms=desk.now_ms,
        may_act=desk.visitor.may(Role.CLERK),
    )


@get(f"{PATH}/new/{{kind:str}}", include_in_schema=False, sync_to_thread=True)
def new_publication(desk: TheDesk, kind: PathKind) -> Response[str]:
    desk.need(Role.CLERK)
    return _form(desk, kind, {})


@post(f"{PATH}/new/{{kind:str}}", include_in_schema=False, sync_to_thread=True)
def publish(desk: TheDesk, request: AnyRequest, kind: PathKind, data: Form) -> Response[str]:
    """What was typed is shown again with why it was not published."""
    check_origin(request)
    check_token(desk.visitor, data)
    desk.need(Role.CLERK)
    entry_id, publications = field(data, "entry_id", 40), desk.gateway.counter.publications
    try:
        wanted = publication_of(kind, entry_id, data)
        desk.act(Role.CLERK, "publish", f"{kind} {entry_id}", lambda who: publications.publish(wanted, who))
    except Refused as refused:
        return _form(desk, kind, data, refused)
    return onward(f"{PATH}/entries/{entry_id}?done=publish")


@get(f"{PATH}/entries/{{number:str}}", include_in_schema=False, sync_to_thread=True)
def one_publication(desk: TheDesk, number: Number, done: Done = "") -> Response[str]:
    return _shown(desk, number, done=done)


@post(f"{PATH}/entries/{{number:str}}/change", include_in_schema=False, sync_to_thread=True)
def change(desk: TheDesk, request: AnyRequest, number: Number, data: Form) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    publications, edition = desk.gateway.counter.publications, data.get("edition", "")
    kind = publications.file(number).published.publication.kind
    try:
        if not edition.isdecimal():
            raise Refused("malformed")
        wanted = publication_of(kind, number, data)
        desk.act(
            Role.CLERK,
            "publication_change",
            f"{kind} {number}",
            lambda who: publications.change(wanted, int(edition), who),
        )
    except Refused as refused:
        return _shown(desk, number, refused=refused, typed=data)
    return onward(f"{PATH}/entries/{number}?done=change")


@post(f"{PATH}/entries/{{number:str}}/withdraw", include_in_schema=False, sync_to_thread=True)
def withdraw(desk: TheDesk, request: AnyRequest, number: Number, data: Form) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    publications = desk.gateway.counter.publications
    try:
        desk.act(Role.CLERK, "publication_withdraw", number, lambda who: publications.withdraw(number, who))
    except Refused as refused:
        if refused.code == "record_unknown":
            raise
        return _shown(desk, number, refused=refused)
    return onward(f"{PATH}/entries/{number}?done=withdraw")


def _form(desk: Desk, kind: Kind, typed: Mapping[str, str], refused: Refused | None = None) -> Response[str]:
    return desk.show(
        "publication_new.html",
        "publications",
        status_of(refused.code) if refused else 200,
        kind=kind,
        fields=(*FIELDS[kind], *COMMON),
        typed=typed,
        entry_id=typed.get("entry_id") or secrets.token_hex(16),
        refused=say_code(desk.language, "refused", refused.code) if refused else "",
    )


def _shown(
    desk: Desk,
    number: str,
    *,
    refused: Refused | None = None,
    done: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    """Raises Refused: record_unknown."""
    file = desk.gateway.counter.publications.file(number)
    publication, typed = file.published.publication, typed or {}
    # What a colleague has changed meanwhile must be seen before it is written over.
    is_in_form = refused is not None and refused.code == "malformed"
    return desk.show(
        "publication.html",
        "publications",
        status_of(refused.code) if refused else 200,
        published=file.published,
        kind=publication.kind,
        history=file.history,
        fields=(*FIELDS[publication.kind], *COMMON),
        stands=typed_of(publication),
        typed=typed if typed and is_in_form else typed_of(publication),
        typed_by_you=[] if is_in_form else in_words(desk.language, PATH, typed),
        may_act=desk.visitor.may(Role.CLERK) and file.published.state == "published",
        refused=say_code(desk.language, "refused", refused.code) if refused else "",
        done=done,
    )


HANDLERS = [publication_list, new_publication, publish, one_publication, change, withdraw]
