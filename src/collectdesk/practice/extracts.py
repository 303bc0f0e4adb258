"""The lines of the core system's extracts: which columns, in which order, and how each value is spelled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from collectdesk.practice.products import (
    ATTENTION,
    CARD,
    DOUBTFUL,
    LEASE,
    LOAN,
    LOSS,
    NORMAL,
    SUBSTANDARD,
    five_class,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from collectdesk.practice.branch import Borrower, PracticeBranch
    from collectdesk.practice.products import Payment, Product, Standing

PRACTICE_MARK: Final = "练习数据 practice data"
"""Stands in the title of every file that the practice branch writes."""

OVERDUE: Final = (
    ("客户号", "Customer No"),
    ("客户名称", "Name"),
    ("证件号码", "ID No"),
    ("手机号码", "Mobile"),
    ("家庭住址", "Home address"),
    ("单位地址", "Work address"),
    ("担保人", "Guarantor"),
    ("担保人电话", "Guarantor phone"),
    ("产品类型", "Product"),
    ("借据号", "Account No"),
    ("合同号", "Contract No"),
    ("放款日期", "Opened on"),
    ("授信额度", "Granted"),
    ("贷款余额", "Balance"),
    ("逾期金额", "Overdue amount"),
    ("逾期起始日", "Overdue since"),
    ("逾期天数", "DPD"),
    ("五级分类", "Class"),
    ("客户经理", "Account officer"),
)
INSTALMENTS: Final = (
    ("借据号", "Account No"),
    ("期次", "Instalment"),
    ("应还日期", "Due on"),
    ("应还本金", "Principal"),
    ("应还利息", "Interest"),
    ("应还费用", "Fee"),
    ("已还金额", "Paid"),
)
PAYMENTS: Final = (
    ("流水号", "Reference"),
    ("借据号", "Account No"),
    ("交易日期", "Paid on"),
    ("还款金额", "Amount"),
    ("渠道", "Channel"),
)

_WORDS: Final = {
    LOAN: ("个人贷款", "loan"),
    CARD: ("信用卡", "card"),
    LEASE: ("融资租赁", "lease"),
    NORMAL: ("正常", "Pass"),
    ATTENTION: ("关注", "Special mention"),
    SUBSTANDARD: ("次级", "Substandard"),
    DOUBTFUL: ("可疑", "Doubtful"),
    LOSS: ("损失", "Loss"),
    "debit": ("批量代扣", "Direct debit"),
    "mobile": ("手机银行", "Mobile banking"),
    "counter": ("柜面", "Counter"),
    "transfer": ("转账", "Transfer"),
}
_WIDE: Final = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
_WIDE_EVERY: Final = 9
_KEPT_STANDINGS: Final = 50_000


def amount(fen: int) -> str:
    """Yuan with thousands separators: 12,345.60."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def plain_amount(fen: int) -> str:
    return amount(fen).replace(",", "")


def day_in_some_form(day: date | None, line: int) -> str:
    """One of the three forms that core systems mix in one column; empty for no date."""
    if day is None:
        return ""
    forms = (day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day:%Y%m%d}")
    return forms[line % len(forms)]


def wide(text: str) -> str:
    """Full-width digits and points, as typed with a Chinese input method."""
    return text.translate(_WIDE)


@dataclass(frozen=True, slots=True)
class Extract:
    """The extracts of one branch, in Chinese as its core system writes them, or with English headings."""

    branch: PracticeBranch
    english: bool = False
    _known: dict[tuple[str, date], Standing] = field(default_factory=dict, repr=False, compare=False)

    def word(self, code: str) -> str:
        return _WORDS[code][self.english]

    def headings(self, columns: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        return tuple(both[self.english] for both in columns)

    def opening_overdue(self) -> Iterator[list[str]]:
        """Every product with its standing on the opening date, those without arrears included."""
        line = 0
        for borrower in self.branch.people():
            for product in borrower.products:
                yield self._overdue_line(borrower, product, self.branch.opening_date, line)
                line += 1

    def morning_overdue(self) -> Iterator[list[str]]:
        """What is overdue on the practice date, and what was so the day before and has been paid since."""
        return self.overdue_since(self.branch.opening_date, self.branch.practice_date)

    def overdue_since(self, earlier: date, day: date) -> Iterator[list[str]]:
        """What is overdue on a day, and what was so on an earlier one and has been paid since."""
        line = 0
        for borrower in self.branch.people():
            for product in borrower.products:
                if self._standing(product, earlier).dpd or self._standing(product, day).dpd:
                    yield self._overdue_line(borrower, product, day, line)
                    line += 1

    def instalments(self) -> Iterator[list[str]]:
        """Every schedule line with what it has received by the end of the opening date."""
        line = 0
        for borrower in self.branch.people():
            for product in borrower.products:
                paid = self._standing(product, self.branch.opening_date).paid_fen
                for instalment, received in zip(product.instalments, paid, strict=True):
                    parts = (instalment.principal_fen, instalment.interest_fen, instalment.fee_fen, received)
                    due_on = day_in_some_form(instalment.due_on, line)
                    yield [product.account_no, str(instalment.seq), due_on, *map(plain_amount, parts)]
                    line += 1

    def payments(self, first: date, last: date) -> Iterator[tuple[str, str, Payment]]:
        """Reference, account and payment of every payment from ``first`` to ``last``, both included."""
        for borrower in self.branch.people():
            for place, product in enumerate(borrower.products, 1):
                for order, payment in enumerate(product.payments, 1):
                    if first <= payment.paid_on <= last:
                        number = f"{borrower.number:07d}{place}{order:02d}"
                        yield f"LX{payment.paid_on:%Y%m%d}{number}", product.account_no, payment

    def _standing(self, product: Product, day: date) -> Standing:
        """Reckoned once: several files of one day ask for it."""
        key = (product.account_no, day)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT_STANDINGS:
                self._known.clear()
            found = self._known[key] = standing(product, day)
        return found

    def _overdue_line(self, borrower: Borrower, product: Product, day: date, line: int) -> list[str]:
        now = self._standing(product, day)
        figures = [amount(product.granted_fen), amount(now.balance_fen), amount(now.overdue_fen)]
        dpd = str(now.dpd)
        if line % _WIDE_EVERY == _WIDE_EVERY // 2 and not self.english:
            figures, dpd = [wide(figure) for figure in figures], wide(dpd)
        return [
            borrower.customer_no,
            borrower.person.name,
            borrower.person.id_no,
            borrower.person.phone,
            borrower.home_address,
            borrower.work_address,
            product.guarantor_name,
            product.guarantor_phone,
            self.word(product.kind),
            product.account_no,
            product.contract_no,
            day_in_some_form(product.opened_on, line),
            *figures,
            day_in_some_form(now.oldest_unpaid_on, line),
            dpd,
            self.word(five_class(now.dpd)),
            borrower.account_officer,
        ]
