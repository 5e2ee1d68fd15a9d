"""Every device model this installation knows: ours by name, other packages' by their entry points."""

import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points

from drivers.card.models import MODELS as CARD_READERS
from drivers.cash.models import MODELS as NOTE_ACCEPTORS
from drivers.idcard.models import MODELS as ID_READERS
from drivers.models import ENTRY_POINTS, AnyModel, Catalogue, DriverModel
from drivers.pcsc.models import MODELS as PCSC_READERS
from drivers.printer.models import MODELS as PRINTERS
from drivers.scanner.models import MODELS as SCANNERS
from drivers.terminal.models import MODELS as TERMINALS

_log = logging.getLogger(__name__)

OURS: tuple[AnyModel, ...] = (
    *ID_READERS,
    *CARD_READERS,
    *PCSC_READERS,
    *SCANNERS,
    *PRINTERS,
    *NOTE_ACCEPTORS,
    *TERMINALS,
)


class BrokenPackage(Exception):
    """An installed driver package cannot be used; names it, and what is wrong."""


def load_catalogue(added: Iterable[EntryPoint] | None = None) -> Catalogue:
    """Ours and those of `added`, by default of every installed package. Raises `BrokenPackage`."""
    found = entry_points(group=ENTRY_POINTS) if added is None else added
    theirs = [model for entry in found for model in _models_of(entry)]
    try:
        return Catalogue((*OURS, *theirs))
    except ValueError as error:
        raise BrokenPackage(str(error)) from error


def _models_of(entry: EntryPoint) -> Iterator[AnyModel]:
    try:
        found = entry.load()
    except (ImportError, AttributeError) as error:
        raise BrokenPackage(f"{_package(entry)}: {entry.value} cannot be loaded: {error}") from error
    for model in found if isinstance(found, list | tuple) else (found,):
        if not isinstance(model, DriverModel):
            raise BrokenPackage(f"{_package(entry)}: {entry.value} holds {model!r}, which is no DriverModel")
        _log.info("%s adds %s %r", _package(entry), model.device, model.name)
        yield model


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.name
