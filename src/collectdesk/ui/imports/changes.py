"""Owns the diff before an import: each finding a line, one click or Enter from its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSplitter, QVBoxLayout, QWidget

from collectdesk.terms_ledgers import field_text, finding_text, value_text, verdict
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.intake.import_diff import DiffRow, Finding, ImportDiff
    from collectdesk.ui.office import Office

SHOWN: Final = 5_000
"""Rows of one finding that are listed; more of one kind nobody reads."""

TITLE: Final = mark("What the file changes")
BEFORE: Final = mark("Before")
AFTER: Final = mark("In the file")


def _findings(title: str) -> tuple[Column[Any], ...]:
    return (
        Column(
            title, finding_text, Kind.BOLD, stretch=True,
            sort=lambda f: -len(f.rows), tone=lambda f: Tone.WARN if f.needs_look else Tone.PLAIN,
        ),
    )  # fmt: skip


def _rows(before: str, after: str) -> tuple[Column[Any], ...]:
    return (
        Column(
            mark("Line"), lambda w, r: w.number(r.line) if r.line else "—", Kind.NUMBER, sort=lambda r: r.line
        ),
        Column(mark("Customer no."), lambda _w, r: r.customer_no, Kind.MUTED),
        Column(mark("Name"), lambda _w, r: r.name, Kind.BOLD, firm=True),
        Column(mark("Account"), lambda _w, r: r.account_no, Kind.MUTED),
        Column(mark("About"), field_text, Kind.MUTED),
        Column(before, lambda w, r: value_text(w, r.before), Kind.MUTED),
        Column(after, lambda w, r: value_text(w, r.after), Kind.BOLD, stretch=True),
    )


class Changes(QWidget):
    """``whole_chosen`` says that the person decided whether the list is the branch's whole one."""

    whole_chosen = Signal(bool)

    def __init__(
        self, office: Office, *, title: str = TITLE, before: str = BEFORE, after: str = AFTER
    ) -> None:
        super().__init__()
        self._office = office
        self._diff: ImportDiff | None = None
        self._chosen: bool | None = None
        speech = office.speech
        self.verdict = label(None, "", "", wrap=True)
        self.whole = QCheckBox()
        speech.bind(
            self.whole, self.whole.setText, mark("The whole overdue list: what it leaves out is paid")
        )
        self.whole.toggled.connect(self._toggled)
        self.findings: ValueTable[Finding] = rows_table(
            speech,
            title,
            _findings(title),
            lambda f: f.code,
            opens_on_click=False,
            row_tone=lambda f: Tone.WARN if f.needs_look else Tone.PLAIN,
        )
        self.findings.set_empty(mark("Comparing with the branch…"))
        self.rows: ValueTable[DiffRow] = rows_table(
            speech,
            mark("Rows of the finding"),
            _rows(before, after),
            lambda r: (r.line, r.account_no, r.field, str(r.after)),
            opens_on_click=False,
        )
        self.rows.set_empty(mark("Choose a finding to see its rows"))
        self.findings.picked.connect(self._show_rows)
        self.findings.clicked.connect(lambda _at: self._show_rows(self.findings.chosen))
        self.findings.opened.connect(lambda _f: self.rows.setFocus(Qt.FocusReason.OtherFocusReason))
        self._lay_out()

    def _lay_out(self) -> None:
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.addWidget(self.findings)
        beside.addWidget(self.rows)
        beside.setSizes([330, 770])
        beside.setStretchFactor(1, 1)
        beside.setHandleWidth(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        head = row(self.verdict, self.whole)
        head.setStretch(0, 1)
        head.setContentsMargins(12, 0, 12, 0)
        layout.addLayout(head)
        layout.addWidget(beside, 1)

    @property
    def diff(self) -> ImportDiff | None:
        """What is shown; None while it is being compared."""
        return self._diff

    @property
    def chosen_whole(self) -> bool | None:
        """What the person said of the list; None leaves it to what the list names."""
        return self._chosen

    def show_diff(self, diff: ImportDiff | None, *, asks_whole: bool) -> None:
        """Show a comparison; None while there is none."""
        self._diff = diff
        if diff is None:
            self._chosen = None
        self.whole.setVisible(asks_whole and diff is not None and not diff.same_as)
        self.whole.blockSignals(True)
        self.whole.setChecked(diff is not None and diff.is_whole)
        self.whole.blockSignals(False)
        self.findings.show_rows(diff.findings if diff is not None else ())
        self._show_rows(self.findings.chosen)
        self.retranslate()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show findings that belong to no file."""
        self._diff = None
        self.whole.hide()
        self.findings.set_empty(mark("Nothing differs"), mark("Core banking's figures and our own agree."))
        self.findings.show_rows(findings)
        self._show_rows(self.findings.chosen)
        self.findings.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        diff = self._diff
        self.verdict.setText(verdict(self._office.words, diff) if diff is not None else "")
        set_tone(self.verdict, "warn", diff is not None and any(f.needs_look for f in diff.findings))

    def _show_rows(self, finding: Finding | None) -> None:
        self.rows.show_rows(finding.rows[:SHOWN] if finding is not None else ())

    def _toggled(self, chosen: bool) -> None:
        self._chosen = chosen
        self.whole_chosen.emit(chosen)
