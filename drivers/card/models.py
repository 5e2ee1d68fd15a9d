"""The card readers this project knows by itself, as data."""

from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec.structs import replace

from drivers.card import keeping
from drivers.card.capabilities import MOTOR_WITH_CONTACTS
from drivers.card.card_transport import CardTransport
from drivers.card.crt310.reading import line_reader as crt310_line_reader
from drivers.card.crt310.simulator import Crt310Simulator
from drivers.card.crt310.transport import Crt310
from drivers.card.crt_f2.reading import line_reader as crt_f2_line_reader
from drivers.card.crt_f2.simulator import CrtF2Simulator
from drivers.card.crt_f2.transport import CrtF2
from drivers.card.ic_card_reader import IcCardReader
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.clock import DeviceClock
from drivers.models import AnyModel, DeviceClass, DriverModel, Parts
from drivers.transport import SerialSettings, Transport

_CRT310_BAUD_RATES: Final = (9600, 19200, 38400, 4800, 2400, 1200)
_F2_BAUD_RATES: Final = (9600, 19200, 38400, 57600)


_OPTIONS: Final = {keeping.KEEP_OPTION: keeping.NEVER}


def _reader(make_transport: Callable[[Transport, DeviceClock], CardTransport], parts: Parts) -> IcCardReader:
    """Raises ValueError for an option that is none."""
    return IcCardReader(
        parts.open_line,
        parts.clock,
        parts.emit,
        DEMONSTRATION_PROFILES,
        parts.name,
        parts.trace,
        make_transport,
        keeping.seconds_of(parts.options),
    )


def _f2_reader(parts: Parts) -> IcCardReader:
    keeps = keeping.seconds_of(parts.options) != keeping.NEVER
    return _reader(partial(CrtF2, counts=keeps), parts)


def _f2_model(name: str, title: str, unit: str) -> AnyModel:
    return DriverModel(
        device=DeviceClass.CARD_READER,
        name=name,
        title=title,
        line=SerialSettings(baud_rate=_F2_BAUD_RATES[0]),
        capabilities=replace(MOTOR_WITH_CONTACTS, reports_entry=False),
        make=_f2_reader,
        reader=crt_f2_line_reader,
        simulate=partial(CrtF2Simulator, model=unit),
        baud_rates=_F2_BAUD_RATES,
        options=_OPTIONS,
    )


MODELS: Final[tuple[AnyModel, ...]] = (
    DriverModel(
        device=DeviceClass.CARD_READER,
        name="crt310",
        title="CREATOR CRT-310, protocol V3.0",
        line=SerialSettings(baud_rate=_CRT310_BAUD_RATES[0]),
        capabilities=MOTOR_WITH_CONTACTS,
        make=partial(_reader, Crt310),
        reader=crt310_line_reader,
        simulate=Crt310Simulator,
        baud_rates=_CRT310_BAUD_RATES,
        options=_OPTIONS,
    ),
    _f2_model("crt571", "CREATOR CRT-571, F2 protocol", "CRT-571"),
    _f2_model("crt591", "CREATOR CRT-591-M001, F2 protocol", "CRT-591-M001"),
)
