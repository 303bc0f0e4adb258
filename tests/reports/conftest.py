"""Words in both languages, and readers of what was drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.words import CHINESE, ENGLISH, Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def chinese() -> Words:
    """Compiled from today's catalogues before the first test."""
    return Words(CHINESE)


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
        formats: Any = zxingcpp.BarcodeFormat.QRCode
        return [
            [code.text for code in zxingcpp.read_barcodes(picture, formats=formats)] for picture in pictures
        ]

    return read
