"""The forms a list comes in beside CSV and XLSX: web pages and XML named .xls, workbooks behind a password."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from collectdesk.domain.intake.imports import BadFile, LedgerKind
from collectdesk.ledgers.child import read_in_child
from collectdesk.ledgers.limits import Limits
from collectdesk.ledgers.read import read_ledger
from ledgers.files import DATA_DATE, headings_of, payment_row, write_xlsx, written

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [payment_row(1), payment_row(2)]


def page(charset: str = "gbk", end: str = "</td></tr>") -> str:
    cells = [headings_of(LedgerKind.PAYMENTS, "zh"), *map(written, ROWS)]
    body = "".join("<tr>" + "".join(f"<td>&nbsp;{cell}</td>" for cell in row) + "</tr>" for row in cells)
    return (
        f'<html><head><meta charset="{charset}"><title>流水</title><style>td {{}}</style></head><body><table>'
        f'<tr><td colspan="5">数据日期：2026-03-17{end}{body}</table></body></html>'
    )


@pytest.mark.parametrize(("charset", "encoding"), [("gbk", "gb18030"), ("utf-8", "utf-8")])
def test_a_web_page_named_xls_is_read_as_the_table_it_shows(
    tmp_path: Path, charset: str, encoding: str
) -> None:
    path = tmp_path / "流水.xls"
    path.write_bytes(page(charset).encode(encoding))
    ledger = read_ledger(path)
    assert (len(ledger.rows), ledger.bad, ledger.data_date, ledger.encoding) == (2, (), DATA_DATE, encoding)
    assert ledger.rows[0].reference == ROWS[0].reference  # type: ignore[union-attr]


def test_a_page_whose_cells_are_never_closed_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "流水.xls"
    path.write_bytes(page("utf-8", end="").replace("</td>", "").encode())
    assert len(read_ledger(path).rows) == 2


def test_an_xml_spreadsheet_with_left_out_cells_is_read_by_their_index(tmp_path: Path) -> None:
    def line(cells: list[object]) -> str:
        told = "".join(
            f'<Cell ss:Index="{at}"><Data ss:Type="String">{cell}</Data></Cell>'
            for at, cell in enumerate(cells, 2)
        )
        return f"<Row>{told}</Row>"

    rows = "".join(map(line, [headings_of(LedgerKind.PAYMENTS, "zh"), *map(written, ROWS)]))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Worksheet><Table>{rows}</Table></Worksheet></Workbook>"
    )
    path = tmp_path / "l.xls"
    path.write_text(text, "utf-8")
    assert len(read_ledger(path, data_date=DATA_DATE).rows) == 2


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    laughs = "".join(
        f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "lol"}{"lol" * 10}">' for n in range(10)
    )
    path = tmp_path / "bomb.xls"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE x [{laughs}]><table><tr><td>&l9;</td><td>b</td></tr></table>'
    )
    with pytest.raises(BadFile):
        read_ledger(path, data_date=DATA_DATE)


def test_a_page_of_endless_columns_or_without_any_end_stops_at_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "wide.xls"
    path.write_text("<table><tr>" + "<td>1</td>" * 5_000)
    with pytest.raises(BadFile) as error:
        read_ledger(path)
    assert error.value.code == "columns.too_many"
    path.write_text("<table><tr><td>" + "x" * 200_000)
    with pytest.raises(BadFile) as error:
        read_ledger(path, limits=Limits(line_bytes=1_000_000))
    assert error.value.code == "cell.too_long"


def protected(tmp_path: Path, password: str) -> Path:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain, sealed = write_xlsx(tmp_path / "plain.xlsx", ROWS), tmp_path / "sealed.xlsx"
    with plain.open("rb") as file, sealed.open("wb") as out:
        OOXMLFile(file).encrypt(password, out)
    return sealed


def test_a_protected_workbook_asks_for_its_password_and_opens_with_it(tmp_path: Path) -> None:
    sealed = protected(tmp_path, "密码 pass")
    for given, code in ((None, "file.password"), ("other", "file.wrong_password")):
        with pytest.raises(BadFile) as error:
            read_in_child(sealed, password=given)
        assert error.value.code == code
    assert len(read_in_child(sealed, password="密码 pass").rows) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["plain.xlsx", "sealed.xlsx"] or sorted(
        p.name for p in tmp_path.iterdir()
    ) == ["plain.xlsx", "sealed.xlsx"]


def test_a_damaged_protected_workbook_is_refused(tmp_path: Path) -> None:
    content = protected(tmp_path, "p").read_bytes()
    for cut in (600, 2000, len(content) // 2):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(content[:cut])
        with pytest.raises(BadFile):
            read_ledger(path, password="p")
    assert io.BytesIO(content).read(4) == b"\xd0\xcf\x11\xe0"
