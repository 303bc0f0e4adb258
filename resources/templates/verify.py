# ruff: noqa: INP001, PTH100, PTH112, PTH120, PTH123, T201 - one file for a stranger's bare Python (3.8 or later)
"""Verifies a CollectDesk archive pack, zipped or unpacked, on its own. 不依赖 CollectDesk 即可校验归档包。

python verify.py PACK.zip --fingerprint "1234 abcd ..."     (as on the paper register 以纸质登记簿为准)
Exit 终止码: 0 green 绿, 3 intact but signer unproven 完整但签章人未证实, 2 red 红.

A forger could replace this file together with the pack. Run a copy that you trust, and compare
the key's fingerprint with the one on paper.
伪造者可以连同本文件一起替换：请使用可信来源的副本，并与纸面上的指纹核对。
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import io
import os
import re
import stat
import struct
import sys
import unicodedata
import zlib
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Point = tuple[int, int, int, int]

MOST_FILES, MOST_BYTES, MOST_DIRECTORY, MOST_TAG_FILE = 20000, 2**32 - 2, 20000 * 1024, 16 * 2**20
LOCAL, CENTRAL, TAIL = struct.Struct("<4s5H3L2H"), struct.Struct("<4s2B5H3L5H2L"), struct.Struct("<4s4H2LH")
DOMAIN = b"collectdesk.archive.seal.v1\x00"
DECLARATION, DESCRIPTION, MANIFEST = "bagit.txt", "bag-info.txt", "manifest-sha256.txt"
TAG_MANIFEST, SEAL = "tagmanifest-sha256.txt", "seal.json"
SEAL_TEXT = re.compile(
    rb'(\{\n  "format": "collectdesk-seal/1",\n  "number": "([^"\\\x00-\x1f]{1,240})",\n'
    rb'  "root_sha256": "([0-9a-f]{64})",\n  "previous_seal_sha256": (null|"[0-9a-f]{64}"),\n'
    rb'  "sealed_at": "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)",\n'
    rb'  "public_key": "([0-9a-f]{64})"),\n  "signature": "([0-9a-f]{128})"\n\}\n'
)
SENTENCES = {  # by code, else by the part before the dot
    "container": ("The file or folder cannot be read.", "无法读取该文件或文件夹。"),
    "zip": ("The zip around the files is not as a pack's is.", "zip 结构与归档包格式不符。"),
    "zip.unreadable": ("This is no zip file, or its end is missing.", "不是 zip 文件，或文件尾部缺失。"),
    "zip.trailing": ("Something was appended to the zip.", "zip 末尾被追加了内容。"),
    "entry": ("The zip's record of this file was altered.", "zip 中该文件的记录被改动。"),
    "entry.encrypted": ("The file is encrypted.", "文件被加密。"),
    "entry.bomb": ("The file claims to be far larger than it is.", "文件声称的大小远超实际（压缩炸弹）。"),
    "entry.compressed": ("The file is compressed; a pack stores it plain.", "文件被压缩；归档包只存原样。"),
    "entry.symlink": ("It is a link, not a file.", "是链接而不是文件。"),
    "bag": ("It holds more than a pack may.", "文件数或大小超过归档包上限。"),
    "bag.fetch": ("It asks to download parts; a pack holds all.", "要求另行下载；归档包应自含全部。"),
    "bag.version": ("The bag's declaration is not that of BagIt 1.0.", "声明不是 BagIt 1.0。"),
    "bag.description": ("The description names another number or count.", "说明中的编号或数量不符。"),
    "file.missing": ("The file is missing.", "文件缺失。"),
    "file.extra": ("The file was added: no manifest lists it.", "多出的文件：清单中没有。"),
    "file.altered": ("The file was changed after the sealing.", "文件在封存后被改动。"),
    "manifest": ("A line of the manifest is not as a pack's is.", "清单格式不符。"),
    "seal.malformed": ("The seal is unreadable, or its text was altered.", "封存信息无法解读或被改动。"),
    "seal.root": ("The seal is for other contents.", "封存信息对应的是别的内容。"),
    "seal.number": ("The seal is for a pack of another number.", "封存信息对应的是别的包号。"),
    "seal.signature": ("The signature is false.", "签名无效。"),
    "signer": ("Sealed by another key than the one on paper.", "签章密钥与纸面指纹不符。"),
    "fingerprint": ("A fingerprint is 32 hex digits; type it again.", "指纹应为 32 位十六进制，请重输。"),
    "path": ("A pack holds no file of such a name.", "归档包不允许这样的文件名。"),
    "path.absolute": ("The name points outside: it is absolute.", "文件名是绝对路径，指向包外。"),
    "path.dots": ("The name points outside: it holds . or ..", "文件名含 . 或 ..，可能指向包外。"),
    "path.duplicate": ("Two files have the same name.", "文件名重复。"),
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


DEVICE = re.compile(r"(?is)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?")


def name_fault(name: str) -> str | None:
    """Why one part of a path may not stand in a pack; None when it may."""
    if not name:
        return "path.empty"
    kinds = {unicodedata.category(letter) for letter in name}
    if set(name) & set('<>:"|?*\\%') or kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return "path.character"
    if name[0].isspace() or name[-1].isspace() or name[-1] == ".":
        return "path.ending"
    if DEVICE.fullmatch(name):
        return "path.reserved"
    if unicodedata.normalize("NFC", name) != name:
        return "path.not_nfc"
    return "path.too_long" if len(name.encode()) > 240 else None


def path_fault(path: str) -> str | None:
    """Why a path may not stand in a pack; None when it may."""
    if not path:
        return "path.empty"
    if path[0] in "/\\" or re.match(r"[A-Za-z]:", path):
        return "path.absolute"
    if set(re.split(r"[/\\]", path)) & {".", ".."}:
        return "path.dots"
    if len(path) > 200:
        return "path.too_long"
    return next(filter(None, map(name_fault, path.split("/"))), None)


def folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def clashes(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of path and code for names that are one name where case does not count."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    found = []
    for path in paths:
        if folded(path) in files:
            found.append((path, "path.duplicate"))
            continue
        files[folded(path)] = path
        above = [path[:at] for at, letter in enumerate(path) if letter == "/"]
        if [folder for folder in above if folders.setdefault(folded(folder), folder) != folder]:
            found.append((path, "path.two_spellings"))
    return [*found, *((path, "path.file_and_folder") for key, path in files.items() if key in folders)]


def turn(name: str) -> tuple[int, bytes]:
    """The place of a file in a pack's order."""
    if name in {TAG_MANIFEST, SEAL}:
        return 3 + (name == SEAL), b""
    return (0 if name == DECLARATION else 1 if name.startswith("data/") else 2), name.encode()


class Zip:
    """Where the files are: a zip, whose every other byte follows from names, sizes, sums and date."""

    def __init__(self, file: IO[bytes], check: Check) -> None:
        self.file, self.check, self.size = file, check, file.seek(0, 2)
        self.sizes: dict[str, int] = {}
        self.places: dict[str, tuple[int, int, int]] = {}
        self.top, self.date = "", (0, 0)
        records = self.records(*self.directory())
        for name, code in [] if check.found else clashes(name for name, _, _ in records):
            check.find(code, name)
        if records and not check.found:
            self.place(records)

    def directory(self) -> tuple[bytes, int]:
        """The bytes of the zip's directory, and the number of files it claims."""
        self.file.seek(max(0, self.size - TAIL.size))
        tail = self.file.read(TAIL.size)
        if len(tail) < TAIL.size or tail[:4] != b"PK\x05\x06":
            self.file.seek(max(0, self.size - TAIL.size - 0xFFFF))
            self.check.find("zip.trailing" if b"PK\x05\x06" in self.file.read() else "zip.unreadable")
            return b"", 0
        count, length, start = TAIL.unpack(tail)[4:7]
        regular = TAIL.pack(b"PK\x05\x06", 0, 0, count, count, length, start, 0)
        sound = tail == regular and start + length + TAIL.size == self.size <= MOST_BYTES
        if count > MOST_FILES or not sound or length > MOST_DIRECTORY:
            self.check.find("zip.too_many" if count > MOST_FILES else "zip.structure")
            return b"", 0
        self.file.seek(start)
        return self.file.read(length), count

    def records(self, directory: bytes, count: int) -> list[tuple[str, tuple[int, ...], bytes]]:
        """Name, fields and raw bytes of every file's record."""
        records, at, seen = [], 0, 0
        while at < len(directory):
            seen += 1
            if directory[at : at + 4] != b"PK\x01\x02" or len(directory) - at < CENTRAL.size:
                self.check.find("zip.structure")
                return []
            fields = CENTRAL.unpack_from(directory, at)
            raw = directory[at + CENTRAL.size : at + CENTRAL.size + fields[11]]
            end = at + CENTRAL.size + sum(fields[11:14])
            try:
                name = raw.decode("utf-8" if fields[4] & 0x800 else "ascii")
                fault = self.fault(name, fields)
            except UnicodeDecodeError:
                name, fault = raw.decode("utf-8", "backslashreplace"), "entry.name"
            if fault:
                self.check.find(fault, name)
            records.append((name, fields, directory[at:end]))
            at = end
        if seen != count and not self.check.found:
            self.check.find("zip.structure")
        return records

    def fault(self, name: str, fields: tuple[int, ...]) -> str | None:
        packed, unpacked, kind = fields[9], fields[10], stat.S_IFMT(fields[16] >> 16)
        if fields[4] & 0x2041:
            return "entry.encrypted"
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            return "entry.symlink" if kind == stat.S_IFLNK else "entry.special"
        if unpacked > 100 * max(packed, 1) or (fields[5] == 0 and unpacked > self.size):
            return "entry.bomb"
        if fields[5] != 0:
            return "entry.compressed"
        return "entry.folder" if name.endswith("/") else path_fault(name)

    def place(self, records: list[tuple[str, tuple[int, ...], bytes]]) -> None:
        """Compare every record with the only one it may be, and note where each file lies."""
        end, self.date = 0, (records[0][1][6], records[0][1][7])
        for name, fields, record in records:
            raw, crc, size = name.encode(), fields[8], fields[10]
            shared = (20, 0 if len(raw) == len(name) else 0x800, 0, *self.date, crc, size, size, len(raw), 0)
            local = LOCAL.pack(b"PK\x03\x04", *shared) + raw
            central = (20, 3, *shared, 0, 0, 0, 0o100644 << 16, end)
            self.file.seek(end)
            if self.file.read(len(local)) != local or record != CENTRAL.pack(b"PK\x01\x02", *central) + raw:
                return self.check.find("entry.header", name)
            self.places[name.partition("/")[2]] = (end + len(local), size, crc)
            end += len(local) + size
        self.top, self.sizes = (
            records[0][0].partition("/")[0],
            {name: at[1] for name, at in self.places.items()},
        )
        if end != self.size - TAIL.size - sum(len(record) for _, _, record in records):
            self.check.find("zip.structure")
        elif not all(name.startswith(self.top + "/") for name, _, _ in records):
            self.check.find("zip.top_folder")
        elif sorted(self.sizes, key=turn) != list(self.sizes):
            self.check.find("zip.order")
        return None

    def chunks(self, name: str) -> Iterator[bytes]:
        start, left, crc = self.places[name]
        self.file.seek(start)
        seen = 0
        while left:
            chunk = self.file.read(min(left, 2**20))
            if not chunk:
                break
            left, seen = left - len(chunk), zlib.crc32(chunk, seen)
            yield chunk
        if left or seen != crc:
            self.check.find("entry.crc", name)


class Folder:
    """Where the files are: an unpacked pack. No link is followed."""

    top, date = None, None

    def __init__(self, folder: str, check: Check) -> None:
        self.check = check
        self.sizes: dict[str, int] = {}
        self.paths: dict[str, str] = {}
        self.walk(folder, "")
        for name, code in clashes(self.sizes):
            check.find(code, name)
        if sum(self.sizes.values()) > MOST_BYTES:
            check.find("bag.too_large")

    def walk(self, folder: str, above: str) -> None:
        with os.scandir(folder) as items:
            for item in sorted(items, key=lambda item: item.name):
                if len(self.sizes) > MOST_FILES:
                    self.check.find("bag.too_many")
                    break
                self.take(item, above + unicodedata.normalize("NFC", item.name))

    def take(self, item: os.DirEntry[str], name: str) -> None:
        status = item.stat(follow_symlinks=False)
        fault = path_fault(name)
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            fault = "entry.symlink" if stat.S_ISLNK(status.st_mode) else "entry.special"
        if fault:
            self.check.find(fault, name)
        elif stat.S_ISDIR(status.st_mode):
            self.walk(item.path, name + "/")
        else:
            self.paths[name], self.sizes[name] = item.path, status.st_size

    def chunks(self, name: str) -> Iterator[bytes]:
        with open(self.paths[name], "rb") as file:
            yield from iter(lambda: file.read(2**20), b"")


class Check:
    """One verification; ``found`` gathers codes with their file, ``seal`` what the seal says."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self.digests: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.seal: tuple[str, ...] = ()
        self.key = b""
        self.chunks: Callable[[str], Iterator[bytes]] = lambda _: iter(())

    def find(self, code: str, name: str = "") -> None:
        if (code, name) not in self.found:
            self.found.append((code, name))

    def run(self, path: str, fingerprint: str) -> None:
        try:
            if os.path.isdir(path):
                self.judge(Folder(path, self), fingerprint)
            else:
                with open(path, "rb") as file:
                    self.judge(Zip(file, self), fingerprint)
        except OSError:
            self.find("container.unreadable")

    def judge(self, contents: Zip | Folder, fingerprint: str) -> None:
        if self.found:
            return
        self.sizes, self.chunks = contents.sizes, contents.chunks
        for name in sorted(self.sizes, key=turn):
            digest = hashlib.sha256()
            for chunk in self.chunks(name):
                digest.update(chunk)
            self.digests[name] = digest.hexdigest()
        self.judge_bag()
        self.judge_seal(contents)
        plain = re.sub(r"[\s:-]", "", fingerprint).lower()
        if plain and not re.fullmatch("[0-9a-f]{32}", plain):
            self.find("fingerprint.malformed")
        elif plain and self.key and hashlib.sha256(self.key).hexdigest()[:32] != plain:
            self.find("signer.other", SEAL)

    def small(self, name: str, most: int = MOST_TAG_FILE) -> bytes:
        return b"".join(self.chunks(name)) if self.sizes.get(name, most + 1) <= most else b""

    def judge_bag(self) -> None:
        for name in (DECLARATION, DESCRIPTION, MANIFEST, TAG_MANIFEST, SEAL):
            if name not in self.digests:
                self.find("file.missing", name)
        for name in self.digests:
            if name.lower() == "fetch.txt":
                self.find("bag.fetch", name)
        if self.small(DECLARATION, 1024) != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
            self.find("bag.version", DECLARATION)
        listed = {**self.listed(MANIFEST), **self.listed(TAG_MANIFEST)}
        for name, digest in listed.items():
            if self.digests.get(name) != digest:
                self.find("file.altered" if name in self.digests else "file.missing", name)
        for name in self.digests:
            if name not in listed and name not in {TAG_MANIFEST, SEAL}:
                self.find("file.extra", name)

    def listed(self, manifest: str) -> dict[str, str]:
        """Name and digest of each line; a manifest with a malformed line counts for nothing."""
        if manifest not in self.digests:
            return {}
        try:
            *lines, rest = self.small(manifest).decode().split("\n")
        except UnicodeDecodeError:
            lines, rest = [], "unreadable"
        pairs = [re.fullmatch(r"([0-9a-f]{64})  (.+)", line) for line in lines]
        names = {pair.group(2): pair.group(1) for pair in pairs if pair}
        wrong = bool(
            rest or len(names) != len(pairs) or clashes(names) or self.sizes[manifest] > MOST_TAG_FILE
        )
        for name in names:
            misplaced = name.startswith("data/") != (manifest == MANIFEST) or name in {TAG_MANIFEST, SEAL}
            wrong = wrong or misplaced or path_fault(name) is not None
        if wrong:
            self.find("manifest.malformed", manifest)
        return {} if wrong else names

    def judge_seal(self, contents: Zip | Folder) -> None:
        if SEAL not in self.digests:
            return
        match = SEAL_TEXT.fullmatch(self.small(SEAL, 4096))
        try:
            fields = [field.decode() for field in match.groups()] if match else []
            day = datetime.datetime.strptime(fields[4] if fields else "", "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            self.find("seal.malformed", SEAL)
            return
        self.seal, self.key = tuple(fields), bytes.fromhex(fields[5])
        if not is_signed(self.key, DOMAIN + fields[0].encode(), bytes.fromhex(fields[6])):
            self.find("seal.signature", SEAL)
        if fields[2] != self.digests.get(TAG_MANIFEST):
            self.find("seal.root", SEAL)
        if contents.top not in {None, fields[1]}:
            self.find("seal.number", SEAL)
        clock = day.hour << 11 | day.minute << 5 | day.second // 2
        if contents.date not in {None, (clock, (day.year - 1980) << 9 | day.month << 5 | day.day)}:
            self.find("zip.date")
        self.judge_description(fields[1])

    def judge_description(self, number: str) -> None:
        payload = [size for name, size in self.sizes.items() if name.startswith("data/")]
        labels = (b"external-identifier:", b"payload-oxum:")
        named = [line for line in self.small(DESCRIPTION).split(b"\n") if line.lower().startswith(labels)]
        wanted = [f"External-Identifier: {number}", f"Payload-Oxum: {sum(payload)}.{len(payload)}"]
        if DESCRIPTION in self.digests and sorted(named) != sorted(line.encode() for line in wanted):
            self.find("bag.description", DESCRIPTION)


def shown(name: str) -> str:
    """A foreign name without the control characters that could repaint the screen."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in name)


def report(check: Check, fingerprint: str) -> int:
    """Print the verdict; return the exit code."""
    if check.seal:
        _, number, root, previous, sealed_at, _, _ = check.seal
        digits = hashlib.sha256(check.key).hexdigest()
        print(
            f"Pack 归档包: {shown(number)}, sealed 封存 {sealed_at}{' (claimed 自称)' if check.found else ''}"
        )
        print(f"Root digest 根摘要:   {root}\nThis seal 本次封存:   {check.digests[SEAL]}")
        print("Seal before 上一封存:", "none 无" if previous == "null" else previous.strip('"'))
        print("Key fingerprint 密钥指纹:", " ".join(digits[at : at + 4] for at in range(0, 32, 4)))
    for code, name in check.found:
        english, chinese = SENTENCES.get(code) or SENTENCES[code.partition(".")[0]]
        print(f"RED 红 [{code}] {shown(name)}\n    {english}\n    {chinese}")
    if check.found:
        print("RED 红: do not rely on this pack. 请勿采信此归档包。")
        return 2
    files = [size for name, size in check.sizes.items() if name.startswith("data/")]
    print(f"Files 文件: {len(files)}, bytes 字节: {sum(files)}; all as sealed. 全部与封存时一致。")
    if fingerprint:
        print("GREEN 绿: intact, sealed by the key you gave. 完整，签章密钥与您提供的指纹一致。")
        return 0
    print("UNPROVEN 未证实: intact, signer unproven. Compare the key fingerprint with the paper register.")
    print("    完整，但签章人未证实：请将上面的密钥指纹与纸质登记簿核对。")
    return 3


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console without Chinese still shows the English
    about = (__doc__ or "").strip()
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "pack", nargs="?", help="zip or folder; default: where this file is. 归档包或其解压文件夹"
    )
    parser.add_argument("--fingerprint", nargs="+", default=[], help="32 hex digits from paper. 纸面上的指纹")
    asked = parser.parse_args()
    fingerprint, check = "".join(asked.fingerprint), Check()
    check.run(asked.pack or os.path.dirname(os.path.abspath(__file__)), fingerprint)
    code = report(check, fingerprint)
    print("Note 注意:", *about.split("\n")[-3:], sep="\n    ")
    return code


if __name__ == "__main__":
    sys.exit(main())
