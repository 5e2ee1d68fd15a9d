"""Prints what is to be kept: a request's number, the numbers of accounts. What became of it comes as an event
from the printer's driver."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from PIL.Image import Image

from kiosk.receipt.account_paper import AccountOnPaper, AccountPaper
from kiosk.receipt.slip import Slip
from kiosk.runtime.clock import Clock
from kiosk.runtime.devices import Printer
from kiosk.runtime.workers import Worker
from kiosk.session.effects import PrintSlip
from kiosk.session.effects_paid import PrintNumbers
from kiosk.session.events import Event, ReceiptFailed
from kiosk.session.forms import FiledRequest
from kiosk.session.household import Findings
from kiosk.session.numbers import grouped
from kiosk.session.rules import Rules
from kiosk.session.show_parts import day_of, utility_name
from kiosk.session.show_slips import number_in_groups
from kiosk.texts import Texts


class Slips:
    """On the worker of the receipts: there is one printer."""

    def __init__(
        self,
        printer: Printer | None,
        worker: Worker,
        draw: Callable[[Slip | AccountPaper], Image],
        texts: Texts,
        rules: Rules,
        clock: Clock,
        post: Callable[[Event], None],
    ) -> None:
        self._printer = printer
        self._worker = worker
        self._draw = draw
        self._texts = texts
        self._rules = rules
        self._clock = clock
        self._post = post

    def print_slip(self, effect: PrintSlip | PrintNumbers) -> None:
        job = effect.job
        failed = ReceiptFailed(job, "printer_off")
        self._worker.submit(lambda: self._print(job, effect), failed=lambda: self._post(failed))

    def _print(self, job: str, effect: PrintSlip | PrintNumbers) -> None:
        if self._printer is None:
            self._post(ReceiptFailed(job, "printer_off"))
            return
        if isinstance(effect, PrintSlip):
            self._printer.print_image(job, self._draw(self.compose(effect.filed)))
        else:
            self._printer.print_image(job, self._draw(self.accounts(effect.findings)))

    def compose(self, filed: FiledRequest) -> Slip:
        words, rules = self._texts, self._rules
        due = filed.due_on and words.resolve(day_of(date.fromisoformat(filed.due_on)))
        lines = (
            (words["request.service"], words[f"service.{filed.service}.label"]),
            (words["request.slip.printed_at"], self._now()),
            *(((words["request.due"], due),) if due else ()),
            (words["fact.phone"], rules.service_phone),
            (words["fact.machine"], rules.machine_number),
        )
        return Slip(
            title=words["request.slip.title"],
            number_label=words["request.number"],
            number=number_in_groups(filed.number),
            lines=lines,
            sentences=(words["request.slip.keep"],),
            mark=words["frame.demonstration_paper"] if rules.demonstration else "",
        )

    def accounts(self, findings: Findings) -> AccountPaper:
        words, rules = self._texts, self._rules
        stems = ("more", "keep") if findings.more_accounts else ("keep",)
        in_full = {each.account_id: each for each in findings.numbers}
        return AccountPaper(
            title=words["numbers.paper.title"],
            accounts=tuple(
                AccountOnPaper(
                    words.resolve(utility_name(rules, account.utility)),
                    grouped(in_full[account.account_id].number.value, self._group(account.utility)),
                    account.address_masked,
                    in_full[account.account_id].code.value,
                )
                for account in findings.accounts
            ),
            beside_code=words["numbers.paper.code"],
            lines=(
                (words["numbers.paper.holder"], findings.holder_masked),
                (words["request.slip.printed_at"], self._now()),
                (words["fact.phone"], rules.service_phone),
            ),
            sentences=tuple(words[f"numbers.paper.{stem}"] for stem in stems),
            mark=words["frame.demonstration_paper"] if rules.demonstration else "",
        )

    def _group(self, utility: str) -> int:
        """How many digits of a number are read together."""
        return self._rules.utility(utility).number.group if self._rules.offers(utility) else 4

    def _now(self) -> str:
        at = datetime.fromtimestamp(self._clock.wall_s(), UTC) + timedelta(seconds=self._rules.utc_offset_s)
        return at.strftime("%Y-%m-%d %H:%M")
