"""A window with made-up rows, to look at: ``python tests/ui/gallery.py FOLDER`` writes its pictures there."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QTabBar

from collectdesk.domain.ids import AccountId
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Actor, Role
from collectdesk.ui.actions import Act
from collectdesk.ui.app import QtWords, open_application
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.page import Note, Page
from collectdesk.ui.pages import PAGES, PageSpec
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, ListBesideDetail, column, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.facts import Fact, Facts, Figures
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, NoteEdit, PickOne, TimeEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.timeline import Event, Timeline
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.theme import Density, Look, theme
from collectdesk.ui.tokens import Tone
from collectdesk.ui.window import Window
from collectdesk.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TODAY = date(2026, 3, 18)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the worklist."""

    id: str
    name: str
    number: str
    product: str
    owed: Money
    days: int
    status: str
    next_step: str
    who: str
    late: bool = False


TONES = {
    "承诺还款": (Tone.GOOD, False),
    "待上门": (Tone.NOTICE, False),
    "失联": (Tone.WARN, True),
    "争议中": (Tone.SPECIAL, True),
    "已结清": (Tone.PLAIN, False),
    "法务": (Tone.DANGER, True),
}


def made_rows(count: int = 120) -> list[Row]:
    """Names that are nobody's, the same every time."""
    first, last = "王李张刘陈杨黄赵吴周", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
    products, people = ("个人消费贷", "信用卡", "经营贷", "车贷", "设备租赁"), ("陈静", "周敏", "Li Wei")
    steps = ("03-18 电话", "03-19 上门", "03-20 发函", "03-23 电话")
    days = (3, 12, 28, 31, 45, 61, 75, 92, 130, 186)
    rows = []
    for at in range(count):
        mixed = at * 7919 % 1009
        rows.append(
            Row(
                id=f"c{at}",
                name=first[mixed % 10] + last[mixed % 20] + (last[mixed % 17] if mixed % 3 else ""),
                number=f"C{mixed * 8017 % 10**8:08d}",
                product=products[mixed % 5],
                owed=Money(80_000 + mixed * 41_233),
                days=days[mixed % 10],
                status=tuple(TONES)[mixed % 6],
                next_step=steps[mixed % 4],
                who=people[mixed % 3],
                late=at < 3,
            )
        )
    return rows


def status_of(_words: Words, shown: Row) -> Status:
    tone, calls = TONES[shown.status]
    return Status(shown.status, tone, calls)


COLUMNS: tuple[Column[Row], ...] = (
    Column("Customer", lambda _w, r: r.name, Kind.BOLD),
    Column("Customer no.", lambda _w, r: r.number, Kind.MUTED),
    Column("Product", lambda _w, r: r.product, Kind.MUTED),
    Column("Owed", lambda w, r: w.money(r.owed, sign=False), Kind.MONEY, sort=lambda r: r.owed.fen),
    Column(
        "Days past due",
        lambda w, r: w.number(r.days),
        Kind.NUMBER,
        sort=lambda r: r.days,
        tone=lambda r: Tone.DANGER if r.days > 90 else Tone.PLAIN,
    ),
    Column("State", status_of, Kind.CHIP),
    Column("Next step", lambda _w, r: r.next_step, stretch=True),
    Column("In charge", lambda _w, r: r.who, Kind.MUTED),
)
EVENTS = (
    Event(1, "今天 09:12 · 电话 · 陈静", "接通，客户承诺 03-25 还款 5,000 元", "phone", Tone.NOTICE),
    Event(2, "03-16 15:40 · 上门 · 周敏 / Li Wei", "客户不在家，邻居称已搬离，留函一份；"
          "次日再次核对登记地址，与户籍地址不一致，已列入三处地址比对。", "route"),
    Event(3, "03-12 10:05 · 发函 · 陈静", "逾期提醒函 No. 20260312-044 已打印", "printer"),
    Event(4, "03-03 11:30 · 风险 · 系统", "征信命中：他行逾期 2 笔", "shield-alert", Tone.WARN),
    Event(5, "02-26 16:20 · 电话 · 陈静", "无人接听（3 次）", "phone"),
    Event(6, "02-20 09:00 · 导入 · 系统", "逾期名单 2026-02-20 首次出现，逾期 3 天", "download"),
)  # fmt: skip


class WorkPage(Page):
    """A list beside its detail, as most pages are."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self.segments = Segments(
            speech,
            "Show",
            (
                Segment("all", "All", 128),
                Segment("promised", "Promise due", 17),
                Segment("visit", "To visit", 42),
                Segment("lost", "Out of contact", 23),
            ),
        )
        self.table = rows_table(
            speech,
            "Worklist",
            COLUMNS,
            lambda r: r.id,
            opens_on_click=False,
            row_tone=lambda r: Tone.DANGER if r.late else Tone.PLAIN,
        )
        self.table.set_empty("Nothing is due today", "Import today's overdue list with Ctrl+I.")
        work = Card(speech, "Work of today", flush=True)
        work.title.setProperty("look", "title")
        work.say_beside("128")
        work.head.addWidget(self.segments)
        work.add(self.table, 1)
        layout = column(ListBesideDetail(work, self._detail()))
        layout.setContentsMargins(16, 10, 16, 12)
        self.setLayout(layout)
        self.table.picked.connect(self._show)

    def _detail(self) -> Any:
        from PySide6.QtWidgets import QWidget

        speech = self.speech
        self.name, self.about, self.chip = label(None, "", "heading"), label(None, "", "mute"), Chip()
        self.figures = Figures()
        head = Card()
        head.add(row(self.name, self.about, None, self.chip))
        head.add(self.figures)
        head.add(
            row(
                button(speech, "Call", icon="phone"),
                button(speech, "Record a visit", icon="clipboard-pen"),
                button(speech, "Print a letter", icon="printer"),
                None,
            )
        )
        self.form = Form(speech)
        self.form.add("day", "Promised for", DateEdit(speech, lambda: TODAY), needed=True)
        self.form.add("amount", "Amount (yuan)", MoneyEdit(), needed=True)
        self.form.add("note", "Note", NoteEdit(speech, "What was said", lines=2))
        step = Card(speech, "Next step")
        step.say_beside("承诺还款跟进")
        step.add(self.form)
        step.add(
            row(
                None,
                button(speech, "Another day"),
                button(speech, "Enter result", self.save, look="primary", key="F2"),
            )
        )
        tabs = QTabBar()
        for name in ("时间线", "产品与还款", "联系方式", "文件 (4)"):
            tabs.addTab(name)
        tabs.setDrawBase(False)
        tabs.setExpanding(False)
        self.timeline = Timeline(speech)
        past = Card(flush=True)
        past.add(tabs)
        past.add(self.timeline, 1)
        side = column(head, step, past)
        side.setStretch(2, 1)
        held = QWidget()
        held.setLayout(side)
        return held

    def title(self) -> str:
        return self.office.say("Today")

    def refresh(self, touched: frozenset[Any]) -> None:
        self.table.show_rows(made_rows())
        self.timeline.show_events(EVENTS)

    def _show(self, shown: Row | None) -> None:
        if shown is None:
            return
        words = self.office.words
        self.name.setText(shown.name)
        self.about.setText(f"{shown.number} · {shown.product}")
        self.chip.show_status(status_of(words, shown))
        self.figures.show_facts(
            (
                Fact(words.say("Owed"), words.money(shown.owed)),
                Fact(
                    words.say("Days past due"),
                    str(shown.days),
                    Tone.DANGER if shown.days > 90 else Tone.PLAIN,
                ),
                Fact(words.say("Paid this month"), words.money(Money(300_000))),
            )
        )

    def retranslate(self) -> None:
        self._show(self.table.chosen)

    def focus_first(self) -> None:
        self.table.setFocus()

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        return {Act.MAIN: self.save}

    def save(self) -> None:
        if self.form.read() is not None:
            self.confirm("承诺已登记：2026-03-25，5,000.00 元。", undo=self.form.clear)

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("↑↓", "Choose"), ("Enter", "Open"), ("F2", "Enter result"))


class FormPage(Page):
    """A long form, as the visit record is."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        form = self.form = Form(speech)
        form.add("day", "Visited on", DateEdit(speech, lambda: TODAY), needed=True)
        form.add("clock", "Arrived at", TimeEdit(speech), needed=True)
        met = (
            ("borrower", "The borrower"),
            ("family", "Family"),
            ("nobody", "Nobody"),
            ("refused", "Refused to talk"),
        )
        form.add("met", "Who was met", Choices(speech, met), needed=True)
        reasons = (("job", "Lost work"), ("ill", "Illness"), ("debt", "Other debts"),
                   ("dispute", "Disputes the debt"),
                   ("forgot", "Forgot"))  # fmt: skip
        form.add("why", "Reasons", Choices(speech, reasons, several=True), hint="As the customer gave them.")
        form.add("income", "Monthly income (yuan)", MoneyEdit())
        form.add("second", "Second visitor", PickOne(speech, (("a", "周敏"), ("b", "Li Wei"))), needed=True)
        form.add("note", "What was said", NoteEdit(speech, lines=4))
        card = Card(speech, "Visit record")
        card.add(form)
        card.add(
            row(
                None,
                button(speech, "Keep as draft"),
                button(speech, "Save the record", self.save, look="primary"),
            )
        )
        facts = Facts()
        facts.show_facts([Fact("客户", "李军 C05538995"),
                          Fact("地址", "滨海市新城区人民路 88 号 3 幢 2 单元 601 室"),
                          Fact("安全提示", "单元门禁，晚 19 点后勿访", Tone.WARN)])  # fmt: skip
        side = Card(speech, "Sheet")
        side.add(facts)
        side.body.addStretch(1)
        card.body.addStretch(1)
        layout = row(card, side, spacing=12)
        layout.setStretch(0, 3)
        layout.setStretch(1, 2)
        layout.setContentsMargins(16, 10, 16, 12)
        self.setLayout(layout)

    def title(self) -> str:
        return self.office.say("Record")

    def focus_first(self) -> None:
        self.form.focus("day")

    def save(self) -> None:
        self.form.read()


class EmptyPage(Page):
    """A list with nothing in it."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.table = rows_table(self.speech, "Promises", COLUMNS, lambda r: r.id)
        self.table.set_empty("Nothing is due today", "Import today's overdue list with Ctrl+I.")
        card = Card(self.speech, "Follow-up", flush=True)
        card.add(self.table, 1)
        layout = column(card)
        layout.setContentsMargins(16, 10, 16, 12)
        self.setLayout(layout)


class StandInStore:
    name = "滨海农商银行第七支行"
    is_practice = True

    def changed_elsewhere(self) -> bool:
        return False


class StandInDesk:
    store = StandInStore()


def gallery_pages() -> tuple[PageSpec, ...]:
    from dataclasses import replace

    made = {"today": WorkPage, "record": FormPage, "followup": EmptyPage}
    return tuple(replace(spec, factory=made.get(spec.id, EmptyPage)) for spec in PAGES)


def gallery_window(folder: Path, speech: Speech, role: Role = Role.SUPERVISOR) -> Window:
    """A window of a person who doesn't exist."""
    actor = Actor(AccountId("0" * 32), "chenjing", "陈静", role)
    desk: Any = StandInDesk()
    window = Window(Office(desk, actor, Tasks(), speech), Machine(folder), gallery_pages())
    window.foot.show_data_date(date(2026, 3, 17))
    return window


CHINESE_HERE = {
    "Customer": "客户", "Customer no.": "客户号", "Product": "产品", "Owed": "逾期金额",
    "Days past due": "逾期天数", "State": "状态", "Next step": "下一步", "In charge": "负责人",
    "All": "全部", "Promise due": "承诺到期", "To visit": "待上门", "Out of contact": "失联",
    "Work of today": "今日工作", "Call": "拨打", "Choose": "选择", "Record a visit": "登记上门",
    "Print a letter": "打印函件", "Promised for": "承诺日期", "Open": "打开",
    "Amount (yuan)": "金额（元）", "Note": "备注", "What was said": "沟通内容", "Another day": "改期",
    "Enter result": "登记结果", "Paid this month": "本月已还", "Visited on": "上门日期",
    "Arrived at": "到达时间", "Who was met": "见到何人", "The borrower": "本人", "Family": "家属",
    "Nobody": "无人", "Refused to talk": "拒绝交谈", "Reasons": "逾期原因",
    "As the customer gave them.": "按客户自述填写。", "Lost work": "失业", "Illness": "疾病",
    "Other debts": "他行负债", "Disputes the debt": "对债务有异议", "Forgot": "遗忘",
    "Monthly income (yuan)": "月收入（元）", "Second visitor": "同行人员", "Sheet": "登记表",
    "Visit record": "上门核实记录", "Keep as draft": "存为草稿", "Save the record": "保存记录",
    "Nothing is due today": "今日没有到期事项", "Promises": "承诺还款",
    "Import today's overdue list with Ctrl+I.": "按 Ctrl+I 导入今日逾期名单。",
}  # fmt: skip


class GalleryWords(Words):
    """The words with the made-up page's sentences in them."""

    def say(self, sentence: str, /, **facts: object) -> str:
        known = CHINESE_HERE.get(sentence) if self.is_chinese else None
        return known or super().say(sentence, **facts)


def main(folder: Path) -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
    import catalogues

    catalogues.compile_all()
    machine = Machine(folder, look=Look.LIGHT)
    application = open_application(["gallery"], machine)
    application.setCursorFlashTime(0)
    for language in ("zh_CN", "en"):
        speech = Speech(GalleryWords(language))
        QtWords(speech).follow()
        for look, density in (
            (Look.LIGHT, Density.ROOMY),
            (Look.DARK, Density.ROOMY),
            (Look.LIGHT, Density.DENSE),
        ):
            theme().use(look, density)
            window = gallery_window(folder, speech)
            window.resize(1366, 768)
            window.show()
            for page in ("today", "record", "followup"):
                if density is Density.DENSE and page != "today":
                    continue
                pose(window, page)
                for _ in range(4):  # layouts settle over several rounds
                    QApplication.processEvents()
                name = f"{page}_{language}_{look.value}_{density.name.lower()}.png"
                window.grab().save(str(folder / name))
            window.close()


def pose(window: Window, page: str) -> None:
    """Put a page into the state that shows most."""
    window.go(page)
    shown = window.page
    if isinstance(shown, WorkPage):
        shown.table.choose("c2")
        shown.form.put({"day": date(2026, 3, 25), "amount": Money(500_000)})
        shown.table.setFocus()
    if isinstance(shown, FormPage):
        shown.form.put({"day": TODAY, "met": "borrower", "why": ["job", "debt"]})
        shown.form.field("clock").setText("25:10")
        shown.save()
        window.tell(
            Note(
                "排程违反规则：21:00 以后不得上门（《办法》第 12 条）。改到 08:00–21:00 之间即可。",
                Tone.DANGER,
            )
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
