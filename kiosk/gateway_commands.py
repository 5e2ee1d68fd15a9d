"""The commands around the gateway: to run one, to tell it whom it shall know, and the operator's side.

Each imports what it needs, no more; what they do is in the gateway's room and in `kiosk.access.commands`.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from kiosk import places

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_gateway_commands(commands: Commands) -> None:
    database = argparse.ArgumentParser(add_help=False)
    database.add_argument("--db", default=None, help="database address, such as sqlite:///gateway.db")

    gateway = commands.add_parser(
        "gateway", parents=[database], help="the reference payment gateway by itself"
    )
    gateway.add_argument("--port", type=_port, default=8390)
    gateway.add_argument("--metrics-port", type=_port, default=None, help="where Prometheus finds /metrics")
    gateway.add_argument("--public-url", default=None, help="where receipt QRs lead, such as https://...")
    gateway.add_argument("--demo-data", action="store_true", help="fill an empty database with households")
    gateway.add_argument("--providers", type=Path, help="own rules of providers: codes, times, limits")
    gateway.add_argument("--billers", type=Path, help="own billers: numbers, codes, hours, limits, words")
    gateway.set_defaults(command=_gateway)

    machine = commands.add_parser(
        "enrol-machine", parents=[database], help="tell the gateway the key of a machine's keypad"
    )
    machine.add_argument("--machine", required=True, help="the machine's number")
    machine.add_argument("--key", type=Path, required=True, help="a copy of the machine's machine.key")
    machine.set_defaults(command=_enrol_machine)

    for name, act, told in (
        ("enrol-operator", _enrol_operator, "let an operator ask for unlocking codes; prints a token once"),
        ("revoke-operator", _revoke_operator, "let an operator's token count no longer"),
    ):
        command = commands.add_parser(name, parents=[database], help=told)
        command.add_argument("name", help="small letters, digits and hyphens")
        command.set_defaults(command=act)

    _add_kiosk_keys(commands, database)
    paused = commands.add_parser(
        "pause-biller", parents=[database], help="take no payments for a biller, at once; ends with --resume"
    )
    paused.add_argument("biller", help="its biller_id, such as water-city")
    end = paused.add_mutually_exclusive_group()
    end.add_argument("--until", type=_moment, metavar="TIME", help="local time, such as 2026-11-21T18:30")
    end.add_argument("--resume", action="store_true", help="it may be paid again")
    paused.add_argument("--billers", type=Path, help="the gateway's own billers, where it has some")
    paused.set_defaults(command=_pause_biller)

    _add_unlock_code(commands)
    _add_day_end(commands, database)


def _add_day_end(commands: Commands, database: argparse.ArgumentParser) -> None:
    day = argparse.ArgumentParser(add_help=False)
    day.add_argument("day", type=_date, metavar="DATE", help="such as 2026-11-21")

    reconcile = commands.add_parser(
        "reconcile", parents=[day, database], help="compare a day of the ledger with day-end files"
    )
    reconcile.add_argument(
        "--file",
        action="append",
        default=[],
        type=_source_file,
        dest="files",
        metavar="SOURCE=PATH",
        help="a file of wechat, alipay, unionpay, ecny, card or biller:ID; once for each",
    )
    reconcile.add_argument("--export", type=Path, metavar="FOLDER", help="write our own book of every source")
    reconcile.add_argument("--json", action="store_true", help="one JSON object with every difference")
    reconcile.set_defaults(command=_reconcile)

    sheet = commands.add_parser(
        "day-sheet", parents=[day, database], help="each kiosk's totals of a day beside the gateway's"
    )
    sheet.add_argument("--kiosk", default=None, metavar="ID", help="of this kiosk alone")
    sheet.add_argument("--json", action="store_true", help="one JSON object")
    sheet.set_defaults(command=_day_sheet)

    simulated = commands.add_parser(
        "provider-files", parents=[day, database], help="write what simulated providers would send"
    )
    simulated.add_argument("--out", type=Path, required=True, help="folder for the files")
    simulated.set_defaults(command=_provider_files)


def _date(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is no day such as 2026-11-21") from None


def _moment(given: str) -> datetime:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is no time such as 2026-11-21T18:30") from None


def _pause_biller(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.pause_command import NotPaused, pause_biller

    db_url, biller, until = _db_url(arguments), arguments.biller, arguments.until
    try:
        print(pause_biller(db_url, biller, until, arguments.billers, resume=arguments.resume))
    except NotPaused as why:
        print(why, file=sys.stderr)
        return 1
    return 0


def _source_file(given: str) -> tuple[str, Path]:
    source, _, path = given.partition("=")
    if not source or not path:
        raise argparse.ArgumentTypeError(f"{given!r} is not SOURCE=PATH")
    return source, Path(path)


def _reconcile(arguments: argparse.Namespace) -> int:
    from kiosk.reconcile.command import reconcile

    return reconcile(
        _db_url(arguments), arguments.day, arguments.files, arguments.export, as_json=arguments.json
    )


def _day_sheet(arguments: argparse.Namespace) -> int:
    from kiosk.reconcile.command import day_sheet

    return day_sheet(_db_url(arguments), arguments.day, arguments.kiosk, as_json=arguments.json)


def _provider_files(arguments: argparse.Namespace) -> int:
    from kiosk.reconcile.command import provider_files

    return provider_files(_db_url(arguments), arguments.day, arguments.out)


def _add_kiosk_keys(commands: Commands, database: argparse.ArgumentParser) -> None:
    kiosk = commands.add_parser(
        "enrol-kiosk", parents=[database], help="make a key that a kiosk signs its requests with"
    )
    kiosk.add_argument("kiosk", help="the machine's number")
    kiosk.add_argument("--out", type=Path, required=True, help="new file for the key; take it to the kiosk")
    kiosk.add_argument("--algorithm", default="hmac-sha256", choices=("hmac-sha256", "ed25519"))
    kiosk.add_argument("--overlap-days", type=_days, default=14, help="so long its earlier keys count too")
    kiosk.set_defaults(command=_enrol_kiosk)

    retire = commands.add_parser("retire-kiosk", parents=[database], help="let no key of a kiosk count")
    retire.add_argument("kiosk", help="the machine's number")
    retire.set_defaults(command=_retire_kiosk)


def _add_unlock_code(commands: Commands) -> None:
    unlock = commands.add_parser("unlock-code", help="operator's side: answer a locked keypad's challenge")
    by = unlock.add_mutually_exclusive_group(required=True)
    by.add_argument("--gateway", metavar="URL", help="ask this gateway, as the operator of --token-file")
    by.add_argument("--key", type=Path, help="without a gateway: a copy of the machine's machine.key")
    unlock.add_argument("--token-file", type=Path, help="file with the token that enrol-operator printed")
    unlock.add_argument("--ca-file", type=Path, help="the authority that vouches for that gateway, in PEM")
    unlock.add_argument("--machine", required=True, help="the machine's number")
    unlock.add_argument("challenge", help="the eight digits its display shows")
    unlock.set_defaults(command=_unlock_code)


def _days(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) <= 366):
        raise argparse.ArgumentTypeError(f"{given!r} is no number of days from 0 to 366")
    return int(given)


def _port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) <= 65535):
        raise argparse.ArgumentTypeError(f"{given!r} is no port from 0 to 65535")
    return int(given)


def _gateway(arguments: argparse.Namespace) -> int:
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.gateway.http.server import serve
    from kiosk.gateway.parties.biller_rules import BillersFileWrong, billers_with
    from kiosk.gateway.parties.provider_rules import ProvidersFileWrong, providers_with
    from kiosk.runtime.clock import SystemClock

    try:
        providers = providers_with(arguments.providers) if arguments.providers else None
        billers = billers_with(arguments.billers) if arguments.billers else None
    except (OSError, ProvidersFileWrong, BillersFileWrong) as error:
        print(error, file=sys.stderr)
        return 1
    public_url, demo_data = arguments.public_url, arguments.demo_data
    db_url = _db_url(arguments)
    try:
        serve(
            db_url,
            arguments.port,
            SystemClock(),
            demo_data=demo_data,
            public_url=public_url,
            metrics_port=arguments.metrics_port,
            providers=providers,
            billers=billers,
        )
        return 0
    except SQLAlchemyError as error:
        print(f"the database cannot be opened: {getattr(error, 'orig', error)}; see --db", file=sys.stderr)
    except ModuleNotFoundError as error:
        print(f"no driver for this database: {error}; SQLite is built in", file=sys.stderr)
    except OSError as error:
        ports = "--port" if arguments.metrics_port is None else "--port or --metrics-port"
        print(f"port {arguments.port}: {error.strerror}; give another with {ports}", file=sys.stderr)
    except KeyboardInterrupt:  # how it is meant to be ended from a keyboard
        return 0
    return 1


def _enrol_machine(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.enrolment import enrol_machine

    def enrol() -> None:
        verdict = enrol_machine(_db_url(arguments), arguments.machine, arguments.key)
        earlier = "; its earlier key counts no longer" if verdict == "replaced" else ""
        print(f"the gateway knows machine {arguments.machine}{earlier}")

    return _enrolled(enrol)


def _enrol_operator(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.enrolment import enrol_operator

    return _enrolled(lambda: print(enrol_operator(_db_url(arguments), arguments.name)))


def _revoke_operator(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.enrolment import revoke_operator

    return _enrolled(lambda: revoke_operator(_db_url(arguments), arguments.name))


def _enrol_kiosk(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.kiosk_enrolment import enrol_kiosk

    def enrol() -> None:
        key_id = enrol_kiosk(
            _db_url(arguments), arguments.kiosk, arguments.algorithm, arguments.out, arguments.overlap_days
        )
        print(f"key {key_id} is in {arguments.out}: name it as gateway.key_file in the kiosk's kiosk.toml")

    return _enrolled(enrol)


def _retire_kiosk(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.kiosk_enrolment import retire_kiosk

    return _enrolled(lambda: retire_kiosk(_db_url(arguments), arguments.kiosk))


def _enrolled(enrol: Callable[[], None]) -> int:
    from kiosk.gateway.commands.enrolment import NotEnrolled

    try:
        enrol()
    except NotEnrolled as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1
    return 0


def _unlock_code(arguments: argparse.Namespace) -> int:
    from kiosk.access.commands import NotSet, answer_challenge, ask_gateway

    number, challenge, token_file = arguments.machine, arguments.challenge, arguments.token_file
    if (arguments.gateway is None) != (token_file is None):
        print("--gateway and --token-file go together", file=sys.stderr)
        return 2
    try:
        if arguments.gateway:
            print(ask_gateway(arguments.gateway, token_file, number, challenge, arguments.ca_file))
        else:
            print(answer_challenge(arguments.key, number, challenge))
    except NotSet as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _db_url(arguments: argparse.Namespace) -> str:
    return arguments.db or f"sqlite:///{places.state_folder() / 'gateway.db'}"
