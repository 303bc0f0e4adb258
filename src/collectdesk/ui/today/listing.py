"""Owns the table of today: filtered and sorted here while all is at hand, else listed by the desk and read in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectdesk.desk.customers.today import ListToday, ReadToday
from collectdesk.ui.parts.paged_table import PagedTable
from collectdesk.ui.parts.value_model import ranked
from collectdesk.ui.today.columns import COLUMNS, GROUPS, filtered, late_tone
from collectdesk.ui.wording import sentence
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectdesk.desk.customers.today import WorkItem, Worklist
    from collectdesk.ui.office import Office


class TodayTable(PagedTable["WorkItem"]):
    """However much is due: what came with the list stands at once, the rest follows as it comes into sight."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._found: Worklist | None = None
        self._group = ""
        super().__init__(
            office.speech, mark("Worklist"), COLUMNS, lambda item: item.step_id, self._page,
            opens_on_click=False, row_tone=late_tone,
        )  # fmt: skip
        self.sort_asked.connect(lambda _column, _descending: self._show())

    def show_list(self, found: Worklist, group: str) -> None:
        """Show a list by one of its filters; the order the person chose stays."""
        self._found, self._group = found, group
        self._show()

    def _show(self) -> None:
        found, model = self._found, self.paged
        if found is None:
            return
        items: Sequence[WorkItem] = filtered(found.items, self._group)
        column = None if model.sorted_by is None else COLUMNS[model.sorted_by]
        if column is not None:
            items = ranked(items, column, self._office.words, descending=model.descending)
        if column is None or not found.is_cut:
            self.show_ids([item.step_id for item in items], items)
        if found.is_cut:
            self._ask_for_all(found, () if column is not None else items)

    def _ask_for_all(self, found: Worklist, beginning: Sequence[WorkItem]) -> None:
        model, group = self.paged, self._group
        asked = (found, group, model.sorted_by, model.descending)
        column = "" if model.sorted_by is None else COLUMNS[model.sorted_by].id

        def whole(ids: tuple[str, ...]) -> None:
            if asked == (self._found, self._group, model.sorted_by, model.descending):
                self.show_ids(ids, beginning)

        deed = ListToday(found.whose, GROUPS.get(group, ()), column, model.descending)
        self._office.run(deed, owner=self, done=whole, failed=self._not_listed)

    def _not_listed(self, error: BaseException) -> None:
        self.show_note(sentence(self._office.words, error))

    def _page(self, ids: Sequence[Any], deliver: Callable[[Sequence[WorkItem]], None]) -> None:
        whose = self._found.whose if self._found is not None else ""
        self._office.run(
            ReadToday(tuple(ids), whose), owner=self, done=deliver, failed=lambda _error: deliver(())
        )
