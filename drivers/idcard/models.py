"""The identity-card readers this project knows by itself, as data.

A SAM_V module in a CRT-571 or CRT-591 is not among them: these have no command that lends their line to a
module, so that it would need a second port.
"""

from typing import Final

from drivers.card.capabilities import CardReaderCapabilities
from drivers.idcard.flat_reader import FlatIdReader
from drivers.idcard.motorised_reader import MotorisedIdReader
from drivers.idcard.plate import Removal
from drivers.idcard.reading import line_reader, shared_line_reader
from drivers.idcard.simulator import FlatIdReaderSimulator, IdReaderSimulator
from drivers.models import AnyModel, DeviceClass, DriverModel, Parts
from drivers.transport import SerialSettings


def _motorised(parts: Parts) -> MotorisedIdReader:
    return MotorisedIdReader(parts.open_line, parts.clock, parts.emit, parts.name, parts.trace)


def _flat(parts: Parts) -> FlatIdReader:
    """Raises ValueError for an option that is none."""
    removal = Removal(str(parts.options["removal"]))
    return FlatIdReader(parts.open_line, parts.clock, parts.emit, parts.name, removal, parts.trace)


MODELS: Final[tuple[AnyModel, ...]] = (
    DriverModel(
        device=DeviceClass.ID_READER,
        name="sam_v_crt310",
        title="SAM_V identity module inside a CREATOR CRT-310, on one line",
        line=SerialSettings(baud_rate=38_400),
        capabilities=CardReaderCapabilities(
            type="motor",
            chip_protocols=("chipTypeB",),
            card_taken_sensor=True,
            positions=("exit", "transport"),
            holds_card=True,
        ),
        make=_motorised,
        reader=shared_line_reader,
        simulate=IdReaderSimulator,
        baud_rates=(38_400, 19_200, 9_600),
    ),
    DriverModel(
        device=DeviceClass.ID_READER,
        name="sam_v",
        title="SAM_V identity module under a plate, on a serial line",
        line=SerialSettings(baud_rate=115_200),
        capabilities=CardReaderCapabilities(
            type="contactless",
            chip_protocols=("chipTypeB",),
            card_taken_sensor=False,
            positions=(),
            holds_card=False,
        ),
        make=_flat,
        reader=line_reader,
        simulate=FlatIdReaderSimulator,
        baud_rates=(115_200, 57_600, 38_400, 19_200, 9_600),
        options={"removal": Removal.READ.value},
    ),
)
