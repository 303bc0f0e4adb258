"""Owns the forms of the Notices tab: a new notice with the rules' word on it, its posting, its proof, its end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from collectdesk.desk.contact.noticing import KINDS, Wanted
from collectdesk.desk.contact.serving import Proof
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import PROOFS, NoticeState, ServedBy
from collectdesk.domain.contact.texts import TextKind
from collectdesk.domain.rules.packs import Outcome
from collectdesk.terms import term
from collectdesk.ui import ask
from collectdesk.ui.casefile.people import point_text
from collectdesk.ui.casefile.person_forms import SideForm
from collectdesk.ui.casefile.tab import english
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.parts.ticks import Ticks
from collectdesk.ui.tokens import Tone
from collectdesk.words import CHINESE, ENGLISH, mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collectdesk.desk.contact.noticing import Looked, Offered
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.domain.contact.notices import Level
    from collectdesk.domain.contact.texts import Text
    from collectdesk.ui.office import Office

HESITATION_MS = 250
SCANS = mark("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)")


class NoticeForm(SideForm):
    """A new notice. ``asks`` carries what stands in it whenever the rules' word is wanted."""

    asks = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("New notice"), mark("Write the notice"), "notice")
        self._office = office
        self._offered: Offered | None = None
        self._file: CustomerFile | None = None
        self.level, self.channel, self.point = (PickOne(office.speech) for _ in range(3))
        self.product = PickOne(office.speech)
        languages = [(CHINESE, mark("Chinese")), (ENGLISH, mark("English"))]
        self.language = PickOne(office.speech, languages, must=True)
        self.sentences = Ticks()
        form = self.form
        form.add("level", mark("Level"), self.level, needed=True)
        form.add("channel", mark("Way"), self.channel, needed=True)
        form.add("point_id", mark("To"), self.point, needed=True)
        form.add("product", mark("About"), self.product)
        form.add("language", mark("Language"), self.language)
        form.add("sentences", mark("Add"), self.sentences)
        form.add("extra", mark("In your own words"), NoteEdit(office.speech, lines=2),
                 hint=mark("Checked for threats and false claims; a supervisor reads it."))  # fmt: skip
        form.add("reason", mark("Reason"), TextEdit(longest=200),
                 hint=mark("Only where the clock or a rule asks for one"))  # fmt: skip
        self.defaults = {"language": CHINESE}
        self.rules = RuleLines(office.speech)
        self.says = label(None, "", "mute", wrap=True)
        self.body.insertWidget(self.body.count() - 2, self.says)
        self.body.insertWidget(self.body.count() - 2, self.rules)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)
        self.level.edited.connect(self._suit)
        self.channel.edited.connect(self._suit)
        self.point.edited.connect(self._suit)
        self.language.edited.connect(self._suit)
        form.changed.connect(lambda: self._soon.start(HESITATION_MS))

    def offer(self, offered: Offered, file: CustomerFile) -> None:
        """What can be chosen for this customer."""
        self._offered, self._file = offered, file
        chinese = self._office.words.is_chinese
        self.level.offer([(level.code, level.name.text(chinese=chinese)) for level in offered.levels])
        owed = [view.product for view in file.products if view.product.dpd > 0]
        words = self._office.words
        self.product.offer(
            [(str(p.id), f"{term(words, p.kind)} {p.contract_no or p.account_no}") for p in owed]
        )
        self._suit()

    def _chosen_level(self) -> Level | None:
        levels = self._offered.levels if self._offered else ()
        return next((level for level in levels if level.code == self.level.value()), None)

    def _suit(self) -> None:
        """Each answer narrows the next: the level its ways, the way its points, the text its sentences."""
        level, file, words = self._chosen_level(), self._file, self._office.words
        channels = level.channels if level else ()
        self.channel.offer([(each, english(each)) for each in channels])
        if channels and self.channel.value() is None:
            self.channel.put(channels[0])
        kind = KINDS.get(self.channel.value())
        points = [p for p in file.points if p.kind == kind and p.standing == "valid"] if file else []
        self.point.offer([(p.id, point_text(words, p)) for p in points])
        own = [p for p in points if not p.party]
        if self.point.value() is None and own and level is not None and "debtor" in level.to:
            self.point.put(own[0].id)
        chosen = next((p for p in points if p.id == self.point.value()), None)
        self.form.show_line("product", chosen is not None and bool(chosen.party))
        text = self.text()
        self.sentences.offer(text.sentences if text else ())
        self.form.show_line("sentences", bool(text and text.sentences))

    def text(self) -> Text | None:
        """The text that the answers lead to."""
        level, channel = self._chosen_level(), self.channel.value()
        if level is None or channel is None or self._offered is None:
            return None
        kind = {Channel.LETTER: TextKind.LETTER, Channel.EMAIL: TextKind.EMAIL}.get(channel, TextKind.SMS)
        fitting = (t for t in self._offered.texts if t.kind is kind and t.language == self.language.value())
        return next((t for t in fitting if level.code in t.levels), None)

    def wanted(self) -> Wanted | None:
        """The notice as it stands, None while something needed is blank."""
        said = self.form.values()
        if None in (said["level"], said["channel"], said["point_id"]):
            return None
        return Wanted(
            said["level"], said["point_id"], said["channel"], said["language"],
            sentences=said["sentences"] or (), extra=said["extra"] or "", reason=said["reason"] or "",
            product_ids=(said["product"],) if said["product"] else (),
        )  # fmt: skip

    def _ask(self) -> None:
        if (wanted := self.wanted()) is not None:
            self.asks.emit(wanted)
        else:
            self.show_word(None)

    def show_word(self, looked: Looked | None) -> None:
        """What the rules and the clock say of it; nothing while it isn't whole."""
        words = self._office.words
        said = ""
        if looked is not None and looked.early is not None:
            day = words.date(looked.early.from_on)
            said = words.say(
                mark("By its clock it comes on {day} at the earliest: say why earlier."), day=day
            )
        elif looked is not None and looked.judgement.is_lawful:
            said = words.say(mark("The rules let it through."))
        self.says.setText(said)
        self.says.setVisible(bool(said))
        judged = looked.judgement.decisions if looked is not None else ()
        speaking = [each for each in judged if each.outcome is not Outcome.HINT]
        refused = any(each.outcome is Outcome.REFUSED for each in speaking)
        self.rules.show_rulings(speaking, Tone.DANGER if refused else Tone.WARN)


class PostForm(SideForm):
    """A letter was given to the post."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("Given to the post"), mark("Note the posting"), "notice_posted")
        self.form.add("posted_on", mark("Posted on"), DateEdit(office.speech, today), needed=True)
        self.form.add(
            "waybill",
            mark("Waybill"),
            TextEdit(office.speech, mark("as on the post office's slip"), longest=40),
        )


class ProofForm(SideForm):
    """How a letter's way ended."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("How it was served"), mark("Keep the proof"), "notice_proof")
        self._office = office
        speech, form = office.speech, self.form
        states = [(state, english(state)) for state in PROOFS]
        form.add("state", mark("Result"), PickOne(speech, states), needed=True)
        form.add("happened_on", mark("On"), DateEdit(speech, today), needed=True)
        form.add(
            "served_by", mark("Brought"), PickOne(speech, [(w, english(w)) for w in ServedBy]), needed=True
        )
        form.add("taken_by", mark("Taken by"), TextEdit(longest=60))
        form.add("note", mark("Note"), NoteEdit(speech, lines=2))
        form.add("scan", mark("Scan"), TextEdit(speech, mark("choose the file, or type where it is")))
        holds = [(True, mark("It holds")), (False, mark("Nobody is reached there any more"))]
        form.add("address_holds", mark("The address"), PickOne(speech, holds, must=True))
        self.defaults = {"served_by": ServedBy.POST, "address_holds": True}
        self.add_act(mark("Choose the scan…"), self._choose)
        form.field("state").edited.connect(self._suit)
        self._suit()

    def _suit(self) -> None:
        self.form.show_line("address_holds", self.form.values()["state"] is NoticeState.RETURNED)

    def _choose(self) -> None:
        say = self._office.say
        chosen = ask.file_to_open(self, say(mark("Choose the scan")), say(SCANS))
        if chosen is not None:
            self.form.put({"scan": str(chosen)})

    @staticmethod
    def proof(values: dict[str, Any]) -> Proof:
        """What was typed, as the desk takes it."""
        scan = Path(values["scan"]) if values["scan"] else None
        return Proof(
            values["state"], values["happened_on"], values["served_by"], values["taken_by"] or "",
            values["note"] or "", scan, bool(values["address_holds"]),
        )  # fmt: skip


class DropForm(SideForm):
    """Why a notice doesn't go out, or isn't approved."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Put the notice aside"), mark("Put it aside"), "notice_dropped")
        self.form.add("reason", mark("Reason"), TextEdit(longest=200), needed=True)
