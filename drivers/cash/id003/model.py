"""ID-003 note acceptors as a driver model."""

from drivers.cash.id003.acceptor import Id003Acceptor, Id003Options
from drivers.cash.id003.line_reader import Id003Reader
from drivers.cash.id003.simulator import Id003Simulator
from drivers.cash.port import NoteAcceptorCapabilities
from drivers.models import DeviceClass, DriverModel, Parts
from drivers.transport import SerialSettings

_ANY_COUNTRY = -1


def make(parts: Parts) -> Id003Acceptor:
    country = int(parts.options["country_code"])
    options = Id003Options(
        currency=str(parts.options["currency"]),
        country=None if country == _ANY_COUNTRY else country,
        stack_1=bool(parts.options["stack_1"]),
    )
    return Id003Acceptor(parts.name, parts.open_line, parts.clock, parts.emit, options, parts.trace)


MODEL = DriverModel(
    device=DeviceClass.NOTE_ACCEPTOR,
    name="id003",
    title="JCM ID-003 (UBA, iVIZION, TBV, EBA and others)",
    line=SerialSettings(baud_rate=9600, data_bits=8, parity="E", stop_bits=1),
    baud_rates=(9600, 19200),
    capabilities=NoteAcceptorCapabilities(
        currency="CNY",
        escrow=True,
        returns_from_escrow=True,
        tells_box_removal=True,
        tells_fraud=True,
        tells_reject_reason=True,
        tells_value_at_power_up=False,
        resends_credits=True,
    ),
    make=make,
    reader=Id003Reader,
    sided_reader=Id003Reader,
    simulate=Id003Simulator,
    options={"currency": "CNY", "country_code": _ANY_COUNTRY, "stack_1": False},
)
"""`country_code` is the maker's number in the unit's currency table; -1 takes the one country a unit knows.
No maker's document with the number of China is public; TerminalClient's table has 45 (2D)."""
