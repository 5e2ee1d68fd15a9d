"""SSP note acceptors as a driver model."""

from drivers.cash.port import NoteAcceptorCapabilities
from drivers.cash.ssp.acceptor import SspAcceptor
from drivers.cash.ssp.line_reader import SspLineReader
from drivers.cash.ssp.simulator import SspSimulator
from drivers.models import DeviceClass, DriverModel, Parts
from drivers.transport import SerialSettings


def make(parts: Parts) -> SspAcceptor:
    return SspAcceptor(
        parts.name,
        parts.open_line,
        parts.clock,
        parts.emit,
        currency=str(parts.options["currency"]),
        trace=parts.trace,
    )


MODEL = DriverModel(
    device=DeviceClass.NOTE_ACCEPTOR,
    name="ssp",
    title="ITL SSP (NV9, NV10, NV200, BV series)",
    line=SerialSettings(baud_rate=9600, data_bits=8, parity="N", stop_bits=2),
    baud_rates=(9600, 115200, 38400),
    capabilities=NoteAcceptorCapabilities(
        currency="CNY",
        escrow=True,
        returns_from_escrow=True,
        tells_box_removal=True,
        tells_fraud=True,
        tells_reject_reason=True,
        tells_value_at_power_up=True,
        resends_credits=True,
    ),
    make=make,
    reader=SspLineReader,
    simulate=SspSimulator,
    options={"currency": "CNY"},
)
