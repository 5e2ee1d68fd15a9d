"""The gateway's own time, from the Date that every HTTP answer carries (RFC 9110, section 6.6.1)."""

from email.utils import parsedate_to_datetime

import requests

from kiosk.backend.errors import GatewayError, GatewayGarbage, GatewayUnreachable
from kiosk.backend.tls import PUBLIC_AUTHORITIES, Tls, TlsAdapter


def gateway_wall_s(base_url: str, timeout_s: float, tls: Tls = PUBLIC_AUTHORITIES) -> float:
    """Seconds since 1970 UTC, cut to whole ones. Raises GatewayError."""
    with requests.Session() as session:
        session.trust_env = False
        if base_url.startswith("https:"):
            session.mount(base_url, TlsAdapter(tls.context()))
        try:
            answer = session.head(f"{base_url.rstrip('/')}/v1/health", timeout=timeout_s)
        except requests.ConnectionError as error:
            raise GatewayUnreachable("the time could not be asked for") from error
        except requests.RequestException as error:
            raise GatewayError(f"the time could not be asked for: {type(error).__name__}") from error
    try:
        return parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
    except ValueError as error:
        raise GatewayGarbage("the answer has no Date") from error
