"""Owns how a page of the guide is shown: text in the theme's colours, pictures in the reader's look and width."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QTextBrowser

from collectdesk import resources
from collectdesk.ui.theme import theme, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from collectdesk.handbook import Topic

_MARGIN, _SETTLE = 48, 80
_ABOVE, _BELOW, _LEADING = 14.0, 8.0, 130.0
_TITLE, _HEADING = 20, 15
_SMOOTH = Qt.TransformationMode.SmoothTransformation


class GuideView(QTextBrowser):
    """Follows links to other pages by ``anchorClicked`` and never opens anything outside the program."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.document().setDocumentMargin(20)
        self._topic: Topic | None = None
        self._width = 0
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE)
        self._settled.timeout.connect(self._write_again)
        theme().changed.connect(self._write_again)

    def show_topic(self, topic: Topic) -> None:
        """Show a page from its top."""
        self._topic = topic
        self._write()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def _write_again(self) -> None:
        if self._topic is not None:
            at = self.verticalScrollBar().value()
            self._write()
            self.verticalScrollBar().setValue(at)

    def _write(self) -> None:
        assert self._topic is not None, "only asked with a page"
        self._width = self.viewport().width()
        self.document().setDefaultStyleSheet(f"a {{ color: {tokens().accent}; }}")
        self.document().setMarkdown(self._topic.text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._give_air()

    def _give_air(self) -> None:
        """Room between paragraphs and lines, and headings no louder than the window's own: Qt sets Markdown tight."""
        at = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            shape, level = block.blockFormat(), block.blockFormat().headingLevel()
            shape.setTopMargin(_ABOVE if level > 1 else 0)
            shape.setBottomMargin(_BELOW if block.textList() is None else _BELOW / 2)
            if block.text().strip("\ufffc"):  # a picture's line is as high as the picture
                shape.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            at.setPosition(block.position())
            at.setBlockFormat(shape)
            if level:
                at.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                letters = QTextCharFormat()
                font = self.font()
                font.setPixelSize(_TITLE if level == 1 else _HEADING)
                font.setBold(True)
                letters.setFont(font)
                letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                at.mergeCharFormat(letters)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures come from the shipped folder alone, in the look of this moment and no wider than the page."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        file = resources.folder() / "guide" / "pictures" / PurePosixPath(QUrl(name).path()).name
        dark = file.with_name(file.name.replace("_light_", "_dark_"))
        picture = QImage(str(dark if theme().tokens.dark and dark.is_file() else file))
        room = max(320, self._width - _MARGIN)
        if picture.width() > room:
            sharp = self.devicePixelRatioF()
            picture = picture.scaledToWidth(round(room * sharp), mode=_SMOOTH)
            picture.setDevicePixelRatio(sharp)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._topic is not None and abs(self.viewport().width() - self._width) > 1:
            self._settled.start()
