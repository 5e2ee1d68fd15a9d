"""The port of a gateway: answers leave it at once."""

import socket

from kiosk.gateway.http.loopback import listen


def test_what_is_accepted_there_is_known_as_tcp_and_waits_for_no_acknowledgement() -> None:
    with listen(0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
