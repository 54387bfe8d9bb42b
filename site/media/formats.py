"""Which files are kept as they are: recordings, films, documents. What one is, its content says."""

from dataclasses import dataclass

HEAD = 4096  # bytes of a file that its type is read from
LISTED = "MP3, M4A, Ogg, FLAC, WAV, MP4, WebM or PDF"


@dataclass(frozen=True)
class Format:
    """A format by the ending of its files; it ``plays`` as ``audio`` or ``video``, or not at all."""

    extension: str
    type: str
    plays: str = ""


MP3 = Format("mp3", "audio/mpeg", "audio")
M4A = Format("m4a", "audio/mp4", "audio")
OGG = Format("ogg", "audio/ogg", "audio")
FLAC = Format("flac", "audio/flac", "audio")
WAV = Format("wav", "audio/wav", "audio")
MP4 = Format("mp4", "video/mp4", "video")
WEBM = Format("webm", "video/webm", "video")
PDF = Format("pdf", "application/pdf")
FORMATS = {each.extension: each for each in (MP3, M4A, OGG, FLAC, WAV, MP4, WEBM, PDF)}
# What a store is told of each file that is kept, by its ending; nginx/types.conf says the same of a folder's.
TYPE_OF = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "css": "text/css",
} | {each.extension: each.type for each in FORMATS.values()}

AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
FILM_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
)
IN_OGG = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")


def format_of(head: bytes) -> Format | None:
    """The format of the file that begins with *head*, of at least HEAD bytes or all; None for any other."""
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"fLaC"):
        return FLAC
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return WAV
    if head.startswith(b"OggS"):
        return OGG if any(each in head[:HEAD] for each in IN_OGG) else None
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM if b"\x42\x82\x84webm" in head[:64] else None
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    return MP3 if _is_mp3(head) else None


def _of_brands(head: bytes) -> Format | None:
    """What a file of boxes is by the brands that its first box names."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    if brands[0] in AUDIO_BRANDS:
        return M4A
    return MP4 if FILM_BRANDS.intersection(brands) else None


def _is_mp3(head: bytes) -> bool:
    """A tag in front, or the mark of a frame of layer III."""
    is_frame = len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return head.startswith(b"ID3") or is_frame
