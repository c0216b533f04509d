"""Mail says that there is a message and nothing of it; a server that is away loses nothing and nothing goes twice."""

import re
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse

from yimi.accounts.actions import set_active
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken
from yimi.inbox.actions import confirm_mail, deliver, send, stop_mail, wish_mail
from yimi.inbox.models import MailWish, Outgoing

from .conftest import TEN

OFFICE = "head@station.example"


class Postbox:
    """A mail server's postbox: keeps what comes, refuses what it is told to refuse."""

    def __init__(self):
        self.letters, self.says = [], ""

    async def handle_DATA(self, server, session, envelope):
        if self.says:
            return self.says
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def postbox(settings):
    """A real SMTP server on this machine; `postbox.down()` takes it away and `up()` brings it back."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    box = Postbox()
    running = []

    def up():
        running.append(Controller(box, hostname="127.0.0.1", port=port))
        running[-1].start()

    def down():
        running.pop().stop()

    box.up, box.down = up, down
    settings.YIMI_SMTP_URL = f"smtp://127.0.0.1:{port}"
    settings.YIMI_MAIL_FROM, settings.YIMI_PUBLIC_URL = "yimi@province.example", "https://yimi.example"
    up()
    yield box
    if running:
        down()


def read(envelope):
    """What a person reads: the subject and the words."""
    from email import message_from_bytes, policy

    letter = message_from_bytes(envelope.content, policy=policy.default)
    return letter["Subject"].strip(), letter.get_content(), letter["Message-ID"]


@pytest.fixture
def wished(world, postbox):
    """The head wants mail of tracked items, and has confirmed her address."""
    wish_mail(by=world.head, address=OFFICE, kinds=["tracked"])
    deliver(by=SYSTEM)
    code = re.search(r"\d{6}", read(postbox.letters.pop())[1]).group()
    confirm_mail(by=world.head, code=code)
    return code


def tell(world, **more):
    return send([world.head, world.worker], kind="tracked", title="有新的督办事项，请办理", by=world.county, **more)


def states():
    return list(Outgoing.objects.unscoped("test").exclude(message=None).values_list("state", "attempts", "fault"))


def test_mail_says_that_there_is_a_message_and_not_what_is_in_it(world, wished, postbox):
    tell(world, text="补挂服务时间牌", key="once")
    tell(world, text="补挂服务时间牌", key="once")

    assert deliver(by=SYSTEM) is False
    deliver(by=SYSTEM)

    (envelope,) = postbox.letters
    subject, words, _number = read(envelope)
    assert envelope.rcpt_tos == [OFFICE] and envelope.mail_from == "yimi@province.example"
    assert subject == "您有一条新消息：有新的督办事项，请办理"
    assert "https://yimi.example/app/messages/" in words and "服务时间牌" not in subject + words
    assert states() == [("sent", 1, "")]


def test_a_server_that_is_away_loses_nothing_and_gets_each_mail_once(world, wished, postbox, at):
    postbox.down()
    for nth in range(3):
        tell(world, key=f"cause {nth}")

    for minutes in (1, 3, 6):
        deliver(by=SYSTEM)
        at(TEN + timedelta(minutes=minutes))
    assert {state for state, _attempts, _fault in states()} == {"waiting"} and not postbox.letters
    postbox.up()
    for minutes in (70, 140):
        at(TEN + timedelta(minutes=minutes))
        deliver(by=SYSTEM)

    assert len(postbox.letters) == 3 and {state for state, _attempts, _fault in states()} == {"sent"}
    assert len({read(each)[2] for each in postbox.letters}) == 3


def test_what_the_server_refuses_for_now_goes_later_and_what_it_refuses_for_good_does_not(world, wished, postbox, at):
    tell(world)
    postbox.says = "451 later"
    deliver(by=SYSTEM)
    deliver(by=SYSTEM)
    assert states() == [("waiting", 1, "")]

    postbox.says = "554 never"
    at(TEN + timedelta(minutes=2))
    deliver(by=SYSTEM)

    assert states() == [("failed", 2, "smtp 554")]


def test_what_nobody_took_for_three_days_is_given_up(world, wished, postbox, at):
    tell(world)
    at(TEN + timedelta(days=4))

    deliver(by=SYSTEM)

    assert states() == [("failed", 0, "expired")] and not postbox.letters


def test_who_is_disabled_or_wants_no_more_gets_no_mail(world, wished, postbox):
    tell(world)
    stop_mail(by=world.head)
    tell(world)
    deliver(by=SYSTEM)
    assert states() == [("failed", 0, "stopped")] and not postbox.letters
    assert MailWish.objects.unscoped("test").get().address is None


def test_an_account_that_was_disabled_meanwhile_gets_no_mail(world, wished, postbox):
    tell(world)
    set_active(world.head.pk, by=world.sysadmin, is_active=False)

    deliver(by=SYSTEM)

    assert states() == [("failed", 1, "no recipient")] and not postbox.letters


def test_no_mail_goes_to_an_address_that_nobody_confirmed(world, postbox):
    wish_mail(by=world.head, address=OFFICE, kinds=["tracked"])
    tell(world)
    assert states() == []
    for _try in range(5):
        with pytest.raises(Invalid, match="不对"):
            confirm_mail(by=world.head, code="x")
    deliver(by=SYSTEM)
    code = re.search(r"\d{6}", read(postbox.letters[0])[1]).group()
    with pytest.raises(Invalid, match="失效"):
        confirm_mail(by=world.head, code=code)
    with pytest.raises(RuleBroken, match="一分钟后"):
        wish_mail(by=world.head, address="other@station.example", kinds=["tracked"])


def test_addresses_and_codes_lie_sealed(world, wished):
    rows = [*Outgoing.objects.unscoped("test").values(), *MailWish.objects.unscoped("test").values()]

    assert all(OFFICE not in str(row) and wished not in str(row.get("words")) for row in rows)


def test_the_page_takes_the_address_and_the_code(world, postbox, sign_in):
    browser = sign_in(world.head)
    form = {"address": OFFICE, "kinds": ["tracked", "reminder"]}
    assert browser.post(reverse("inbox:mail"), form | {"address": "nobody"}).status_code == 422
    told = browser.post(reverse("inbox:mail"), form, follow=True).content.decode()
    assert f"验证码已发往 {OFFICE}" in told
    assert browser.post(reverse("inbox:confirm"), {"code": "000"}).status_code == 422
    deliver(by=SYSTEM)
    code = re.search(r"\d{6}", read(postbox.letters[0])[1]).group()

    told = browser.post(reverse("inbox:confirm"), {"code": code}, follow=True).content.decode()

    assert "邮箱已确认" in told
    assert "停用邮件提醒" in told
    assert OFFICE not in browser.post(reverse("inbox:stop"), follow=True).content.decode()


def test_without_a_server_the_page_says_so_and_messages_stay_inside(world, settings, sign_in):
    settings.YIMI_SMTP_URL = ""
    tell(world)

    assert "没有设置发信服务" in sign_in(world.head).get(reverse("inbox:mail")).content.decode()
    assert deliver(by=SYSTEM) is False and states() == []
    with pytest.raises(RuleBroken, match="发信服务"):
        wish_mail(by=world.head, address=OFFICE, kinds=["tracked"])
