"""The gateway by itself, and pausing a biller there."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.arguments import Commands, database_argument, db_url, key_file_argument, moment, port

if TYPE_CHECKING:
    from kiosk.gateway.counter.alarm_calls import AlarmCaller
    from kiosk.gateway.settings import GatewaySettings


def add_gateway(commands: Commands) -> None:
    database = database_argument()
    gateway = commands.add_parser(
        "gateway", parents=[database, key_file_argument()], help="the reference payment gateway by itself"
    )
    gateway.add_argument("--port", type=port, default=8390)
    gateway.add_argument("--metrics-port", type=port, default=None, help="where Prometheus finds /metrics")
    gateway.add_argument("--public-url", default=None, help="where receipt QRs lead, such as https://...")
    gateway.add_argument("--demo-data", action="store_true", help="fill an empty database with households")
    gateway.add_argument("--households", type=Path, help="with --demo-data: own households beside those")
    gateway.add_argument("--providers", type=Path, help="own rules of providers: codes, times, limits")
    gateway.add_argument("--billers", type=Path, help="own billers: numbers, codes, hours, limits, words")
    gateway.add_argument("--alarms", type=Path, help="own rules of when somebody is told of a kiosk")
    gateway.add_argument("--alarm-url", metavar="URL", help="alarms are posted there, signed: https://...")
    gateway.add_argument("--alarm-secret", type=Path, metavar="FILE", help="the secret they are signed with")
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

    from kiosk.gateway.http.alarm_webhook import WebhookWrong
    from kiosk.gateway.http.server import ThreadLost, serve
    from kiosk.gateway.sql.faults import in_words
    from kiosk.gateway.sql.one_server import AlreadyServed
    from kiosk.gateway.trust.key_file import KeyFileWrong
    from kiosk.runtime.clock import SystemClock

    settings = _settings(arguments)
    if settings is None:
        return 1
    metrics_port = arguments.metrics_port
    try:
        caller = _caller(arguments)
        serve(db_url(arguments), arguments.port, settings, SystemClock(), metrics_port, caller)
        return 0
    except WebhookWrong as error:
        print(f"{error}; see --alarm-url and --alarm-secret", file=sys.stderr)
    except SQLAlchemyError as error:
        print(f"the database cannot be opened: {in_words(error)}; see --db", file=sys.stderr)
    except (KeyFileWrong, AlreadyServed, ThreadLost) as error:
        print(error, file=sys.stderr)
    except ModuleNotFoundError as error:
        print(f"no driver for this database: {error}; SQLite is built in", file=sys.stderr)
    except OSError as error:
        ports = "--port" if arguments.metrics_port is None else "--port or --metrics-port"
        print(f"port {arguments.port}: {error.strerror}; give another with {ports}", file=sys.stderr)
    except KeyboardInterrupt:  # how it is meant to be ended from a keyboard
        return 0
    return 1


def _caller(arguments: argparse.Namespace) -> "AlarmCaller | None":
    """Raises WebhookWrong."""
    from kiosk.gateway.http.alarm_webhook import WebhookWrong, webhook_from

    if not arguments.alarm_url and not arguments.alarm_secret:
        return None
    if not arguments.alarm_url or not arguments.alarm_secret:
        raise WebhookWrong("an address and a secret are needed")
    return webhook_from(arguments.alarm_url, arguments.alarm_secret)


def _settings(arguments: argparse.Namespace) -> "GatewaySettings | None":
    """None where one of the files named cannot be used; why has been said."""
    import msgspec

    from kiosk.gateway.counter.alarm_rules import AlarmRulesWrong, alarm_book_with
    from kiosk.gateway.demonstration.meters import meters_of
    from kiosk.gateway.demonstration.residents import households_of
    from kiosk.gateway.parties.biller_rules import BillersFileWrong, billers_with
    from kiosk.gateway.parties.provider_rules import ProvidersFileWrong, providers_with
    from kiosk.gateway.settings import GatewaySettings

    try:
        providers = providers_with(arguments.providers) if arguments.providers else None
        billers = billers_with(arguments.billers) if arguments.billers else None
        alarms = arguments.alarms.read_bytes() if arguments.alarms else b""
        alarm_book_with(alarms, str(arguments.alarms))
        households = arguments.households.read_bytes() if arguments.households else b""
        _ = households_of(households), meters_of(households)
    except OSError as error:
        options = "--providers, --billers, --alarms and --households"
        print(f"{error.filename}: {error.strerror}; check {options}", file=sys.stderr)
        return None
    except msgspec.DecodeError as error:
        print(f"{arguments.households}: {error}", file=sys.stderr)
        return None
    except (ProvidersFileWrong, BillersFileWrong, AlarmRulesWrong) as error:
        print(error, file=sys.stderr)
        return None
    return GatewaySettings(
        public_url=arguments.public_url or "",
        demonstration=arguments.demo_data,
        providers=providers,
        billers=billers,
        own_households=households,
        own_alarm_rules=alarms,
        key_file=arguments.key_file,
    )


def _pause_biller(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.pause_command import NotPaused, pause_biller

    biller, until = arguments.biller, arguments.until
    try:
        print(pause_biller(db_url(arguments), biller, until, arguments.billers, resume=arguments.resume))
    except NotPaused as why:
        print(why, file=sys.stderr)
        return 1
    return 0
