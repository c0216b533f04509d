"""Photos and scans that people send (照片): read by content, made anew without what the camera wrote."""

import warnings
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from yimi.core.errors import invalid

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST, QUALITY = 2000, 85
MOST_PIXELS = 60_000_000
JPEG, PDF = "image/jpeg", "application/pdf"


def as_sent(content: bytes) -> tuple[str, bytes]:
    """The type and bytes to keep: a photo as a clean JPEG, a PDF as it is; `Invalid` at `file` for anything else."""
    if content.startswith(b"%PDF-"):
        return PDF, content
    return JPEG, picture(content)


def picture(content: bytes) -> bytes:
    """The photo upright, at most 2000 pixels long, with no metadata (place, camera, time)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a large photo is measured below
            with Image.open(BytesIO(content), formats=FORMATS) as sent:
                if sent.width * sent.height > MOST_PIXELS:
                    raise invalid("file", _("照片太大，请缩小后再传。"))
                return _encoded(sent)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise invalid("file", _("只收照片（JPG、PNG、WebP）和 PDF；这个文件读不出来。")) from None


def smaller(content: bytes, longest: int) -> bytes:
    """A kept photo at most so many pixels long, to be handed on."""
    with Image.open(BytesIO(content), formats=FORMATS) as photo:
        photo.draft("RGB", (longest, longest))
        photo.thumbnail((longest, longest))
        made = BytesIO()
        photo.convert("RGB").save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def _encoded(sent: Image.Image) -> bytes:
    sent.draft("RGB", (LONGEST, LONGEST))
    upright = ImageOps.exif_transpose(sent).convert("RGBA")
    upright.thumbnail((LONGEST, LONGEST))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright)
    made = BytesIO()
    plain.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()
