"""Blurring a part of a photo (模糊处理), so that nobody can be told by it again; nothing of the part is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFilter

from .pictures import FORMATS, QUALITY

BLOCKS = 3  # what is blurred keeps so many squares of colour along its longer side
SOFT = 8


@dataclass(frozen=True)
class Box:
    """A part of a photo in hundredths of its width and height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def is_inside(self) -> bool:
        ends = (self.left + self.width, self.top + self.height)
        return min(self.left, self.top) >= 0 and min(self.width, self.height) > 0 and max(ends) <= 100


WHOLE = Box(0, 0, 100, 100)


def blurred(content: bytes, boxes: Iterable[Box]) -> bytes:
    """The photo with these parts made unrecognisable."""
    with Image.open(BytesIO(content), formats=FORMATS) as sent:
        photo = sent.convert("RGB")
    for box in boxes:
        corners = _corners(box, photo.size)
        photo.paste(_smeared(photo.crop(corners)), corners[:2])
    made = BytesIO()
    photo.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def _corners(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    wide, high = size
    left, top = int(box.left * wide / 100), int(box.top * high / 100)
    right = max(left + 1, round((box.left + box.width) * wide / 100))
    bottom = max(top + 1, round((box.top + box.height) * high / 100))
    return left, top, min(right, wide), min(bottom, high)


def _smeared(part: Image.Image) -> Image.Image:
    """A few squares of colour, softened: what a face looked like cannot be reckoned back from them."""
    longest = max(part.size)
    few = tuple(max(1, round(side * BLOCKS / longest)) for side in part.size)
    squares = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.BILINEAR)
    return squares.filter(ImageFilter.GaussianBlur(longest / BLOCKS / SOFT))
