"""Opens a workbook protected by a password, in the reading child, into bytes that are never written to a disk."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from collectdesk.domain.intake.imports import BadFile

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.ledgers.limits import Limits


def unsealed(path: Path, password: str | None, limits: Limits) -> bytes:
    """The workbook inside; raises BadFile(file.password) without a password, file.wrong_password with another."""
    if not password:
        raise BadFile("file.password")
    try:
        import msoffcrypto
    except ImportError:
        raise BadFile("file.password_unsupported") from None
    from msoffcrypto.exceptions import FileFormatError, InvalidKeyError

    opened = io.BytesIO()
    try:
        with path.open("rb") as file:
            sealed = msoffcrypto.OfficeFile(file)
            sealed.load_key(password=password, verify_password=True)
            sealed.decrypt(opened)
    except InvalidKeyError:
        raise BadFile("file.wrong_password") from None
    except (FileFormatError, ValueError, KeyError, IndexError, OSError, AttributeError, TypeError):
        raise BadFile("file.damaged") from None
    if opened.tell() > limits.file_bytes:
        raise BadFile("file.too_big", size_mb=opened.tell() >> 20, limit_mb=limits.file_bytes >> 20)
    return opened.getvalue()
