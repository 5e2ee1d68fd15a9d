"""Lines to devices: serial ports and sockets by URL, and the in-memory pipe to a simulated device."""

from drivers.transport.line import Transport, TransportLost, TransportRefused
from drivers.transport.serial_line import SerialSettings, open_transport
from drivers.transport.served import LineServer, serve_pty, serve_tcp
from drivers.transport.simulated import SimulatedPeer, WorkedByHand, memory_pipe

__all__ = [
    "LineServer",
    "SerialSettings",
    "SimulatedPeer",
    "Transport",
    "TransportLost",
    "TransportRefused",
    "WorkedByHand",
    "memory_pipe",
    "open_transport",
    "serve_pty",
    "serve_tcp",
]
