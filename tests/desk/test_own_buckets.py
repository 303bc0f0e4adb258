"""The branch's own buckets: set with a source by two persons, shown in the file, withdrawn the same way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import CountLists, FindCustomers, ListNumbers, ListPast, Wanted
from collectdesk.desk.customers.own_buckets import SetBuckets, ShowBuckets, WithdrawBuckets
from collectdesk.desk.customers.views import KeepView, ListViews
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.results.effect import Figure, ListFigure, ShowEffect
from collectdesk.domain.refusals import Refused
from helpers.branches import LI

if TYPE_CHECKING:
    from helpers.branches import Branch


def test_buckets_need_a_source_and_two_persons_and_name_the_days_of_a_product(branch: Branch) -> None:
    product = branch.products(LI)[0]

    def put(**more: Any) -> str:
        said = {"edges": "早期 1, 中期 31, 晚期 91", "source": "支行逾期管理办法第三条", **more}
        return branch.supervisor(SetBuckets(product.kind, **said))

    def shown() -> str:
        file = branch.clerk(OpenFile(branch.customer_id(LI)))
        return next(v.own_bucket for v in file.products if v.product.id == product.id)

    assert shown() == ""
    second = branch.second("administrator")
    with pytest.raises(Refused, match="second"):
        put()
    with pytest.raises(Refused, match="source_missing"):
        put(source=" ", second=second)
    with pytest.raises(Refused, match="in_past"):
        put(from_on=branch.now.date() - timedelta(days=1), second=second)
    with pytest.raises(NotPermitted):
        branch.clerk(SetBuckets(product.kind, "A 1", "x"))
    made = put(second=second)
    assert 31 <= product.dpd < 91
    assert shown() == "中期"
    assert branch.clerk(ShowBuckets()).stands == {made}
    branch.supervisor(WithdrawBuckets(made, branch.second("administrator")))
    assert shown() == ""
    with pytest.raises(Refused, match="gone"):
        branch.supervisor(WithdrawBuckets(made, branch.second("administrator")))


def test_own_buckets_stand_in_lists_filters_counts_kept_lists_and_effect_each_opening_its_rows(
    branch: Branch,
) -> None:
    product = branch.products(LI)[0]
    key = (product.kind.value, "中期")
    assert branch.clerk(ShowEffect()).own_buckets == ()
    branch.supervisor(
        SetBuckets(product.kind, "早期 1, 中期 31, 晚期 91", "支行办法", None, branch.second("administrator"))
    )
    wanted = Wanted(own=(key,))
    lines = branch.supervisor(FindCustomers(wanted)).lines
    assert LI in {line.name for line in lines}
    assert all("中期" in line.own for line in lines)
    counts = branch.clerk(CountLists())
    for each, count in counts.own.items():
        assert len(branch.clerk(ListNumbers(Wanted(own=(each,))))) == count, each
    assert sum(counts.own.values()) > 0
    past = branch.supervisor(ListPast(wanted, branch.now.date()))
    assert {line.name for line in past} == {line.name for line in lines}
    branch.supervisor(KeepView("中期", wanted))
    (kept,) = (view for view in branch.supervisor(ListViews()) if view.name)
    assert (kept.wanted.own, kept.count) == ((key,), len(lines))
    figures = branch.supervisor(ShowEffect()).own_buckets
    assert [each.name for each in figures] == ["早期", "中期", "晚期"]
    for figure in figures:
        assert len(branch.supervisor(ListFigure(Figure.OWN_BUCKET, figure.key))) == figure.products
    assert sum(figure.products for figure in figures) > 0
    assert branch.clerk(FindCustomers(Wanted(own=((product.kind.value, "没有了"),)))).lines == ()
