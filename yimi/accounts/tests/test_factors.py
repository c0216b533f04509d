"""The second factor: a code after the password, recovery codes, the lost phone, and where it is required."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from yimi.accounts import actions, factors
from yimi.core.errors import Invalid, RuleBroken

from .test_signin import PASSWORD, try_in

pytestmark = pytest.mark.django_db


def code_of(secret, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.fixture
def secret(world):
    """The secret of the worker, who has just turned her second factor on."""
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    made = generate_totp_secret()
    actions.turn_on_second_factor(by=world.worker, secret=made, code=code_of(made))
    return made


def second(client, code, **more):
    return client.post(reverse("accounts:second"), {"code": code, **more})


def test_she_turns_it_on_with_her_phone_and_keeps_ten_codes(client, world):
    try_in(client, "worker")
    page = client.get(reverse("accounts:factor"))
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["secret"].replace(" ", "")

    wrong = client.post(reverse("accounts:factor"), {"code": "000000"})
    right = client.post(reverse("accounts:factor"), {"code": code_of(secret)})

    assert "验证码不对" in wrong.content.decode()
    assert len(right.context["codes"]) == 10
    assert factors.is_on(world.worker)


def test_the_password_alone_opens_nothing_any_more(client, world, secret):
    answer = try_in(client, "worker", next="/app/account/sessions/")

    assert answer["Location"].startswith(reverse("accounts:second"))
    assert client.get(reverse("accounts:sessions")).status_code == 302
    assert second(client, code_of(secret), next="/app/account/sessions/")["Location"] == "/app/account/sessions/"
    assert client.get(reverse("accounts:sessions")).status_code == 200


def test_a_code_opens_once(world, secret):
    first, other, code = Client(), Client(), code_of(secret)
    try_in(first, "worker")
    try_in(other, "worker")

    assert second(first, code).status_code == 302
    assert "已用过" in second(other, code).content.decode()


def test_five_wrong_codes_lock_the_second_step(client, world, secret):
    try_in(client, "worker")
    answers = [second(client, "123123") for _time in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [423]
    assert second(client, code_of(secret)).status_code == 423


def test_without_a_password_there_is_no_second_step(client, world, secret):
    assert second(client, code_of(secret))["Location"] == reverse("accounts:login")


def test_a_recovery_code_opens_once_and_new_ones_void_it(client, world, secret):
    one, two = factors.codes_left(world.worker)[:2]
    try_in(client, "worker")
    assert second(client, one).status_code == 302

    again = Client()
    try_in(again, "worker")
    assert second(again, one).status_code == 200
    actions.renew_recovery_codes(by=world.worker, password=PASSWORD)
    assert second(again, two).status_code == 200


def test_turning_it_off_takes_the_password(world, secret):
    with pytest.raises(Invalid):
        actions.turn_off_second_factor(by=world.worker, password="guess")
    assert factors.is_on(world.worker)

    actions.turn_off_second_factor(by=world.worker, password=PASSWORD)
    assert not factors.is_on(world.worker)


def test_a_lost_phone_is_reset_by_the_administrator_and_ends_the_sessions(client, world, secret):
    try_in(client, "worker")
    second(client, code_of(secret))

    actions.reset_second_factor(world.worker.pk, by=world.sysadmin)

    assert client.get(reverse("accounts:sessions")).status_code == 302
    assert try_in(Client(), "worker")["Location"] == "/app/"


def test_a_token_takes_the_code(client, world, secret):
    def ask(**more):
        said = {"username": "worker", "password": PASSWORD, **more}
        return client.post("/api/v1/auth/token", said, content_type="application/json")

    assert (ask().status_code, ask().json()["code"]) == (401, "otp_required")
    assert ask(otp="999999").json()["code"] == "bad_otp"
    assert ask(otp=code_of(secret)).status_code == 200


def test_where_it_is_required_nobody_works_or_gets_a_token_without_it(client, world, settings):
    settings.YIMI_SECOND_FACTOR = True
    try_in(client, "worker")

    assert client.get("/app/people/")["Location"] == reverse("accounts:factor")
    assert client.get(reverse("accounts:factor")).status_code == 200
    said = {"username": "worker", "password": PASSWORD}
    assert Client().post("/api/v1/auth/token", said, content_type="application/json").status_code == 403
    secret = client.get(reverse("accounts:factor")).context["secret"].replace(" ", "")
    client.post(reverse("accounts:factor"), {"code": code_of(secret)})
    assert client.get("/app/people/").status_code == 200
    with pytest.raises(RuleBroken):
        actions.turn_off_second_factor(by=world.worker, password=PASSWORD)


def test_the_secret_is_not_in_the_database_in_plain(world, secret):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert not any(code in kept for code in factors.codes_left(world.worker))


@pytest.mark.parametrize(
    "weak", ["worker20261123", "hainan20261123", "aaaaaaaaaaaaaa", "qwertyuiop123", "123456789012", "shegongzhan123"]
)
def test_a_weak_password_is_refused(world, weak):
    with pytest.raises(Invalid) as refused:
        actions.change_own_password(by=world.worker, current=PASSWORD, new=weak)
    assert "new" in refused.value.fields


def test_a_good_password_is_taken(world):
    actions.change_own_password(by=world.worker, current=PASSWORD, new="椰风-竹篓-渡口-七月半")
