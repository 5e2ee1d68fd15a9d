"""Prints the slip with a request's number. What became of it comes as an event from the printer's driver."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from PIL.Image import Image

from kiosk.receipt.slip import Slip
from kiosk.runtime.clock import Clock
from kiosk.runtime.devices import Printer
from kiosk.runtime.workers import Worker
from kiosk.session.effects import PrintSlip, slip_id
from kiosk.session.events import Event, ReceiptFailed
from kiosk.session.forms import FiledRequest
from kiosk.session.rules import Rules
from kiosk.session.show_parts import day_of
from kiosk.session.show_slips import number_in_groups
from kiosk.texts import Texts


class Slips:
    """On the worker of the receipts: there is one printer."""

    def __init__(
        self,
        printer: Printer | None,
        worker: Worker,
        draw: Callable[[Slip], Image],
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

    def print_slip(self, effect: PrintSlip) -> None:
        job = slip_id(effect.filed.number)
        failed = ReceiptFailed(job, "printer_off")
        self._worker.submit(lambda: self._print(job, effect.filed), failed=lambda: self._post(failed))

    def _print(self, job: str, filed: FiledRequest) -> None:
        if self._printer is None:
            self._post(ReceiptFailed(job, "printer_off"))
            return
        self._printer.print_image(job, self._draw(self.compose(filed)))

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

    def _now(self) -> str:
        at = datetime.fromtimestamp(self._clock.wall_s(), UTC) + timedelta(seconds=self._rules.utc_offset_s)
        return at.strftime("%Y-%m-%d %H:%M")
