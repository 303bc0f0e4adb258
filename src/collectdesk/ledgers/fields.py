"""The fields of the three ledgers: which headings name them, and which are demanded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import ROW_TYPES, Delivery, LedgerKind

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA_DATE: Final = "data_date"
_ACCOUNT: Final = "借据号 借据编号 账号 贷款账号 卡号 Account_No Account Account_number"
_CUSTOMER: Final = "客户号 客户编号 客户代码 Customer_No Customer_number Customer_ID"
_NAME: Final = "客户名称 姓名 客户姓名 借款人 借款人姓名 Name Customer_name Borrower"
_ID: Final = "证件号码 身份证号 身份证号码 证件号 ID_No ID_number"
_PHONE: Final = "手机号码 联系电话 手机号 手机 电话 Mobile Phone Mobile_phone"
_HOME: Final = "家庭住址 居住地址 家庭地址 现住址 住址 地址 Home_address Address"
_WORK: Final = "单位地址 工作单位地址 公司地址 Work_address"
_GUARANTOR: Final = "担保人 担保人姓名 保证人 保证人姓名 Guarantor Guarantor_name"
_GUARANTOR_PHONE: Final = "担保人电话 担保人手机 担保人联系电话 保证人电话 Guarantor_phone"
_PRODUCT: Final = "产品类型 产品 产品种类 业务品种 Product Product_type"
_CONTRACT: Final = "合同号 合同编号 Contract_No Contract Contract_number"
_OPENED: Final = "放款日期 开户日期 发放日期 Opened_on Opening_date"
_GRANTED: Final = "授信额度 贷款金额 发放金额 Granted Credit_limit Amount_granted"
_OFFICER: Final = "客户经理 管户经理 管户人 Account_officer Officer"
_SEQ: Final = "期次 期数 期号 Instalment Instalment_No Installment Seq"
_DUE: Final = "应还日期 应还款日 到期日 Due_on Due_date"
_PRINCIPAL: Final = "应还本金 本金 Principal Principal_due"
_INTEREST: Final = "应还利息 利息 Interest Interest_due"
_FEE: Final = "应还费用 费用 Fee Fees"
_PAID: Final = "已还金额 实还金额 Paid Amount_paid"
_DATA_DATE_HEADINGS: Final = "数据日期 统计日期 报表日期 Data_date Report_date"

SYNONYMS: Final[Mapping[LedgerKind, Mapping[str, str]]] = {
    LedgerKind.OVERDUE: {
        "customer_no": _CUSTOMER,
        "name": _NAME,
        "id_no": _ID,
        "phone": _PHONE,
        "home_address": _HOME,
        "work_address": _WORK,
        "guarantor_name": _GUARANTOR,
        "guarantor_phone": _GUARANTOR_PHONE,
        "product_kind": _PRODUCT,
        "account_no": _ACCOUNT,
        "contract_no": _CONTRACT,
        "opened_on": _OPENED,
        "granted": _GRANTED,
        "balance": "贷款余额 余额 当前余额 Balance Outstanding_balance",
        "overdue": "逾期金额 逾期总额 Overdue_amount Overdue Amount_overdue",
        "oldest_unpaid_on": "逾期起始日 逾期起始日期 逾期日期 Overdue_since Oldest_unpaid_on",
        "dpd": "逾期天数 DPD Days_past_due",
        "five_class": "五级分类 五级分类结果 Class Five_class Five_category_class",
        "account_officer": _OFFICER,
        DATA_DATE: _DATA_DATE_HEADINGS,
    },
    LedgerKind.INSTALMENTS: {
        "account_no": _ACCOUNT,
        "seq": _SEQ,
        "due_on": _DUE,
        "principal": _PRINCIPAL,
        "interest": _INTEREST,
        "fee": _FEE,
        "paid": _PAID,
        DATA_DATE: _DATA_DATE_HEADINGS,
    },
    LedgerKind.PAYMENTS: {
        "reference": "流水号 交易流水 交易流水号 Reference Payment_reference",
        "account_no": _ACCOUNT,
        "paid_on": "交易日期 还款日期 还款日 入账日期 Paid_on Payment_date",
        "amount": "还款金额 交易金额 金额 Amount Payment_amount",
        "channel": "渠道 交易渠道 还款渠道 Channel",
        DATA_DATE: _DATA_DATE_HEADINGS,
    },
    LedgerKind.PRODUCTS: {
        "customer_no": _CUSTOMER,
        "name": _NAME,
        "product_kind": _PRODUCT,
        "account_no": _ACCOUNT,
        "contract_no": _CONTRACT,
        "opened_on": _OPENED,
        "granted": _GRANTED,
        "seq": _SEQ,
        "due_on": _DUE,
        "principal": _PRINCIPAL,
        "interest": _INTEREST,
        "fee": _FEE,
        "paid": _PAID,
        DATA_DATE: _DATA_DATE_HEADINGS,
    },
    LedgerKind.CUSTOMERS: {
        "customer_no": _CUSTOMER,
        "name": _NAME,
        "id_no": _ID,
        "phone": _PHONE,
        "second_phone": "其他电话 备用电话 第二联系电话 固定电话 Second_phone Other_phone Landline",
        "registered_address": "户籍地址 户口所在地 户籍住址 Registered_address",
        "home_address": _HOME,
        "work_address": _WORK,
        "account_officer": _OFFICER,
        DATA_DATE: _DATA_DATE_HEADINGS,
    },
    LedgerKind.GUARANTORS: {
        "customer_no": _CUSTOMER,
        "guarantor_name": _GUARANTOR,
        "guarantor_phone": f"{_GUARANTOR_PHONE} {_PHONE}",
        "guarantor_address": f"担保人地址 担保人住址 保证人地址 Guarantor_address {_HOME}",
        DATA_DATE: _DATA_DATE_HEADINGS,
    },
    LedgerKind.MESSAGES: {
        "reference": "短信编号 消息编号 流水号 Message_ID Message_No Reference",
        "phone": f"接收号码 {_PHONE} Recipient",
        "sent_on": "发送时间 发送日期 提交时间 Sent_on Sent_at Sent",
        "result": "发送状态 回执状态 状态 发送结果 Status Result Delivery_status",
        "reason": "失败原因 状态说明 原因 Reason Error",
        DATA_DATE: _DATA_DATE_HEADINGS,
    },
}
"""Per kind and field, in order: the heading our own files write, then the others; "_" stands for a space."""

REQUIRED: Final[Mapping[LedgerKind, tuple[str, ...]]] = {
    LedgerKind.OVERDUE: ("customer_no", "name", "product_kind", "account_no", "balance", "overdue", "dpd"),
    LedgerKind.INSTALMENTS: ("account_no", "seq", "due_on", "principal", "interest"),
    LedgerKind.PAYMENTS: ("reference", "account_no", "paid_on", "amount"),
    LedgerKind.PRODUCTS: ("customer_no", "name", "product_kind", "account_no"),
    LedgerKind.CUSTOMERS: ("customer_no", "name", "phone"),
    LedgerKind.GUARANTORS: ("customer_no", "guarantor_name"),
    LedgerKind.MESSAGES: ("reference", "phone", "sent_on", "result"),
}

RECORD_KEY: Final[Mapping[LedgerKind, str]] = {
    LedgerKind.OVERDUE: "account_no",
    LedgerKind.INSTALMENTS: "account_no",
    LedgerKind.PAYMENTS: "account_no",
    LedgerKind.PRODUCTS: "account_no",
    LedgerKind.CUSTOMERS: "customer_no",
    LedgerKind.GUARANTORS: "customer_no",
    LedgerKind.MESSAGES: "reference",
}
"""The field without which a line is no record: a total, a remark, a heading again."""

AMOUNTS: Final = frozenset(
    {"granted", "balance", "overdue", "principal", "interest", "fee", "paid", "amount"}
)
PERSONAL: Final = frozenset(
    [
        "customer_no",
        "name",
        "id_no",
        "phone",
        "home_address",
        "work_address",
        "guarantor_name",
        "guarantor_phone",
        "guarantor_address",
        "second_phone",
        "registered_address",
        "account_officer",
    ]
)
"""Fields of the customer, not the product: a cell merged over several rows means each of them."""

REPETITIVE: Final = frozenset(
    [
        "product_kind",
        "five_class",
        "account_officer",
        "channel",
        "result",
        "reason",
        "sent_on",
        "opened_on",
        "oldest_unpaid_on",
        "due_on",
        "paid_on",
        "dpd",
        "seq",
    ]
)
"""Columns of few different cells, of which each is read once."""

ORDER: Final[Mapping[LedgerKind, tuple[str, ...]]] = {
    kind: tuple(field.name for field in dataclass_fields(row) if field.name != "line")
    for kind, row in ROW_TYPES.items()
}
"""The fields of a row in the order its dataclass takes them, without the line."""

_PRODUCT_WORDS: Final = {
    ProductKind.LOAN: (
        "个人贷款 贷款 个贷 个人消费贷款 个人经营贷款 个人经营性贷款 个人住房贷款 住房按揭贷款 "
        "loan personal_loan"
    ),
    ProductKind.CARD: "信用卡 贷记卡 card credit_card",
    ProductKind.LEASE: "融资租赁 租赁 lease finance_lease",
}

_DELIVERY_WORDS: Final = {
    Delivery.DELIVERED: "成功 已送达 送达 发送成功 DELIVRD delivered ok success 0",
    Delivery.FAILED: (
        "失败 未送达 发送失败 关机 停机 拒收 超时 UNDELIV EXPIRED REJECTD failed undelivered expired rejected"
    ),
    Delivery.NO_NUMBER: "空号 号码不存在 不存在 无效号码 UNKNOWN no_such_number invalid_number",
}

_UNIT: Final = re.compile(r"[(\[【〔<]([^)\]】〕>]*)[)\]】〕>]")
_JOINTS: Final = re.compile(r"[\s_\-./:*#]+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A heading as it is compared: half-width, lower case, without bracketed units, spaces and marks."""
    return _JOINTS.sub("", _UNIT.sub("", unicodedata.normalize("NFKC", text)).lower())


def unit_of(heading: str) -> str:
    """What the heading's brackets hold: 余额（万元） → 万元; "" without brackets."""
    found = _UNIT.search(unicodedata.normalize("NFKC", heading))
    return found.group(1).strip() if found else ""


def english_heading(kind: LedgerKind, field: str) -> str:
    """The English heading that comes first in the table, for messages and for files written in English."""
    return next(word for word in SYNONYMS[kind][field].split() if word.isascii()).replace("_", " ")


def chinese_heading(kind: LedgerKind, field: str) -> str:
    """The heading our own files write."""
    return SYNONYMS[kind][field].split()[0]


def chinese_product(kind: ProductKind) -> str:
    """The word our own files write for a kind of product."""
    return _PRODUCT_WORDS[kind].split()[0]


FIELD_OF: Final[Mapping[LedgerKind, Mapping[str, str]]] = {
    kind: {folded(word): field for field, words in table.items() for word in [field, *words.split()]}
    for kind, table in SYNONYMS.items()
}
"""Folded heading → field, per kind; a field's own name is a heading too."""

PRODUCTS: Final[Mapping[str, ProductKind]] = {
    folded(word): product for product, words in _PRODUCT_WORDS.items() for word in words.split()
}
"""Folded product word → product kind."""

DELIVERIES: Final[Mapping[str, Delivery]] = {
    folded(word): result for result, words in _DELIVERY_WORDS.items() for word in words.split()
}
"""Folded word of the telephone company → what became of the message."""
