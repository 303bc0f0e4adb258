"""The practice branch: any number of invented borrowers with real behaviour, made one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import Money
from collectdesk.practice import people, places, schedule, story
from collectdesk.practice.behaviour import Behaviour, Sample, read_sample
from collectdesk.practice.draws import Draws
from collectdesk.practice.products import CARD, LEASE, LOAN, Product, allocate, standing
from collectdesk.practice.story import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

PRACTICE_DATE: Final = date(2026, 3, 18)
BORROWERS: Final = 3_000
SEED: Final = 20260318
OVERDUE_SHARE: Final = Fraction(8, 100)
"""About what a collecting branch sees; the source's own share is ``real_share()``."""

_BLOCK: Final = 100
_LAST_DUE_DAY: Final = 28
_CAST: Final = tuple(Role)
_PRODUCTS: Final = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3)
_KINDS: Final = (LOAN,) * 11 + (CARD,) * 6 + (LEASE,) * 3
_GUARANTEED: Final = {LOAN: 40, LEASE: 60, CARD: 0}
_OFFICERS: Final = (
    "林知夏",
    "沈怀谷",
    "陆青禾",
    "覃小满",
    "程望舒",
    "单文博",
    "欧阳朔",
    "苏映雪",
    "高远山",
    "曾一鸣",
)


_KEPT: Final = 10_000
"""Borrowers up to which a branch stays in memory (about 60 MB at most)."""


@dataclass(frozen=True, slots=True)
class Borrower:
    """One customer of the branch; ``number`` counts from 1."""

    number: int
    customer_no: str
    person: people.Person
    home_address: str
    work_address: str
    account_officer: str
    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast: what is overdue on the practice morning, and what is paid afterwards, on which day."""

    role: Role
    customer_no: str
    name: str
    account_no: str
    overdue: Money
    pays: Money
    pays_on: date | None


@dataclass(frozen=True, slots=True)
class PracticeBranch:
    """A branch that any process can make again from these four figures; borrowers are made when asked for."""

    seed: int
    borrowers: int
    practice_date: date
    overdue_share: Fraction

    @property
    def opening_date(self) -> date:
        """The data date of the opening position: the day before the practice date."""
        return self.practice_date - timedelta(days=1)

    @property
    def week_later(self) -> date:
        return self.practice_date + story.WEEK

    def people(self) -> Iterator[Borrower]:
        """All borrowers in order of their numbers; a branch too large to keep is made anew each time."""
        return iter(_kept(self)) if self.borrowers <= _KEPT else self._made()

    def _made(self) -> Iterator[Borrower]:
        sample = read_sample()
        late: frozenset[int] = frozenset()
        for number in range(1, self.borrowers + 1):
            if (number - 1) % _BLOCK == 0:
                late = self._late_of((number - 1) // _BLOCK)
            yield self._make(number, sample, is_late=(number - 1) % _BLOCK in late)

    def borrower(self, number: int) -> Borrower:
        """One borrower, the same as ``people()`` gives. Raises IndexError for a number outside."""
        if not 1 <= number <= self.borrowers:
            raise IndexError(f"the branch has borrowers 1 to {self.borrowers}, not {number}")
        block, place = divmod(number - 1, _BLOCK)
        return self._make(number, read_sample(), is_late=place in self._late_of(block))

    def cast(self) -> tuple[Part, ...]:
        """The five borrowers with a part, in the order of ``Role``: every branch has them."""
        return tuple(self._part(role, self.borrower(number)) for number, role in enumerate(_CAST, 1))

    def _part(self, role: Role, borrower: Borrower) -> Part:
        product = borrower.products[0]
        after = [payment for payment in product.payments if payment.paid_on > self.opening_date]
        return Part(
            role,
            borrower.customer_no,
            borrower.person.name,
            product.account_no,
            Money(standing(product, self.practice_date).overdue_fen),
            Money(sum(payment.amount_fen for payment in after)),
            after[0].paid_on if after else None,
        )

    def _late_of(self, block: int) -> frozenset[int]:
        """Which places of a block of a hundred are overdue at the opening: the exact share, spread evenly."""
        size = min(_BLOCK, self.borrowers - block * _BLOCK)
        share = self.overdue_share
        count = int((block * _BLOCK + size) * share) - int(block * _BLOCK * share)
        if block:
            return Draws(self.seed, "late", block).some(count, size)
        cast = frozenset(place for place, role in enumerate(_CAST) if role is not Role.FALLS)
        rest = (
            Draws(self.seed, "late", 0).some(count - len(cast), max(size - len(_CAST), 0))
            if count > 4
            else ()
        )
        return cast | {place + len(_CAST) for place in rest}

    def _make(self, number: int, sample: Sample, *, is_late: bool) -> Borrower:
        draws = Draws(self.seed, self.practice_date, number)
        role = _CAST[number - 1] if number <= len(_CAST) else None
        return Borrower(
            number,
            f"KH{number:08d}",
            people.person_of(number, self.seed, self.practice_date, draws),
            places.home_of(draws),
            places.workplace_of(draws),
            draws.pick(_OFFICERS),
            self._products(number, sample, role, draws, is_late=is_late),
        )

    def _products(
        self, number: int, sample: Sample, role: Role | None, draws: Draws, *, is_late: bool
    ) -> tuple[Product, ...]:
        """An overdue borrower's first product is overdue, each further one by the toss of a coin."""
        count = 1 if role else draws.pick(_PRODUCTS)
        made = []
        for place in range(1, count + 1):
            behind = is_late and (place == 1 or draws.chance(50))
            account = draws.pick(sample.late if behind else sample.current)
            while role and not story.fits(role, account):
                account = draws.pick(sample.late if behind else sample.current)
            kind = CARD if account.is_card_like else LOAN if role else draws.pick(_KINDS)
            made.append(self._product(number, place, kind, account, role, draws))
        return tuple(made)

    def _product(
        self, number: int, place: int, kind: str, account: Behaviour, role: Role | None, draws: Draws
    ) -> Product:
        calendar = schedule.Calendar(self._due_day(role, draws), self.opening_date)
        terms = schedule.agree(kind, account, draws)
        lines = schedule.instalments(terms, account, calendar)
        payments = schedule.history(terms, account, lines, calendar, draws)
        plan = tuple(lines.values())
        received = allocate(plan, payments, self.opening_date)
        missing = [line.amount_fen - paid for line, paid in zip(plan, received, strict=True)]
        has_guarantor = draws.chance(_GUARANTEED[kind])
        opened_on = calendar.due(terms.elapsed + 1)
        product = Product(
            kind=kind,
            account_no=_account_no(kind, number, place),
            contract_no=_contract_no(kind, opened_on, number, place),
            opened_on=opened_on,
            granted_fen=terms.granted_fen,
            tail_fen=schedule.tail_fen(terms, account, lines, missing),
            instalments=plan,
            payments=payments,
            guarantor_name=people.name_of(draws) if has_guarantor else "",
            guarantor_phone=people.other_phone(draws) if has_guarantor else "",
            source_row=account.row,
            delay=account.delay,
        )
        return story.go_on(product, account, self.practice_date, role, draws)

    def _due_day(self, role: Role | None, draws: Draws) -> int:
        """Any day that every month has; of the cast, one that leaves the story to its own payments."""
        if role is Role.FALLS:
            return self.opening_date.day
        if role:
            return min((self.opening_date - timedelta(days=10)).day, _LAST_DUE_DAY)
        return 1 + draws.below(_LAST_DUE_DAY)


def _account_no(kind: str, number: int, place: int) -> str:
    """Nineteen digits for a card, beginning with 99 as no card scheme does; else letters and ten digits."""
    if kind == CARD:
        return f"9900{number:013d}{place:02d}"
    return f"{'DK' if kind == LOAN else 'ZL'}{number:08d}{place:02d}"


def _contract_no(kind: str, opened_on: date, number: int, place: int) -> str:
    return (
        f"云练{ {LOAN: '借', CARD: '卡', LEASE: '租'}[kind] }字〔{opened_on.year}〕第{number:07d}-{place}号"
    )


@lru_cache(maxsize=1)
def _kept(branch: PracticeBranch) -> tuple[Borrower, ...]:
    # an ordinary branch is walked once for each of its six files: making it once takes a sixth of the time
    return tuple(branch._made())


def generate(
    seed: int = SEED,
    borrowers: int = BORROWERS,
    practice_date: date = PRACTICE_DATE,
    overdue_share: Fraction = OVERDUE_SHARE,
) -> PracticeBranch:
    """The practice branch of that size. ``overdue_share`` is of borrowers, at the opening date.

    Raises ValueError for fewer borrowers than the cast, more than a million, a share that is none, or a
    practice date whose day before is the 29th or later: instalments fall due on days 1 to 28, and the cast
    needs one on that day.
    """
    if not len(_CAST) <= borrowers <= people.MOST_BORROWERS:
        raise ValueError(
            f"a practice branch has {len(_CAST)} to {people.MOST_BORROWERS} borrowers, not {borrowers}"
        )
    if not 0 <= overdue_share <= 1:
        raise ValueError(f"a share lies between 0 and 1: {overdue_share}")
    if (practice_date - timedelta(days=1)).day > _LAST_DUE_DAY:
        raise ValueError(
            f"the day before the practice date must be one of a month's first 28: {practice_date}"
        )
    return PracticeBranch(seed, borrowers, practice_date, Fraction(overdue_share))


def real_share() -> Fraction:
    """The share of the source's accounts that were behind in its latest month, for ``overdue_share``."""
    return read_sample().real_share
