"""Derives the practice branch's sample of real card behaviour from the UCI file.

Run once whenever the source changes.

Usage: python tools/derive_sample.py SOURCE.csv [TARGET.csv.xz]

Only what the practice branch needs is carried over: SEX, EDUCATION, MARRIAGE and AGE are left behind,
because no figure about a person may ever rest on them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import lzma
import sys
from pathlib import Path

SOURCE_SHA256 = "84ba892a2a55a0d711259f30084753f22b14b0c56303baf25ced4e7600230248"
TARGET = Path(__file__).resolve().parents[1] / "resources" / "sample" / "card_behaviour.csv.xz"
STATUS = ("PAY_0", "PAY_2", "PAY_3", "PAY_4", "PAY_5", "PAY_6")
CARRIED = (
    ("row", "ID"),
    ("limit", "LIMIT_BAL"),
    *((f"status{month}", name) for month, name in enumerate(STATUS, 1)),
    *((f"bill{month}", f"BILL_AMT{month}") for month in range(1, 7)),
    *((f"paid{month}", f"PAY_AMT{month}") for month in range(1, 7)),
    ("default", "default_next_month"),
)
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 1 << 22, "lc": 0, "lp": 0, "pb": 0}]


def derive(source: bytes) -> bytes:
    """The sample as CSV text in UTF-8; month 1 is the latest. Raises ValueError for any other source file."""
    if hashlib.sha256(source).hexdigest() != SOURCE_SHA256:
        raise ValueError("this is not the UCI file that the sample is documented to come from")
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(ours for ours, _ in CARRIED)
    for row in csv.DictReader(io.StringIO(source.decode("ascii"))):
        rows.writerow(int(row[theirs]) for _, theirs in CARRIED)
    return out.getvalue().encode("ascii")


def pack(text: bytes) -> bytes:
    """Compress with fixed filters, so that a second run gives the same file."""
    return lzma.compress(text, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=FILTERS)


def main(arguments: list[str]) -> int:
    if len(arguments) not in {1, 2}:
        print(__doc__, file=sys.stderr)
        return 2
    target = Path(arguments[1]) if len(arguments) == 2 else TARGET
    text = derive(Path(arguments[0]).read_bytes())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(pack(text))
    print(f"{target}: {target.stat().st_size:,} bytes; text sha256 {hashlib.sha256(text).hexdigest()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
