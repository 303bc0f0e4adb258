"""Sample records, agreements and case files for the papers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from collectdesk.domain.money import Money
from collectdesk.reports.archive.case_closing import ClosingNote
from collectdesk.reports.archive.case_complaints import CaseComplaint
from collectdesk.reports.archive.case_notices import CaseNotice
from collectdesk.reports.archive.case_parts import (
    AuditLine,
    CaseArrangement,
    CaseAssessment,
    CaseContact,
    CaseContactPoint,
    CaseCover,
    CaseFile,
    CasePayment,
    CaseProduct,
    CasePromise,
    RiskReason,
)
from collectdesk.reports.drawing.photos import Photo
from collectdesk.reports.solutions.agreement import Agreement, BalanceLine, Party, ScheduledPayment
from collectdesk.reports.visits.visit_record import (
    Addendum,
    AgreedPromise,
    Breach,
    EvidenceItem,
    RuleDecision,
    SignOff,
    VisitFindings,
    Visitor,
    VisitRecord,
)
from reports.samples import RARE_NAME, printing

STARTED = datetime(2026, 3, 18, 1, 34, tzinfo=UTC)
DIGEST = "4be1c07f92aa3d5c8e6610b7d4f2139a"
CLAUSE = "中国银行业协会催收工作指引（试行），2026-01-30"
NARRATIVE = (
    "借款人在家中接待，两名工作人员出示工作证后说明来意。"
    "借款人称，其经营的早餐店自 2 月 6 日起因沿街改造停业，预计 4 月中旬恢复；"
    "停业期间仅靠配偶工资约 4,200 元维持，另需赡养八十岁母亲。"
    "对逾期金额无异议，对信用卡 2 月账单中一笔 312.40 元交易表示不是本人所为，已登记争议。\n"
    "借款人愿意先还 1,500 元，并申请 12 期分期。全程约 25 分钟，态度平和，未进入卧室，未拍摄室内。"
)


def photo_bytes(width: int = 900, height: int = 600, *, orientation: int = 1, shape: str = "JPEG") -> bytes:
    """A picture whose upper left quarter is red, so that a test can tell where up is."""
    image = Image.new("RGB", (width, height), (176, 190, 197))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), fill=(200, 40, 40))
    draw.rectangle((width // 3, height // 3, width * 2 // 3, height), fill=(96, 110, 120))
    exif = Image.Exif()
    exif[0x0112] = orientation
    target = io.BytesIO()
    image.save(target, shape, exif=exif)
    return target.getvalue()


def findings(**changes: Any) -> VisitFindings:
    sample = VisitFindings(
        met="本人",
        address_finding="地址有效，门牌一致",
        identity="核对身份证确认",
        staff_cards="两人均已出示，09:34",
        purpose="已向本人说明",
        entry="经本人同意进入客厅，09:36",
        recording="已告知并录音，编号 R-0318-01",
        reasons=("经营困难", "收入下降"),
        incomes=("自营（停业中）", "配偶工资"),
        income_a_month=Money(420_000),
        outgoings_a_month=Money(310_000),
        family=("已婚", "赡养老人", "有未成年子女"),
        attitude="配合",
        willingness="较强：主动提出分期",
        ability="暂时不足：4 月中旬后恢复",
        outcome="已约定日期",
        narrative=NARRATIVE,
        next_step="3 月 20 日前提交分期申请；4 月 5 日核对首笔还款。",
    )
    return replace(sample, **changes)


def record(number: int = 1, **changes: Any) -> VisitRecord:
    sample = VisitRecord(
        record_no=f"R-2026-{number:05d}",
        visit_no=f"V-2026-{number:05d}",
        case_no="C-2026-000001",
        customer=RARE_NAME,
        customer_no="10023317",
        state="已锁定",
        planned_from=STARTED - timedelta(minutes=4),
        planned_to=STARTED + timedelta(minutes=41),
        arrived_at=STARTED,
        left_at=STARTED + timedelta(minutes=25),
        address="示例市城东街道河滨路 128 弄 6 号楼 2 单元 1103 室",
        team=(Visitor("陈建国", "S0231", "催收员"), Visitor("林晓燕", "S0177", "安全员")),
        findings=findings(),
        payload=f"CD1:R:8F3A2C9D71B04E55:{number}:1:ABCDEFGHJKMNPQRS",
        printing=printing(),
        promise=AgreedPromise(Money(150_000), date(2026, 4, 5), "本行账户自动扣款"),
        arrangement="申请 12 期分期，待审批",
        evidence=(
            EvidenceItem("扫描件", "V-2026-00001 第1页.pdf", DIGEST, STARTED),
            EvidenceItem("照片", "楼道门牌.jpg", DIGEST[::-1], STARTED, "仅拍门牌"),
            EvidenceItem("录音", "R-0318-01.m4a", DIGEST, STARTED, "25 分 10 秒"),
        ),
        breaches=(
            Breach("CN-VIS-02", CLAUSE, "第二名人员进门后才出示工作证", STARTED, "已当场补出示，并提醒"),
        ),
        decisions=(
            RuleDecision("CN-VIS-01", CLAUSE, "允许", "上门人员 2 名", STARTED - timedelta(days=1)),
            RuleDecision(
                "CN-VIS-06", CLAUSE, "允许", "计划到达 09:30，在 08:00–22:00 内", STARTED - timedelta(days=1)
            ),
        ),
        sign_offs=(
            SignOff("记录人", "陈建国", STARTED + timedelta(hours=5)),
            SignOff("第二上门人员", "林晓燕", STARTED + timedelta(hours=6), "叙述属实"),
            SignOff("主管", "周敏"),
        ),
        addenda=(Addendum(STARTED + timedelta(days=2), "陈建国", "客户来电更正：复业时间为 4 月 20 日。"),),
        photos=(
            Photo(photo_bytes(), "楼道门牌", DIGEST, STARTED),
            Photo(photo_bytes(600, 900, orientation=6), "早餐店外观（沿街改造围挡）", DIGEST[::-1], STARTED),
            Photo(b"not a picture", "无法读取的文件", DIGEST),
        ),
    )
    return replace(sample, **changes)


def bare_record(**changes: Any) -> VisitRecord:
    """Nobody was met, nothing was found: every optional field is empty."""
    empty = record(
        findings=VisitFindings(met="无人"),
        promise=None,
        arrangement="",
        evidence=(),
        breaches=(),
        decisions=(),
        sign_offs=(),
        addenda=(),
        photos=(),
        arrived_at=None,
        left_at=None,
        state="",
    )
    return replace(empty, **changes)


def schedule(count: int = 12) -> tuple[ScheduledPayment, ...]:
    parts = Money(1_686_653).split(count)
    return tuple(
        ScheduledPayment(
            seq, date(2026 + (seq + 2) // 12, (seq + 2) % 12 + 1, 5), part, Money(2_100), Money(0)
        )
        for seq, part in enumerate(parts, 1)
    )


def agreement(**changes: Any) -> Agreement:
    sample = Agreement(
        agreement_no="A-2026-00017",
        case_no="C-2026-000001",
        lender=Party(
            "甲方（贷款人）", "示例农商银行城东支行", "统一社会信用代码 91330000MA00000000", "城东街道 1 号"
        ),
        borrower=Party("乙方（借款人）", RARE_NAME, "身份证 339999********0021", "138****0102"),
        balance_on=date(2026, 3, 18),
        currency="人民币 CNY",
        balance=(
            BalanceLine(
                "个人经营贷款", "JK2024-00871", Money(1_200_000), Money(62_411), Money(22_125), Money(0)
            ),
            BalanceLine("信用卡", "尾号 0932", Money(380_000), Money(14_117), Money(3_000), Money(5_000)),
        ),
        cycle="每月一期，每月 5 日",
        pay_by="本行账户 尾号 4471 自动扣款；或手机银行、柜面。不得向任何个人支付。",
        schedule=schedule(),
        interest_clause="协议期间本金按合同利率计息，不计罚息、复利和滞纳金；费用不再新增。",
        stop_clause="乙方按期履行期间，甲方停止催收，不再电话、短信或上门催要（《信用卡业务监督管理办法》第七十条）。",
        breach_clauses=(
            "任何一期逾期超过 10 日，甲方先以短信和电话提醒一次。",
            "连续两期未还，本协议终止，未还余额按原合同执行，甲方可依法主张权利。",
        ),
        new_card_clause="乙方承诺，结清本协议项下款项前不申领新的信用卡。",
        duties=("甲方每期到期前 3 日以短信提醒。", "乙方联系方式变更的，应在 5 日内告知甲方。"),
        others=("本协议自各方签字、盖章之日起生效。",),
        guarantors=(Party("担保人", "李娜", "身份证 339999********0043", "139****0203"),),
        payload="CD1:A:8F3A2C9D71B04E55:1:1:ABCDEFGHJKMNPQRS",
        printing=printing(),
    )
    return replace(sample, **changes)


def _parties_and_products() -> dict[str, Any]:
    return {
        "identity": (
            ("证件", "身份证 339999********0021"),
            ("客户经理", "吴强"),
            ("职业", "个体经营（早餐店）"),
            ("风险等级", "中"),
        ),
        "products": (
            CaseProduct(
                "个人经营贷款",
                "尾号 4471",
                "JK2024-00871",
                date(2024, 5, 20),
                Money(30_000_000),
                Money(18_630_000),
                Money(1_284_536),
                67,
                "关注",
            ),
            CaseProduct(
                "信用卡",
                "尾号 0932",
                "",
                None,
                Money(3_000_000),
                Money(2_315_588),
                Money(402_117),
                35,
                "关注",
            ),
        ),
        "contact_points": (
            CaseContactPoint("本人", "本人", "手机", "138****0102", "合同", "有效"),
            CaseContactPoint("李娜", "担保人", "手机", "139****0203", "合同", "有效"),
        ),
    }


def _history() -> dict[str, Any]:
    return {
        "assessments": (
            CaseAssessment(
                datetime(2026, 3, 15, 2, 0, tzinfo=UTC),
                "周敏",
                "专家评分卡 2026.1",
                58,
                "中",
                "较强",
                "暂时不足",
                "需要：电话无法核实经营状况",
                (
                    RiskReason("逾期 61–90 天", -18),
                    RiskReason("近 6 个月按期还款 4 次", 9),
                    RiskReason("经营收入中断", -12),
                    RiskReason("主动接听并说明原因", 7),
                ),
                "评分低于上门标准，但客户本人要求当面说明。",
            ),
        ),
        "contacts": tuple(
            CaseContact(
                STARTED - timedelta(days=day),
                "电话" if day % 3 else "短信",
                "本人",
                "王芳",
                "已接通" if day % 2 else "无人接听",
                "客户称月底前先还一部分。" if day % 4 == 1 else "",
            )
            for day in range(1, 25)
        ),
    }


def _solutions() -> dict[str, Any]:
    return {
        "arrangements": (
            CaseArrangement(
                "A-2026-00017", "分期", "履行中", date(2026, 3, 20), "周敏", "12 期，每月 5 日", schedule()
            ),
        ),
        "promises": (
            CasePromise(date(2026, 3, 18), date(2026, 4, 5), Money(150_000), Money(0), "有效", "陈建国"),
            CasePromise(
                date(2026, 2, 18), date(2026, 2, 28), Money(80_000), Money(30_000), "部分兑现", "王芳"
            ),
        ),
        "payments": (
            CasePayment(
                date(2026, 2, 27), "尾号 4471", Money(30_000), "手机银行", "202602270007712", "已确认"
            ),
            CasePayment(
                date(2026, 1, 10), "尾号 4471", Money(156_200), "自动扣款", "202601100001189", "已确认"
            ),
        ),
    }


def _proof() -> dict[str, Any]:
    return {
        "decisions": record().decisions,
        "breaches": record().breaches,
        "audit": tuple(
            AuditLine(
                1200 + line,
                STARTED + timedelta(minutes=line),
                "周敏",
                "visit.recorded",
                f"V-2026-{line:05d}",
                DIGEST,
            )
            for line in range(60)
        ),
        "audit_root": DIGEST * 2,
        "rule_pack": "cn 2026.1  9f2c41d07be85a36",
    }


def _letters() -> dict[str, Any]:
    return {
        "notices": (
            CaseNotice(
                "催收通知书  云支催〔2026〕15号",
                (("状态", "已签收"), ("收件人", RARE_NAME), ("寄往", "河滨路 101 号"), ("邮件号", "")),
                (
                    ("2026-02-10", "已寄出", "邮政 EMS", "—", "1029384756", "—"),
                    ("2026-02-13", "已签收", "邮政 EMS", "本人", "—", DIGEST[:16]),
                ),
            ),
        ),
        "complaints": (
            CaseComplaint(
                "投诉  TS-2026-0001",
                (("状态", "已答复"), ("提出人", f"{RARE_NAME}  电话"), ("受理日期", "2026-02-14  王珊")),
                (("反映内容", "一天来电多次，态度生硬。" * 30), ("答复内容", "已核听录音并致歉。")),
            ),
        ),
        "closing": ClosingNote(
            "已安排", None, 2, 1, (("1", "照片", "楼道门牌.jpg", "412 kB", "2026-03-18 09:40", DIGEST * 2),),
            ("仍有逾期",), "周敏", date(2026, 3, 20),
        ),
    }  # fmt: skip


def case_file(**changes: Any) -> CaseFile:
    sample = CaseFile(
        case_no="C-2026-000001",
        customer=RARE_NAME,
        customer_no="10023317",
        state="已安排",
        made_on=date(2026, 3, 20),
        cover=CaseCover(
            fonds="示例农商银行",
            category="贷后管理 / 个人",
            title=f"{RARE_NAME} 个人经营贷款、信用卡逾期处置案卷",
            file_no="Q1-DH-2026-0001",
            from_on=date(2026, 1, 12),
            to_on=date(2026, 3, 20),
            retention="定期 30 年",
            security="内部",
            compiled_by="周敏",
            checked_by="",
        ),
        printing=printing(practice=False),
        visits=(record(1), record(2, photos=())),
        **_parties_and_products(),
        **_history(),
        **_solutions(),
        **_letters(),
        **_proof(),
    )
    return replace(sample, **changes)
