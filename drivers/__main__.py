"""The technician's bench for one device: python -m drivers DEVICE VERB --url URL. See --help."""

import argparse
import sys
from pathlib import Path

CODEC_NAMES = ("sam_v", "crt310", "crt_f2", "ssp", "id003", "escpos", "newland", "ecr")
DEVICES = ("idcard", "card", "scanner", "printer", "cash", "terminal")


def main(argv: list[str] | None = None) -> int:
    """The exit status: 0 done, 1 the device or its port did not, 2 wrong arguments."""
    arguments = _parser().parse_args(argv)
    from drivers.catalogue import BrokenPackage
    from drivers.models import UnknownModel
    from drivers.simulation.scenario import BadScenario
    from drivers.workshop.asked import NotPossible
    from drivers.workshop.decoding import NotReadable
    from drivers.workshop.hearing import Nothing
    from drivers.workshop.pictures import NoPicture

    try:
        return int(arguments.run(arguments))
    except (NotPossible, UnknownModel, BadScenario, NotReadable, NoPicture) as problem:
        print(problem, file=sys.stderr)
        return 2
    except (BrokenPackage, Nothing) as problem:
        print(problem, file=sys.stderr)
    except KeyboardInterrupt:  # how a technician ends a wait
        pass
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m drivers", description="One device on the technician's bench")
    devices = parser.add_subparsers(required=True, metavar="DEVICE", dest="device")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="one line of JSON for each result")
    shared.add_argument(
        "--show-personal-data", action="store_true", help="do not mask what cards and codes say"
    )
    ported = _ported(shared)
    for name in DEVICES:
        _add_verbs(devices.add_parser(name, help=f"{name}: {', '.join(_VERBS[name])}"), name, ported, shared)
    _add_simulator(devices.add_parser("simulator", help="a simulated device on a pty or a TCP port"))
    codec = devices.add_parser("codec", help="bytes in hex on the standard input, messages as JSON")
    codec.add_argument("codec", choices=CODEC_NAMES)
    codec.add_argument("verb", choices=("decode",))
    codec.add_argument("--show-personal-data", action="store_true")
    codec.set_defaults(run=_decode)
    return parser


_VERBS = {
    "idcard": ("status", "read", "eject"),
    "card": ("status", "read", "eject"),
    "scanner": ("status", "scan", "decode"),
    "printer": ("status", "print"),
    "cash": ("status", "accept"),
    "terminal": ("status",),
}


def _ported(shared: argparse.ArgumentParser) -> argparse.ArgumentParser:
    ported = argparse.ArgumentParser(add_help=False, parents=[shared])
    ported.add_argument(
        "--url", required=True, help="/dev/serial/by-id/..., socket://host:port, /dev/usb/lp0"
    )
    ported.add_argument("--model", default=None, help="one that is not known names those that are")
    ported.add_argument("--baud-rate", type=int, default=None, help="if not the model's usual one")
    ported.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="of the model")
    return ported


def _add_verbs(
    parser: argparse.ArgumentParser,
    device: str,
    ported: argparse.ArgumentParser,
    shared: argparse.ArgumentParser,
) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB", dest="verb")
    for verb in _VERBS[device]:
        of_files = (device, verb) == ("scanner", "decode")
        command = verbs.add_parser(verb, parents=[shared if of_files else ported])
        command.set_defaults(run=_decode_files if of_files else _work)
        if of_files:
            command.add_argument("files", nargs="+", type=Path, metavar="FILE")
        if verb in {"read", "scan", "accept"}:
            command.add_argument("--wait", type=float, default=60.0, metavar="SECONDS", help="for a person")
        if verb in {"scan", "accept"}:
            command.add_argument("--count", type=int, default=1, help="codes or notes to wait for")
        if verb == "accept":
            command.add_argument("--give-back", action="store_true", help="return each note instead")
        if verb == "print":
            what = command.add_mutually_exclusive_group(required=True)
            what.add_argument(
                "--demo-receipt", action="store_true", help="a receipt of a synthetic household"
            )
            what.add_argument("--image", type=Path, metavar="FILE")


def _add_simulator(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("simulated", choices=DEVICES, metavar="DEVICE")
    parser.add_argument("--model", default=None)
    line = parser.add_mutually_exclusive_group(required=True)
    line.add_argument("--pty", action="store_true", help="prints the path to open")
    line.add_argument("--tcp", type=int, metavar="PORT", help="on this machine only; 0 takes any free port")
    parser.add_argument("--scenario", type=Path, metavar="FILE", help="acts with their times, in TOML")
    parser.set_defaults(run=_simulate)


def _work(arguments: argparse.Namespace) -> bool:
    from drivers.workshop.asked import Asked
    from drivers.workshop.verbs import VERBS

    return not VERBS[arguments.device, arguments.verb](Asked(arguments))


def _decode_files(arguments: argparse.Namespace) -> bool:
    from drivers.workshop.decoding import decode_files
    from drivers.workshop.telling import Teller

    teller = Teller(as_json=arguments.json, personal=arguments.show_personal_data)
    failed = False
    for found in decode_files(arguments.files, personal=arguments.show_personal_data):
        failed |= "problem" in found
        teller.say(found)
    return failed


def _simulate(arguments: argparse.Namespace) -> bool:
    from drivers.workshop.asked import CLASSES, model_of
    from drivers.workshop.serving import serve

    model = model_of(CLASSES[arguments.simulated], arguments.model)
    serve(model, arguments.tcp, arguments.scenario, sys.stdin)
    return False


def _decode(arguments: argparse.Namespace) -> bool:
    from drivers.workshop.decoding import decode_lines, reader_maker

    make = reader_maker(arguments.codec)
    for line in decode_lines(sys.stdin, make, personal=arguments.show_personal_data):
        print(line, flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
