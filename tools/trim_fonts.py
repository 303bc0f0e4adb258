"""Makes the two shipped fonts from Noto Sans SC's static TrueType files and writes their checksums.

Needs fonttools, which the program itself doesn't: install it in an environment of its own. Then

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3
    python tools/trim_fonts.py expo-google-fonts-noto-sans-sc-0.4.3.tgz resources/fonts

The regular weight keeps every character; the bold one keeps GB 2312, the rest of the 8,105 standard
characters and the symbols of office papers; the regular weight stands in for the rest. Layout tables
are dropped: neither the window nor the papers set vertical text or stylistic variants. Outlines are
untouched.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
from pathlib import Path

from fontTools import subset

SOURCES = {
    "NotoSansSC-Regular.ttf": (
        "package/400Regular/NotoSansSC_400Regular.ttf",
        "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    ),
    "NotoSansSC-Bold.ttf": (
        "package/700Bold/NotoSansSC_700Bold.ttf",
        "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
    ),
}
LICENCE = "package/LICENSE_FONT"
DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "STAT", "DSIG", "MATH", "gasp")
SYMBOL_RANGES = (
    (0x20, 0x17F), (0x2B0, 0x2FF), (0x391, 0x3CA), (0x410, 0x450), (0x2000, 0x206F), (0x20A0, 0x20C0),
    (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21BF), (0x2200, 0x22FF), (0x2460, 0x24FF),
    (0x2500, 0x25FF), (0x2600, 0x2642), (0x3000, 0x30FF), (0x3200, 0x33FF), (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
)  # fmt: skip


def gb2312() -> set[int]:
    """Every character that the GB 2312 encoding can write."""
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", "ignore"))}


def standard() -> set[int]:
    """The standard characters that GB 2312 lacks; names of living people use them."""
    listed = Path(__file__).with_name("standard_characters.txt").read_text(encoding="utf-8")
    rows = [row for row in listed.splitlines() if not row.startswith("#")]
    return {ord(letter) for row in rows for letter in row}


def trim(source: bytes, kept: set[int] | None) -> bytes:
    """The font without layout tables, with only the kept characters (None keeps all that it has)."""
    options = subset.Options()
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.layout_features = []
    options.drop_tables += list(DROPPED)
    options.notdef_outline = True
    options.hinting = False
    options.glyph_names = False
    options.recalc_timestamp = False
    font = subset.load_font(io.BytesIO(source), options)
    chosen = set(font.getBestCmap()) if kept is None else kept
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=chosen)
    subsetter.subset(font)
    target = io.BytesIO()
    subset.save_font(font, target, options)
    return target.getvalue()


def member_of(archive: tarfile.TarFile, name: str) -> bytes:
    """One file of the package; stops where the package lacks it."""
    file = archive.extractfile(name)
    if file is None:
        sys.exit(f"{name} is no file in the package: use version 0.4.3")
    return file.read()


def main(package: Path, target: Path) -> None:
    symbols = {code for low, high in SYMBOL_RANGES for code in range(low, high + 1)}
    bold = gb2312() | standard() | symbols
    lock = ["# SHA-256 of the shipped fonts; remade by tools/trim_fonts.py"]
    with tarfile.open(package) as archive:
        for name, (member, digest) in SOURCES.items():
            source = member_of(archive, member)
            if hashlib.sha256(source).hexdigest() != digest:
                sys.exit(f"{member} in {package} is not the expected file: use version 0.4.3")
            trimmed = trim(source, None if "Regular" in name else bold)
            (target / name).write_bytes(trimmed)
            lock.append(f"{hashlib.sha256(trimmed).hexdigest()}  {name}")
        (target / "OFL.txt").write_bytes(member_of(archive, LICENCE))
    (target / "fonts.lock").write_text("\n".join(lock) + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
