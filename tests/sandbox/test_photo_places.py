"""Owns the proof that no form in which a picture says where it was taken outlives the patches."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, PngImagePlugin

from collectdesk.sandbox.evidence_photos import look
from collectdesk.sandbox.photo_places import patched, patches
from collectdesk.sandbox.scan_files import register_heic
from collectdesk.sandbox.scanning import ScanPage, read_scan

HEIC = Path(__file__).with_name("page.heic")
"""A page with a code of no branch, and a place in its EXIF and XMP. Made from a JPEG of 480 × 640 pixels that Pillow
and segno drew, by ``heif-enc -q 40`` of libheif 1.15.1 (Debian's libheif-examples), since pi-heif reads only."""
NS = (
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
    b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    b'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    b'xmlns:drone="http://www.dji.com/drone-dji/1.0/"'
)
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' + NS + b'><rdf:Description rdf:about="" '
    b'exif:GPSLatitude="25,30.0N" drone:GpsLongtitude = \'102.7600\' xmp:CreateDate="2026-03-18T10:15:00" '
    b'photoshop:City="kunming"><exif:GPSLongitude>102,45.6E</exif:GPSLongitude><Iptc4xmpExt:LocationCreated '
    b"rdf:parseType='Resource'><Iptc4xmpExt:Sublocation>riverside</Iptc4xmpExt:Sublocation>"
    b"</Iptc4xmpExt:LocationCreated><xmp:Rating>5</xmp:Rating></rdf:Description></rdf:RDF></x:xmpmeta>"
)
TOLD = (b"25,30.0N", b"102.7600", b"102,45.6E", b"kunming", b"riverside")
KEPT = (b"2026-03-18T10:15:00", b"<xmp:Rating>5</xmp:Rating>")


def exif() -> Image.Exif:
    told = Image.Exif()
    told[0x010F], told[0x0110] = "HUAWEI", "P40"
    told.get_ifd(0x8825).update({1: "N", 2: (25.0, 30.0, 0.0), 3: "E", 4: (102.0, 45.0, 36.0)})
    return told


def picture(kind: str, **said: object) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(made, kind, **said)
    return made.getvalue()


def without_place(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        return patched(content, patches(content, bytes(opened.info.get("exif") or b"")))


def segment(marker: int, held: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(held) + 2) + held


def rating_in(packet: bytes) -> str | None:
    """What a reader of XMP finds: the packet has to be whole XML still."""
    begun, ended = packet.index(b"<x:xmpmeta"), packet.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")
    return ET.fromstring(packet[begun:ended]).findtext(".//{http://ns.adobe.com/xap/1.0/}Rating")


def test_exif_and_xmp_of_a_photo_lose_the_place_and_nothing_else() -> None:
    before = picture("JPEG", exif=exif(), xmp=XMP)
    assert all(one in before for one in (*TOLD, *KEPT))
    after = without_place(before)
    assert len(after) == len(before)
    assert [one for one in TOLD if one in after] == []
    assert all(one in after for one in KEPT)
    was, made = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert made.tobytes() == was.tobytes()
    assert made.getexif()[0x0110] == "P40"
    assert dict(made.getexif().get_ifd(0x8825)).keys() <= {0}
    assert rating_in(made.info["xmp"]) == "5"  # still read as XMP


def test_the_upright_copy_for_the_record_carries_no_metadata_at_all() -> None:
    import base64

    seen = look(picture("JPEG", exif=exif(), xmp=XMP), 2000, 85)
    copy = base64.b64decode(seen["jpeg"])
    assert not [one for one in (*TOLD, b"rdf:RDF", b"Exif") if one in copy]
    assert seen["location"] == "25.50000,102.76000"


@pytest.mark.parametrize("where", [0, 1])
def test_xmp_that_goes_on_in_further_segments_goes_whole_where_any_of_it_names_a_place(where: int) -> None:
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", 200, 0)
    cut = XMP.index(b"kunming") - 4 * where  # the word that names the place may lie across two segments
    parts = segment(0xE1, head + XMP[:cut]) + segment(0xE1, head + XMP[cut:])
    plain = picture("JPEG")
    after = without_place(plain[:2] + parts + plain[2:])
    assert [one for one in TOLD if one in after] == []
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(plain)).tobytes()


def test_places_of_iptc_and_of_xmp_in_two_bytes_a_letter_go_too() -> None:
    def entry(number: int, said: bytes) -> bytes:
        return b"\x1c\x02" + bytes((number,)) + struct.pack(">H", len(said)) + said

    iptc = entry(90, b"kunming") + entry(80, b"the author") + entry(92, b"riverside")
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    wide = XMP.decode().encode("utf-16-le")
    plain = picture("JPEG")
    parts = segment(0xED, b"Photoshop 3.0\0" + resource)
    after = without_place(
        plain[:2] + parts + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + wide) + plain[2:]
    )
    assert b"the author" in after
    assert [one for one in TOLD if one in after or one.decode().encode("utf-16-le") in after] == []


@pytest.mark.parametrize("pressed", [False, True])
def test_a_png_stays_whole_and_its_checksums_right(pressed: bool) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=pressed)
    texts.add_text("Raw profile type xmp", XMP.decode(), zip=pressed)
    before = picture("PNG", pnginfo=texts, exif=exif())
    after = without_place(before)
    made = Image.open(io.BytesIO(after))
    made.load()  # every checksum is looked at
    assert dict(made.getexif().get_ifd(0x8825)).keys() <= {0}
    told = repr(made.info)
    assert [one for one in TOLD if one in after or one.decode() in told] == []


def test_a_page_as_heic_is_read_like_any_other_and_keeps_no_place() -> None:
    register_heic()
    with Image.open(HEIC) as opened:
        assert opened.getexif().get_ifd(0x8825)
    assert b"25,30.0N" in HEIC.read_bytes()
    found = [one for one in read_scan(HEIC) if isinstance(one, ScanPage)]
    [page] = found
    assert (page.code.split(":")[1], page.media_type, page.trouble) == ("K", "image/heic", "")
    assert page.picture.startswith(b"\xff\xd8\xff")
    assert len(page.original) == HEIC.stat().st_size
    assert b"25,30.0N" not in page.original
    with Image.open(io.BytesIO(page.original)) as kept, Image.open(HEIC) as came:
        assert dict(kept.getexif().get_ifd(0x8825)).keys() <= {0}
        assert kept.getexif()[0x0110] == "P40"
        assert kept.tobytes() == came.tobytes()
