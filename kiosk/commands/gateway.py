"""The gateway by itself, and pausing a biller there."""

import argparse
import sys
from pathlib import Path

from kiosk.commands.arguments import Commands, database_argument, db_url, key_file_argument, moment, port


def add_gateway(commands: Commands) -> None:
    database = database_argument()
    gateway = commands.add_parser(
        "gateway", parents=[database, key_file_argument()], help="the reference payment gateway by itself"
    )
    gateway.add_argument("--port", type=port, default=8390)
    gateway.add_argument("--metrics-port", type=port, default=None, help="where Prometheus finds /metrics")
    gateway.add_argument("--public-url", default=None, help="where receipt QRs lead, such as https://...")
    gateway.add_argument("--demo-data", action="store_true", help="fill an empty database with households")
    gateway.add_argument("--providers", type=Path, help="own rules of providers: codes, times, limits")
    gateway.add_argument("--billers", type=Path, help="own billers: numbers, codes, hours, limits, words")
    gateway.set_defaults(command=_gateway)

    paused = commands.add_parser(
        "pause-biller", parents=[database], help="take no payments for a biller, at once; ends with --resume"
    )
    paused.add_argument("biller", help="its biller_id, such as water-city")
    end = paused.add_mutually_exclusive_group()
    end.add_argument("--until", type=moment, metavar="TIME", help="local time, such as 2026-11-21T18:30")
    end.add_argument("--resume", action="store_true", help="it may be paid again")
    paused.add_argument("--billers", type=Path, help="the gateway's own billers, where it has some")
    paused.set_defaults(command=_pause_biller)


def _gateway(arguments: argparse.Namespace) -> int:
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.gateway.http.server import serve
    from kiosk.gateway.parties.biller_rules import BillersFileWrong, billers_with
    from kiosk.gateway.parties.provider_rules import ProvidersFileWrong, providers_with
    from kiosk.gateway.settings import GatewaySettings
    from kiosk.gateway.sql.faults import in_words
    from kiosk.gateway.sql.one_server import AlreadyServed
    from kiosk.gateway.trust.key_file import KeyFileWrong
    from kiosk.runtime.clock import SystemClock

    try:
        providers = providers_with(arguments.providers) if arguments.providers else None
        billers = billers_with(arguments.billers) if arguments.billers else None
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; check --providers and --billers", file=sys.stderr)
        return 1
    except (ProvidersFileWrong, BillersFileWrong) as error:
        print(error, file=sys.stderr)
        return 1
    settings = GatewaySettings(
        public_url=arguments.public_url or "",
        demonstration=arguments.demo_data,
        providers=providers,
        billers=billers,
        key_file=arguments.key_file,
    )
    try:
        serve(db_url(arguments), arguments.port, settings, SystemClock(), metrics_port=arguments.metrics_port)
        return 0
    except SQLAlchemyError as error:
        print(f"the database cannot be opened: {in_words(error)}; see --db", file=sys.stderr)
    except (KeyFileWrong, AlreadyServed) as error:
        print(error, file=sys.stderr)
    except ModuleNotFoundError as error:
        print(f"no driver for this database: {error}; SQLite is built in", file=sys.stderr)
    except OSError as error:
        ports = "--port" if arguments.metrics_port is None else "--port or --metrics-port"
        print(f"port {arguments.port}: {error.strerror}; give another with {ports}", file=sys.stderr)
    except KeyboardInterrupt:  # how it is meant to be ended from a keyboard
        return 0
    return 1


def _pause_biller(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.pause_command import NotPaused, pause_biller

    biller, until = arguments.biller, arguments.until
    try:
        print(pause_biller(db_url(arguments), biller, until, arguments.billers, resume=arguments.resume))
    except NotPaused as why:
        print(why, file=sys.stderr)
        return 1
    return 0
