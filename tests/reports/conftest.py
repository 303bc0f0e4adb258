"""Words in both languages, the Chinese ones compiled from the committed catalogue of this room."""

from __future__ import annotations

import gettext
import io
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from collectdesk import resources
from collectdesk.words import CHINESE, ENGLISH, Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CATALOGUE = ("locale", "zh_CN", "reports.po")


@pytest.fixture(scope="session")
def catalogue() -> Any:
    with resources.path(*CATALOGUE).open("rb") as file:
        return read_po(file, locale="zh_CN")


@pytest.fixture(scope="session")
def chinese(catalogue: Any) -> Words:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    words = Words(CHINESE)
    words._catalogue = gettext.GNUTranslations(compiled)
    return words


@pytest.fixture(scope="session")
def english() -> Words:
    return Words(ENGLISH)


@pytest.fixture(params=["zh_CN", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    found: Words = request.getfixturevalue("chinese" if request.param == "zh_CN" else "english")
    return found


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "paper.pdf"


@pytest.fixture
def read_pages() -> Callable[[Path], list[str]]:
    """The text of each page as a reader extracts it, without line breaks."""

    def read(path: Path) -> list[str]:
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        try:
            texts = [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()
        return ["".join(text.split()) for text in texts]

    return read


@pytest.fixture
def read_codes() -> Callable[[Path], list[list[str]]]:
    """The payloads of the QR codes on each page, rendered at 200 dpi as an office scanner would."""

    def read(path: Path) -> list[list[str]]:
        import pypdfium2
        import zxingcpp

        document = pypdfium2.PdfDocument(path)
        try:
            pictures = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
        finally:
            document.close()
        formats = zxingcpp.BarcodeFormat.QRCode
        return [
            [code.text for code in zxingcpp.read_barcodes(picture, formats=formats)] for picture in pictures
        ]

    return read
