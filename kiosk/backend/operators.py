"""The operator's side of the gateway, for the command line."""

import re
from urllib.parse import quote

from kiosk.backend.exchange import Exchange
from kiosk.backend.tls import PUBLIC_AUTHORITIES, Tls
from kiosk.wire.operators import UnlockAnswer, UnlockRequest

_SAFE_ADDRESS = re.compile(r"https://|http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?(/|\Z)")
"""Where a token may be sent: nobody on the way can read it."""
_TOKEN = re.compile(r"[!-~]{1,120}")

_CONNECT_S, _READ_S = 5, 20


def ask_unlock_code(
    base_url: str, token: str, machine_number: str, challenge: str, tls: Tls = PUBLIC_AUTHORITIES
) -> str:
    """Ten digits. Raises a GatewayError; ValueError for a token or an address that cannot be; OSError for a
    file of `tls` that cannot be used."""
    if not _SAFE_ADDRESS.match(base_url):
        raise ValueError("a token is only sent to an https:// address, or to http:// on this machine")
    if not _TOKEN.fullmatch(token):
        raise ValueError("the file holds no operator's token")
    exchange = Exchange(base_url, {"Authorization": f"Bearer {token}"}, _CONNECT_S, _READ_S, tls=tls)
    path = f"/v1/operator/machines/{quote(machine_number, safe='')}/unlock-code"
    try:
        return exchange.call("POST", path, UnlockAnswer, UnlockRequest(challenge)).code
    finally:
        exchange.close()
