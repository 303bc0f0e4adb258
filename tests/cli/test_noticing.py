"""Notices on the command line: written, refused, approved by another, printed, sealed, posted and proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.terminals import Terminal

CUSTOMER = "KH00000001"


@pytest.fixture
def case_no(terminal: Terminal) -> str:
    (line,) = terminal.json("customers", CUSTOMER)
    return str(line["case_no"])


def test_a_letters_whole_way_and_what_is_refused_on_it(
    terminal: Terminal, case_no: str, tmp_path: Path
) -> None:
    write = ("notice", "write", case_no, "--level", "formal_demand", "--reason", "时效将满")
    assert terminal(*write, "--extra", "后果自负").code == 1
    number = terminal.json(*write, "--add", "1")["number"]
    assert terminal("notice", "approve", number).code == 1, "a clerk may not"
    assert "〔2026〕1号" in terminal("notice", "approve", number, login="supervisor").out
    assert terminal("notice", "print", number).code == 2, "nowhere to write it"
    letter = tmp_path / "letter.pdf"
    assert terminal.json("notice", "print", number, "--out", letter)["pages"] >= 3
    assert terminal("notice", "posted", number).code == 1, "not under seal yet"
    assert terminal("notice", "seal-request", number, "--out", tmp_path / "seal.pdf").code == 0
    assert terminal("notice", "sealed", number).code == 0
    assert terminal("notice", "posted", number, "--waybill", "RX1234567890CN").code == 0
    assert terminal("notice", "served", "RX1234567890CN", "--taken-by", "本人").code == 0
    assert "RX1234567890CN" in terminal("notices", case_no, language="zh_CN").out
    (listed,) = terminal.json("notices", case_no)
    assert listed["notice"]["state"] == "delivered"


def test_what_waits_is_listed_and_put_aside_with_a_reason(terminal: Terminal, case_no: str) -> None:
    write = ("notice", "write", case_no, "--channel", "sms", "--level", "first_reminder", "--extra", "请来电")
    number = terminal.json(*write, "--reason", "客户要求")["number"]
    assert number in terminal("notices").out
    assert "请来电" in terminal("notice", "text", number).out
    assert terminal("notice", "refuse", number, login="supervisor").code == 1
    assert terminal("notice", "drop", number, "--reason", "写错了").code == 0
    assert number not in terminal("notices").out


def test_the_letterhead_is_shown_and_changed_by_who_may(terminal: Terminal) -> None:
    assert terminal.json("letterhead")["number_word"] == "云岭支催"
    assert terminal("letterhead", "--phone", "0871-6").code == 1
    assert terminal("letterhead", "--phone", "0871-60000001", login="supervisor").code == 0
    assert terminal.json("letterhead")["phone"] == "0871-60000001"


def test_a_batch_and_its_files_from_many_customers_to_the_post(terminal: Terminal, tmp_path: Path) -> None:
    numbers = [line["customer_no"] for line in terminal.json("customers")[:4]]
    told = terminal.json("notice-batch", *numbers, "--level", "first_reminder", "--reason", "批量提醒")
    made = [line["notice"]["number"] for line in told if line["notice"]]
    assert made
    assert terminal("notice-batch", "KH99999999").code == 2
    target = tmp_path / "sms.csv"
    assert terminal.json("notice-file", "sms", target)["count"] == len(made)
    assert terminal("notice-file", "post-list", tmp_path / "post.csv").code == 1
    strays = tmp_path / "back.csv"
    strays.write_text("内件号,邮件号\nTZ-0,XA12345678911\n", "utf-8")
    said = terminal("notice-file", "waybills", strays)
    assert said.code == 0
    assert "TZ-0" in said.out


def test_a_text_is_written_approved_by_another_and_withdrawn(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("提醒\n{name}：请于{pay_by}前还款，电话{phone}。\n+ 如有困难请来电。\n", "utf-8")
    write = ("texts", "write", "sms_reminder", "--file", file, "--reason", "改口径")
    assert terminal(*write).code == 1, "a clerk writes no texts"
    assert terminal(*write, login="administrator").code == 0
    assert terminal("texts", "withdraw", "sms_reminder", "--reason", "x", login="supervisor").code == 1
    assert terminal("texts", "approve", "sms_reminder", login="supervisor").code == 0
    assert "sms_reminder" in terminal("texts", "list", language="zh_CN").out
    assert terminal("texts", "withdraw", "sms_reminder", "--reason", "看不懂", login="supervisor").code == 0
