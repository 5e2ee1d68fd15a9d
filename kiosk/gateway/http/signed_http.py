"""ASGI middleware around the kiosks' routes: nothing reaches a handler that its kiosk has not signed.

It stands behind the router, which has set `path` and `path_params` of the scope. The kiosk that signed is the
X-Kiosk-Id of the request, whatever was sent under that name.
"""

import asyncio
from collections.abc import Callable
from urllib.parse import quote

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from litestar.types.asgi_types import HTTPRequestEvent, HTTPResponseBodyEvent, HTTPResponseStartEvent

from kiosk.gateway.http.admission import Admission, NotAdmitted
from kiosk.gateway.http.whose import Routed
from kiosk.gateway.problems import challenge_of, problem
from kiosk.wire.problem import MEDIA_TYPE, Problem
from kiosk.wire.signing.base import Answer, Request, fields_of

Sign = Callable[[Answer, bytes], dict[str, str]]

SIGNED_BY = "signed_by"
"""Of a request's state: the id of the key that signed it, where one did."""
_KIOSK = b"x-kiosk-id"
_ONLY_ONCE = frozenset({"signature", "signature-input", "content-digest", "kiosk-seq", "host"})


class _TooLarge(Exception):
    pass


class SignedHttp:
    """`required` False lets an unsigned request pass as nobody's; a signed one must be right all the same."""

    def __init__(
        self, app: ASGIApp, admission: Callable[[], Admission], most_bytes: int, *, required: bool
    ) -> None:
        self._app = app
        self._admission = admission
        self._most_bytes = most_bytes
        self._required = required

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        request = request_of(scope)
        if not self._required and not {"signature", "signature-input"} & set(request.fields):
            await self._app(scope, receive, send)
            return
        admission = self._admission()
        try:
            body = await _read(receive, self._most_bytes)
            routed = Routed(scope["path"], scope["path_params"])
            signer = await asyncio.to_thread(admission.admit, request, body, routed)
        except _TooLarge:
            await _refuse(send, problem("too_large", ""))
        except NotAdmitted as refused:
            known = refused.signer
            sign = None if known is None else lambda answer, body: admission.signed(known, answer, body)
            await _refuse(_Proven(send, request, sign) if sign else send, refused.told)
        else:
            _name_kiosk(scope, signer.kiosk_id)
            scope["state"][SIGNED_BY] = signer.verifying.key_id
            proven = _Proven(send, request, lambda answer, body: admission.signed(signer, answer, body))
            await self._app(scope, _once(body), proven)


class _Proven:
    """Holds an answer back until it is whole, then sends it with the gateway's signature."""

    def __init__(self, send: Send, request: Request, sign: Sign) -> None:
        self._send = send
        self._request = request
        self._sign = sign
        self._start: HTTPResponseStartEvent | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body" or self._start is None:
            await self._send(message)
            return
        self._body += message["body"]
        if message.get("more_body"):
            return
        start = self._start
        fields = fields_of(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]
        )
        answer = Answer(start["status"], fields, self._request)
        added = await asyncio.to_thread(self._sign, answer, self._body)
        lines = [(name.lower().encode(), value.encode()) for name, value in added.items()]
        start["headers"] = [*start["headers"], *lines]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body, "more_body": False})


def request_of(scope: HTTPScope) -> Request:
    """As it was sent: the path is not decoded. A field that must come once and does not is left out."""
    lines = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    names = [name.lower() for name, _value in lines]
    fields = fields_of(
        line for line in lines if not (line[0].lower() in _ONLY_ONCE and names.count(line[0].lower()) > 1)
    )
    raw_path = scope.get("raw_path")
    path = raw_path.decode("latin-1") if raw_path else quote(scope["path"])
    return Request(
        method=scope["method"],
        authority=fields.get("host", ""),
        path=path.partition("?")[0],
        query=scope["query_string"].decode("latin-1"),
        fields=fields,
    )


def _name_kiosk(scope: HTTPScope, kiosk_id: str) -> None:
    others = [line for line in scope["headers"] if line[0].lower() != _KIOSK]
    scope["headers"] = [*others, (_KIOSK, kiosk_id.encode())]


async def _read(receive: Receive, most_bytes: int) -> bytes:
    """Raises _TooLarge."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += message["body"]
        if len(body) > most_bytes:
            raise _TooLarge
        if not message.get("more_body"):
            return body


def _once(body: bytes) -> Receive:
    """Hands the body on, which has been read already."""
    waiting: list[HTTPRequestEvent] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> HTTPRequestEvent:
        return waiting.pop() if waiting else {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def _refuse(send: Send, told: Problem) -> None:
    body = msgspec.json.encode(told)
    headers = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **challenge_of(told.code)}
    lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    start: HTTPResponseStartEvent = {"type": "http.response.start", "status": told.status, "headers": lines}
    rest: HTTPResponseBodyEvent = {"type": "http.response.body", "body": body, "more_body": False}
    await send(start)
    await send(rest)
