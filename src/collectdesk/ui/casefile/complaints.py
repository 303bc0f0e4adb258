"""Owns the tab of complaints in a customer's file: what was brought, and the form that registers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.contact.complaints import ComplaintView, ListColleagues, ListComplaints
from collectdesk.domain.people.people import Permission
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.complaints.columns import OF_CASE
from collectdesk.ui.complaints.forms import RegisterForm
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.ui.office import Office


class ComplaintsTab(Tab):
    """The complaints of one customer; Enter opens one in the register, where it is answered."""

    sentence = mark("Complaints")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.table: ValueTable[ComplaintView] = rows_table(
            self.speech, mark("Complaints"), OF_CASE, lambda shown: shown.complaint.id
        )
        self.table.set_empty(
            mark("Nobody has complained"), mark("A complaint holds what it is about until it is closed.")
        )
        self.table.opened.connect(lambda shown: self.host.go("complaints", shown.complaint.id))
        self.register = RegisterForm(office, self.today)
        self.register.submitted.connect(self._register)
        left = QWidget()
        left.setLayout(column(framed(Card(self.speech, mark("Complaints"), flush=True), self.table, 4)))
        self._side = QWidget()
        self._side.setLayout(column(self.register, None))
        self.lay_beside(left, self._side, (3, 2), 1)

    def show_file(self, file: CustomerFile) -> None:
        self._side.setVisible(self.may(Permission.WORK_CASES))
        if file.case is None:
            self.table.show_rows(())
            return
        self.register.begin_for(file.case.id, file.customer.name, self.today())
        self.run(ListComplaints(file.case.id), self.table.show_rows, self.host.warn)
        self.run(ListColleagues(), self.register.offer_colleagues, self.host.warn)

    def _register(self, values: dict[str, Any]) -> None:
        said = self.office.say(mark("It is registered; the day of its answer stands in Today in good time."))

        def done(_id: str) -> None:
            self.register.finish()
            self.host.confirm(said)
            self.table.setFocus()

        self.run(self.register.deed(self.case_id, values), done, self.register.refuse)

    def focus_first(self) -> None:
        if self.table.values.rowCount() or not self._side.isVisible():
            self.table.setFocus()
        else:
            self.register.form.focus("complainant")
