"""Sample contents for the papers: one branch's ordinary day, and one that tries to break the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from collectdesk.domain.money import Money
from collectdesk.reports.drawing.page import Printing
from collectdesk.reports.visits.visit_kit import VisitKit
from collectdesk.reports.visits.visit_kit_parts import KitContact, KitMember, KitProduct, KitStop

PRINTED_AT = datetime(2026, 3, 18, 0, 42, tzinfo=UTC)
RARE_NAME = "赵𬭎䶮"
HOSTILE = "<img src='/etc/passwd'/> & <b>张三</para> \x00\x1b[31m\u202e翻\u202c \ue863 {name} %s 👍"

CREW = (
    KitMember("陈建国", "S0231", "催收员"),
    KitMember("林晓燕", "S0177", "安全员"),
)


def printing(**changes: Any) -> Printing:
    return replace(Printing("示例农商银行城东支行", "周敏 (S0102)", PRINTED_AT, practice=True), **changes)


def stop(order: int = 1, **changes: Any) -> KitStop:
    start = datetime(2026, 3, 18, 1, 30, tzinfo=UTC) + timedelta(hours=order - 1)
    sample = KitStop(
        order=order,
        visit_no=f"V-2026-{order:05d}",
        window_from=start,
        window_to=start + timedelta(minutes=45),
        area="城东街道 河滨社区",
        address="示例市城东街道河滨路 128 弄 6 号楼 2 单元 1103 室",
        ask_for="赵女士",
        door_payload=f"CD1:K:8F3A2C9D71B04E55:{order}:1:ABCDEFGHJKMNPQRS",
        inside_payload=f"CD1:K:8F3A2C9D71B04E55:{order}:2:ABCDEFGHJKMNPQRT",
        slip_payload=f"CD1:K:8F3A2C9D71B04E55:{order}:3:ABCDEFGHJKMNPQRW",
        case_no=f"C-2026-{order:06d}",
        customer=RARE_NAME,
        products=(
            KitProduct(
                "个人经营贷款", "尾号 4471", Money(18_630_000), Money(1_284_536), 67, date(2026, 1, 10)
            ),
            KitProduct("信用卡", "尾号 0932", Money(2_315_588), Money(402_117), 35, date(2026, 2, 11)),
        ),
        owed=Money(1_686_653),
        bucket="M3",
        risk="中：还款能力下降，意愿尚可",
        notified="3月16日电话，本人接听",
        approach="先听原因，再谈本月能承担的数额；不当场要求一次还清。",
        lawful_hours="08:00–22:00",
        lawful_clause="中国银行业协会催收工作指引（试行），2026-01-30",
        talking_points=(
            "店铺二月起停业装修，核实预计复业日期。",
            "信用卡账单争议一笔 312.40 元，已受理，说明答复期限。",
            "可提供 12 期分期，首期约 1,500 元；需本人签字后审批。",
            "说明三月末将报送征信，如实告知，不夸大。",
        ),
        cautions=("家中有八十岁老人，说话轻声，不在门口久留。", "楼道狭窄，两人均站在靠楼梯一侧。"),
        contacts=(
            KitContact(
                datetime(2026, 3, 16, 2, 12, tzinfo=UTC),
                "电话",
                "本人",
                "同意 18 日上午见面，希望先了解分期办法。",
            ),
            KitContact(datetime(2026, 3, 12, 8, 40, tzinfo=UTC), "短信", "本人", "已送达。"),
            KitContact(datetime(2026, 3, 9, 3, 5, tzinfo=UTC), "电话", "无人接听", "未接通。"),
        ),
    )
    return replace(sample, **changes)


def kit(*stops: KitStop, **changes: Any) -> VisitKit:
    content = VisitKit(
        kit_no="K-2026-0318-A",
        visit_on=date(2026, 3, 18),
        crew=CREW,
        stops=stops or (stop(1), stop(2), stop(3)),
        rule_pack="cn 2026.1",
        rule_digest="9f2c41d07be85a36c1e4470d9a8b5563fe02714c8ad9be3100c7f5521d6b0e48",
        printing=printing(),
        call_back="值班主管 周敏 0571-0000 0102，每站离开后报平安",
        cover_payload="CD1:K:8F3A2C9D71B04E55:0:1:ABCDEFGHJKMNPQRU",
        route_payloads=("CD1:K:8F3A2C9D71B04E55:0:2:ABCDEFGHJKMNPQRV",),
    )
    return replace(content, **changes)
