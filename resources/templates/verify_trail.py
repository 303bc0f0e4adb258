# ruff: noqa: INP001, PTH123, T201 - one file for a stranger's bare Python (3.8 or later)
"""Verifies a signed extract of a CollectDesk audit trail on its own. 不依赖 CollectDesk 即可校验审计导出文件。

python verify_trail.py TRAIL.jsonl --fingerprint "1234 abcd ..."   (as on the paper register 以纸质登记簿为准)
                                   --root 812:3f9a...              (as on an evening page 晚间页上的条目号和根值)
Exit 终止码: 0 green 绿, 3 intact but signer unproven 完整但签名人未证实, 2 red 红.

It shows that the extract is as the branch signed it, and whether it holds the entry an evening page names. That the
entries were true when they were written, no file can show. 本程序只证明文件与签名时一致，以及是否含有纸面所载条目。
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Point = tuple[int, int, int, int]

DOMAIN = b"collectdesk.trail.export.v1\x00"
FORMAT = "collectdesk-trail/1"
FIELDS = {"seq", "branch_id", "at", "account_id", "action", "about", "previous", "link"}
SENTENCES = {
    "unreadable": ("The file cannot be read as an extract.", "无法作为导出文件读取。"),
    "end": ("The end of the file is missing or was altered.", "文件尾部缺失或被改动。"),
    "digest": ("The file was changed after it was signed.", "文件在签名后被改动。"),
    "signature": ("The signature is false.", "签名无效。"),
    "number": ("An entry is missing or stands in the wrong place.", "缺少条目或条目次序不对。"),
    "chain": ("An entry does not follow the one before it.", "条目与前一条不衔接。"),
    "count": ("It holds another number of entries than it says.", "条目数与声明不符。"),
    "root": ("The paper names another entry than stands here.", "纸面所载的条目与文件中的不符。"),
    "root.beyond": ("The paper names an entry beyond the end.", "纸面所载的条目在文件末尾之后。"),
    "root.typed": ("A root is number, colon, 32 digits; type it again.", "根值应为“条目号:32位”，请重输。"),
    "signer": ("Signed by another key than the one on paper.", "签名密钥与纸面指纹不符。"),
}

# ---- Ed25519, RFC 8032 section 5.1: verification only, so nothing is secret and nothing needs constant time

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 4 * pow(5, P - 2, P) % P


def point_from(text: bytes) -> Point | None:
    """The curve point (X, Y, Z, T) that 32 bytes encode; None when they encode none."""
    y = int.from_bytes(text, "little")
    odd, y = y >> 255, y % 2**255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(text) != 32 or y >= P or (x * x - square) % P or (x == 0 and odd):
        return None
    x = x if x & 1 == odd else P - x
    return x, y, 1, x * y % P


def added(one: Point, two: Point) -> Point:
    """The sum of two points, in extended coordinates."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether S·B - h·A encodes to R, both multiples summed in one pass of doublings."""
    point, scalar = point_from(public), int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or scalar >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    plus, minus = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P), (P - point[0], point[1], 1, P - point[3])
    choices = {(1, 0): plus, (0, 1): minus, (1, 1): added(plus, minus), (0, 0): (0, 1, 1, 0)}
    total = (0, 1, 1, 0)
    for bit in range(252, -1, -1):
        total = added(added(total, total), choices[scalar >> bit & 1, h >> bit & 1])
    inverse = pow(total[2], P - 2, P)
    x, y = total[0] * inverse % P, total[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


class Check:
    """One pass over the file; ``found`` holds (code, entry number) of everything wrong."""

    def __init__(self, root: str) -> None:
        self.found: list[tuple[str, int]] = []
        self.key, self.entries, self.last, self.link = b"", 0, "", "0" * 64
        self.root_seq, self.root_digits = 0, ""
        if root:
            typed = re.match(r"^([0-9]{1,15}):([0-9a-f]{32,64})$", re.sub(r"\s", "", root).lower())
            if typed is None:
                self.wrong("root.typed", 0)
            else:
                self.root_seq, self.root_digits = int(typed.group(1)), typed.group(2)

    def wrong(self, code: str, entry: int) -> None:
        self.found.append((code, entry))

    def read(self, path: str) -> None:
        digest, held = hashlib.sha256(), b""
        with open(path, "rb") as file:
            header = file.readline()
            said = parsed(header)
            self.key = bytes.fromhex(str(said["public_key"]))
            if said["format"] != FORMAT or len(self.key) != 32:
                raise ValueError(FORMAT)
            digest.update(header)
            for line in file:
                if held:
                    digest.update(held)
                    self.take(parsed(held))
                held = line
        self.close(parsed(held), digest.digest())

    def take(self, entry: dict[str, object]) -> None:
        self.entries += 1
        if set(entry) != FIELDS or entry["seq"] != self.entries:
            self.wrong("number", self.entries)
        if entry.get("previous") != self.link:
            self.wrong("chain", self.entries)
        self.link, self.last = str(entry.get("link")), str(entry.get("at"))
        if self.entries == self.root_seq and not self.link.startswith(self.root_digits):
            self.wrong("root", self.entries)

    def close(self, said: dict[str, object], digest: bytes) -> None:
        if set(said) != {"entries", "sha256", "signature"}:
            self.wrong("end", self.entries)
            return
        if said["sha256"] != digest.hex():
            self.wrong("digest", 0)
        if said["entries"] != self.entries:
            self.wrong("count", self.entries)
        if not is_signed(self.key, DOMAIN + digest, bytes.fromhex(str(said["signature"]))):
            self.wrong("signature", 0)
        if self.root_seq > self.entries:
            self.wrong("root.beyond", self.root_seq)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.key).hexdigest()[:32]


def parsed(line: bytes) -> dict[str, object]:
    """One line, exactly as the program writes it: no byte is free."""
    found = json.loads(line.decode("ascii"))
    again = json.dumps(found, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    if not isinstance(found, dict) or again.encode("ascii") + b"\n" != line:
        raise ValueError(line[:20])
    return found


def report(check: Check, fingerprint: str) -> int:
    typed = re.sub(r"[\s:-]", "", fingerprint).lower()
    if typed and typed != check.fingerprint:
        check.wrong("signer", 0)
    for code, entry in check.found[:50]:
        english, chinese = SENTENCES[code]
        print(f"{english} {chinese}" + (f" [{entry}]" if entry else ""))
    groups = " ".join(check.fingerprint[at : at + 4] for at in range(0, 32, 4))
    print(f"entries 条目: {check.entries}  through 截至: {check.last}  key 密钥指纹: {groups}")
    print(f"root 根值: {check.entries}:{check.link[:32]}")
    if check.found:
        print("RED 红")
        return 2
    if not typed:
        print("INTACT, SIGNER UNPROVEN 完整，签名人未证实")
        return 3
    print("GREEN 绿")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file")
    parser.add_argument("--fingerprint", default="")
    parser.add_argument("--root", default="")
    asked = parser.parse_args()
    check = Check(asked.root)
    try:
        check.read(asked.file)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        check.wrong("unreadable", check.entries)
    return report(check, asked.fingerprint)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
