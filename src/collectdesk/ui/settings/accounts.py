"""Owns the list of who signs in, with what was tried at the door, and the forms to add, change and let go."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.people.keeping_people import AddPerson, ChangeRole, RemovePerson, ResetPassword
from collectdesk.desk.people.staffing import AccountLine, ShowAccounts
from collectdesk.domain.people.people import Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import flowing
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.second_person import PasswordEdit, add_second, offer_seconds, run_for_two
from collectdesk.ui.sign_in.happenings import RENEW
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.ui.office import Office

ROLES: Final = (
    (Role.CLERK, mark("Clerk")),
    (Role.SUPERVISOR, mark("Supervisor")),
    (Role.ADMINISTRATOR, mark("Administrator")),
    (Role.AUDITOR, mark("Auditor")),
    (Role.UNATTENDED, mark("Unattended")),
)
NEW_KEYS: Final = mark(
    "The person can't sign in any more. A copy of the keys file they may have still opens what is written, until "
    "the branch has new keys. Backups made before stay readable to whoever could read them, also after that. "
    "New keys take a second person and sign you out."
)
_MANY: Final = 3
NEVER: Final = datetime.min.replace(tzinfo=UTC)


def tries_status(words: Words, line: AccountLine) -> Status | None:
    """The wrong passwords since the last sign-in; None where there were none."""
    if not line.tries:
        return None
    said = words.plural("{count} wrong try", "{count} wrong tries", line.tries)
    return Status(
        f"{said} · {words.instant(line.tried_at)}", Tone.DANGER if line.tries >= _MANY else Tone.WARN, True
    )


def tried_text(words: Words, line: AccountLine) -> Any:
    return tries_status(words, line) or Status(words.say(mark("none")), Tone.PLAIN)


class Accounts(QWidget):
    """The list; beside it, for the administrator, who is added and what becomes of the chosen one."""

    said = Signal(object)
    shown = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self.may_keep = office.may(AddPerson.needs)
        columns: tuple[Column[AccountLine], ...] = (
            Column(mark("Name"), lambda _w, r: r.name, Kind.BOLD),
            Column(mark("Login"), lambda _w, r: r.login, Kind.MUTED, width=116),
            Column(mark("Role"), lambda w, r: term(w, r.role), width=112),
            Column(
                mark("Last sign-in"),
                lambda w, r: w.date(local_day(r.opened_at)) if r.opened_at else "—",
                Kind.MUTED,
                sort=lambda r: r.opened_at or NEVER,
                width=98,
            ),
            Column(
                mark("Wrong passwords since"), tried_text, Kind.CHIP, sort=lambda r: r.tries, stretch=True
            ),
        )
        self.table = rows_table(
            self.speech, mark("Accounts"), columns, lambda r: r.login, opens_on_click=False
        )
        listed = Card(self.speech, mark("Who signs in"), flush=True)
        listed.add(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        if not self.may_keep:
            whole.addWidget(listed)
            return
        self.table.picked.connect(self._picked)
        whole.addWidget(ListBesideForm(listed, self._forms()))

    def _forms(self) -> QWidget:
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._new_card())
        inside.addWidget(self._chosen_card())
        inside.addStretch(1)
        return held

    def _new_card(self) -> Card:
        card, form = Card(self.speech, mark("Add a person")), Form(self.speech)
        form.add("login", mark("Signs in as"), TextEdit(longest=32), needed=True)
        form.add("name", mark("Name"), TextEdit(longest=60), needed=True)
        form.add("role", mark("Role"), PickOne(self.speech, ROLES), needed=True)
        form.add(
            "staff_no", mark("Staff no."), TextEdit(longest=32), hint=mark("For those who go out as well.")
        )
        hint = mark("They type it themselves: 12 characters or more, a few words are best.")
        form.add("password", mark("Password"), PasswordEdit(), needed=True, hint=hint)
        form.add("again", mark("Password again"), PasswordEdit(), needed=True)
        self.new_second = add_second(form, self.office)
        self.new = form
        card.add(form)
        card.add(row(None, button(self.speech, mark("Add the person"), self.save, look="primary", key="F2")))
        return card

    def _chosen_card(self) -> Card:
        card, form = Card(self.speech, mark("The chosen person")), Form(self.speech)
        self.whom = label(None, "", "mute")
        form.add("role", mark("New role"), PickOne(self.speech, ROLES))
        form.add("password", mark("New password"), PasswordEdit(), hint=mark("They type it themselves."))
        form.add("again", mark("Password again"), PasswordEdit())
        self.chosen_second = add_second(form, self.office)
        self.chosen = form
        self.acts = [
            button(self.speech, mark("Change the role"), self._change_role),
            button(self.speech, mark("Reset the password"), self._reset),
            button(self.speech, mark("Remove"), self._remove, look="danger"),
        ]
        card.add(self.whom)
        card.add(form)
        card.add(flowing(*self.acts))
        hint = mark(
            "Whoever is removed can do nothing more at once. Copies of the keys file made before still open with their "
            "password: change the branch's keys afterwards."
        )
        card.add(label(self.speech, hint, "faint", wrap=True))
        return card

    # ---- showing

    def load(self) -> None:
        """Ask who signs in now."""
        self.office.run(ShowAccounts(), owner=self, done=self._show)

    def _show(self, lines: tuple[AccountLine, ...]) -> None:
        self.table.show_rows(lines)
        self.shown.emit(lines)
        if self.may_keep:
            for field in (self.new_second, self.chosen_second):
                offer_seconds(field, self.office, lines)
            self._picked(self.table.chosen)

    def _picked(self, line: AccountLine | None) -> None:
        nobody = self.office.say(mark("Choose a person in the list."))
        self.whom.setText(line.name if line else nobody)
        for act in self.acts:
            act.setEnabled(line is not None)

    def retranslate(self) -> None:
        if self.may_keep:
            self._picked(self.table.chosen)

    # ---- deeds

    def save(self) -> None:
        """Add the person as typed."""
        said = self.new.read() if self.may_keep else None
        if said is None or not self._same(self.new, said):
            return

        def deed(second: SecondPerson | None) -> AddPerson:
            return AddPerson(
                said["login"], said["name"], said["role"], said["password"], said["staff_no"] or "", second
            )

        self._run(self.new, said, deed, mark("The person was added and can sign in."))

    def _change_role(self) -> None:
        said, line = self.chosen.read(), self.table.chosen
        if said is None or line is None:
            return
        if said["role"] is None:
            self.chosen.refuse("role", self.office.say(mark("Choose the new role.")))
            return
        self._run(
            self.chosen, said, lambda second: ChangeRole(line.login, said["role"], second),
            mark("The role was changed; it counts at once."),
        )  # fmt: skip

    def _reset(self) -> None:
        said, line = self.chosen.read(), self.table.chosen
        if said is None or line is None or not self._same(self.chosen, said):
            return
        self._run(
            self.chosen, said, lambda second: ResetPassword(line.login, said["password"] or "", second),
            mark("The password was reset; the old one opens nothing any more."),
        )  # fmt: skip

    def _remove(self) -> None:
        line = self.table.chosen
        if line is not None:
            self._run(
                self.chosen, {}, lambda _second: RemovePerson(line.login), mark("The person was removed."),
                self._offer_new_keys if self.office.may(Permission.ROTATE_KEYS) else None,
            )  # fmt: skip

    def _offer_new_keys(self) -> None:
        """What was copied before still opens the branch until it has other keys."""
        say = self.office.say
        if ask.agrees(self, say(mark("New keys for the branch")), say(NEW_KEYS), say(mark("New keys now")),
                      say(mark("Later, under Branch keys"))):  # fmt: skip
            self.office.keys_asked.emit(RENEW, "leaver")

    def _same(self, form: Form, said: dict[str, Any]) -> bool:
        if said["password"] == said["again"]:
            return True
        form.refuse("again", wording.sentence(self.office.words, Refused("password.differs")))
        return False

    def _run(
        self,
        form: Form,
        said: dict[str, Any],
        deed: Any,
        sentence: str,
        then: Callable[[], None] | None = None,
    ) -> None:
        def done(_result: Any) -> None:
            form.clear()  # also forgets every password typed
            self.said.emit(Note(self.office.say(sentence)))
            self.table.setFocus()
            if then is not None:
                then()

        def failed(error: BaseException) -> None:
            if getattr(error, "code", "") in ("store.wrong_password", "store.wait"):
                form.refuse("second_password", wording.sentence(self.office.words, error))
            elif not form.take_refusal(error):
                self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))

        run_for_two(self.office, said, deed, owner=self, done=done, failed=failed)
