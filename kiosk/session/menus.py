"""The menu of services as data: in groups where it is long, and where in it a service stands."""

from kiosk.session.model import Session
from kiosk.session.rules import Rules, Service, ServiceGroup
from kiosk.session.steps_services import ChooseService

AS_ONE_LIST = 3
"""So many services need no groups: they stand on one page."""


def groups(rules: Rules) -> tuple[ServiceGroup, ...]:
    """Those that have services; none where one list of all is shorter to go through."""
    used = tuple(each for each in rules.service_groups if _of(rules, each.name))
    return used if len(used) > 1 and len(rules.services) > AS_ONE_LIST else ()


def listed(rules: Rules, step: ChooseService) -> tuple[Service, ...]:
    """What stands on this menu; nothing while the groups are shown."""
    if not groups(rules):
        return rules.services
    return _of(rules, step.group)


def menu_of(session: Session, page: int = 0) -> ChooseService:
    """Where the service that is asked for stands."""
    service = session.rules.service(session.errand)
    if service is None or not groups(session.rules):
        return ChooseService(page)
    return ChooseService(page, service.group)


def told_again_behind(rules: Rules, utility: str) -> Service | None:
    """The tile behind which digits and vouchers' numbers of a paid load are told again, to whoever shows
    identity card, card or bill; None where this machine has none."""
    fitting = [each for each in rules.services if not each.utilities or utility in each.utilities]
    behind = (each for kind in ("prepaid", "balance") for each in fitting if each.kind == kind)
    return next(behind, None)


def _of(rules: Rules, group: str) -> tuple[Service, ...]:
    return tuple(service for service in rules.services if group and service.group == group)
