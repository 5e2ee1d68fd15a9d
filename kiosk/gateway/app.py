"""The ASGI application over one gateway: routes, refusals as problem+json, OpenAPI."""

import logging
from typing import Any

from litestar import Litestar, Request, Response
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from kiosk.gateway import api, sandbox_api
from kiosk.gateway.gateway import Gateway
from kiosk.gateway.problems import Refused, answer_http_exception, answer_refused, problem_response
from kiosk.wire.service import API_VERSION

log = logging.getLogger(__name__)


def make_app(gateway: Gateway) -> Litestar:
    return Litestar(
        route_handlers=[*api.HANDLERS, *(sandbox_api.HANDLERS if gateway.demonstration else ())],
        dependencies={"gateway": Provide(lambda: gateway, sync_to_thread=False)},
        exception_handlers={
            Refused: answer_refused,
            HTTPException: answer_http_exception,
            Exception: _answer_fault,
        },
        request_max_body_size=gateway.parts.settings.request_most_bytes,
        openapi_config=OpenAPIConfig(
            title="Unified payment gateway",
            version=API_VERSION,
            render_plugins=[JsonRenderPlugin()],
        ),
        logging_config=None,
    )


def _answer_fault(request: Request[Any, Any, Any], raised: Exception) -> Response[bytes]:
    """A fault of ours: the trace goes to the log, which names the handler and nothing that was sent."""
    log.error("%s failed", request.route_handler.handler_name, exc_info=raised)
    return problem_response("fault", "")
