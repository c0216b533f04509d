"""A photo of 300 MB is refused in words, and neither read into memory nor kept (过大的照片)."""

import tracemalloc
from io import RawIOBase

import pytest
from django.urls import reverse

from yimi.construction.actions import begin_building
from yimi.construction.models import SitePhoto
from yimi.core.ids import new_id
from yimi.network.actions import put_station
from yimi.network.models import Station
from yimi.tracking import actions as tracking
from yimi.tracking.actions import ItemFields
from yimi.tracking.models import TrackedItem

MB = 1024 * 1024
CODE = "469030104201"
REFUSED = "一次上传的文件合计超过 20 MB，请缩小或分次上传。"


class Sent(RawIOBase):
    """A form with some words and one huge photo, made while it is read."""

    type = "multipart/form-data; boundary=edge"

    def __init__(self, words: dict[str, str], field: str, megabytes: int):
        said = "".join(
            f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{words[name]}\r\n' for name in words
        )
        named = f'--edge\r\nContent-Disposition: form-data; name="{field}"; filename="big.jpg"\r\n\r\n'
        self.head, self.tail = (said + named).encode(), b"\r\n--edge--\r\n"
        self.length = len(self.head) + megabytes * MB + len(self.tail)
        self.at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into) -> int:
        begun, self.at = self.at, min(self.at + len(into), self.length)
        into[: self.at - begun] = b"".join(self._part(begun, self.at))
        return self.at - begun

    def _part(self, begin: int, end: int):
        edge = self.length - len(self.tail)
        yield self.head[begin:end]
        yield b"x" * max(0, min(end, edge) - max(begin, len(self.head)))
        yield self.tail[max(0, begin - edge) : max(0, end - edge)]


def post(browser, url, form: Sent):
    """The answer, and how much memory it took at most."""
    tracemalloc.start()
    try:
        answer = browser.request(
            **{"REQUEST_METHOD": "POST", "PATH_INFO": url, "wsgi.input": form, "CONTENT_TYPE": form.type},
            CONTENT_LENGTH=str(form.length),
        )
        return answer, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture
def room(world):
    made = put_station(
        new_id(), by=world.county, code=CODE, name="潮村社工室", short_name="潮村社工室", level="village_room",
        prefix="QZCZCC", state="planned",
    )  # fmt: skip
    return begin_building(made.pk, by=world.county, premises="reused")


@pytest.mark.parametrize(("page", "field"), [("check", "photo-SIGN-01"), ("photo_add", "file")])
def test_a_huge_photo_of_a_self_check_is_refused_and_nothing_is_kept(world, room, sign_in, page, field):
    words = {"do": "finish", "item": "SIGN-01", "result-SIGN-01": "fail", "note-SIGN-01": "门口没有牌子"}
    browser = sign_in(world.township)

    answer, took = post(browser, reverse(f"construction:{page}", args=[CODE]), Sent(words, field, 300))

    assert answer.status_code == 422 and REFUSED in answer.content.decode()
    assert page != "check" or "门口没有牌子" in answer.content.decode()
    assert not SitePhoto.objects.unscoped("test").exists()
    assert Station.objects.unscoped("test").get(pk=room.pk).state == "building"
    assert took < 30 * MB


def test_a_huge_photo_of_a_tracked_item_is_refused_and_the_words_stay(world, sign_in):
    item = tracking.raise_item(new_id(), by=world.county, fields=ItemFields("补挂服务时间牌", world.here.code))
    words = {"step": str(new_id()), "words": "已挂好，见照片"}
    browser = sign_in(world.head)

    answer, took = post(browser, reverse("tracking:proof", args=[item.pk]), Sent(words, "file", 300))

    assert answer.status_code == 422
    assert REFUSED in answer.content.decode() and "已挂好，见照片" in answer.content.decode()
    kept = TrackedItem.objects.unscoped("test").get(pk=item.pk)
    assert (kept.state, kept.steps.filter(what="proof").count()) == ("open", 0)
    assert took < 30 * MB
