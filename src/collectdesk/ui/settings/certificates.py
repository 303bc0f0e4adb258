"""Owns the certificates of one person: attached by whoever keeps people, looked at by everybody who sees the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from collectdesk.desk.people.certificates import (
    AttachCertificate,
    CertificateLine,
    ListCertificates,
    LookAtCertificate,
)
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.people.certificates import Looked
    from collectdesk.ui.office import Office

_WIDTH: Final = 720
_COLUMNS: Final[tuple[Column[CertificateLine], ...]] = (
    Column(mark("Certificate"), lambda _w, one: one.number, Kind.BOLD),
    Column(mark("File"), lambda _w, one: one.name, Kind.MUTED, stretch=True),
    Column(
        mark("Attached"), lambda w, one: w.date(one.attached_on), firm=True, sort=lambda one: one.attached_on
    ),
)


class CertificatesCard(Card):
    """A short list; a line that is opened shows its paper below."""

    def __init__(self, office: Office, tell: Callable[[Note], None]) -> None:
        super().__init__(office.speech, mark("Certificates"))
        self._office, self._tell, self._staff_id = office, tell, ""
        speech = office.speech
        self.table = rows_table(speech, mark("Certificates of the person"), _COLUMNS, lambda one: one.id)
        self.table.set_empty(mark("No certificate is attached"), mark("Attach a PDF or a photo of it."))
        self.table.setFixedHeight(112)
        self.table.opened.connect(self.look_at)
        self.attach_button = button(speech, mark("Attach a certificate…"), self.attach, icon="file-input")
        self.picture = label(None, "")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        speech.bind(self.picture, self.picture.setAccessibleName, mark("The certificate"))
        self.add(self.table)
        self.add(row(None, self.attach_button))
        self.add(self.picture)
        self.attach_button.setVisible(office.may(AttachCertificate.needs))
        self.show_person("")

    def show_person(self, staff_id: str) -> None:
        """The certificates of this person; empty: nobody is chosen."""
        if staff_id != self._staff_id:
            self.picture.clear()
        self.picture.hide()
        self._staff_id = staff_id
        self.attach_button.setEnabled(bool(staff_id))
        self.table.show_rows(())
        if staff_id:
            self._office.run(ListCertificates(staff_id), owner=self, done=self.table.show_rows)

    def attach(self) -> None:
        """Choose the file and keep it."""
        kinds = self._office.say(mark("Certificates (*.pdf *.jpg *.jpeg *.png)"))
        path = ask.file_to_open(self, self._office.say(mark("Attach a certificate")), kinds)
        if path is None or not self._staff_id:
            return
        self._office.run(
            AttachCertificate(self._staff_id, path),
            owner=self,
            done=lambda _id: self._attached(),
            failed=self._refused,
        )

    def _attached(self) -> None:
        self._tell(Note(self._office.say(mark("The certificate is attached.")), Tone.GOOD))
        self.show_person(self._staff_id)

    def look_at(self, line: CertificateLine) -> None:
        """Show the first page."""
        self._office.run(
            LookAtCertificate(line.id, 1, _WIDTH), owner=self, done=self._show, failed=self._refused
        )

    def _show(self, found: Looked) -> None:
        drawn = QPixmap()
        drawn.loadFromData(found.picture)
        width = max(200, min(drawn.width(), self.width() - 40))
        self.picture.setPixmap(drawn.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
        self.picture.show()

    def _refused(self, error: BaseException) -> None:
        self._tell(Note(wording.sentence(self._office.words, error), Tone.DANGER))
