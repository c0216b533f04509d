"""What the environment may say (环境变量): a mistake stops the start with one line."""

import pytest

from yimi import environment

REAL = {"YIMI_PROFILE": "production", "YIMI_SECRET_KEY": "k", "YIMI_FIELD_KEY": "k", "YIMI_HOSTS": "yimi.example"}

MAIL = {
    "YIMI_SMTP_URL": "smtp://yimi:p%40ss@mail.example/?tls=1", "YIMI_MAIL_FROM": "yimi@example.cn",
    "YIMI_PUBLIC_URL": "https://yimi.example",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"YIMI_BIND": "here"}, "YIMI_BIND"),
        ({"YIMI_PROFILE": "fast"}, "YIMI_PROFILE"),
        ({"YIMI_TODAY": "tomorrow"}, "YIMI_TODAY"),
        ({"YIMI_PROVINCE": "../x"}, "YIMI_PROVINCE"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        (REAL | {"YIMI_FIELD_KEY": ""}, "YIMI_FIELD_KEY"),
        (REAL | {"YIMI_HOSTS": "*"}, "YIMI_HOSTS"),
        (REAL | {"YIMI_DEBUG": "1"}, "YIMI_DEBUG"),
        ({"YIMI_SMTP_URL": "mail.example"}, "YIMI_SMTP_URL"),
        ({"YIMI_SMTP_URL": "smtp://mail.example"}, "YIMI_MAIL_FROM"),
        ({"YIMI_SMTP_URL": "smtp://mail.example", "YIMI_MAIL_FROM": "a@example.cn"}, "YIMI_PUBLIC_URL"),
        (REAL | MAIL | {"YIMI_SMTP_URL": "smtp://mail.example:25"}, "without TLS"),
    ],
)
def test_what_cannot_be_right_stops_the_start(monkeypatch, said, told):
    for name, value in said.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ValueError, match=told):
        environment.check()


def test_the_production_profile_starts_with_keys_hosts_and_mail_over_tls(monkeypatch):
    assert environment.smtp(MAIL["YIMI_SMTP_URL"]) == ("mail.example", 587, "yimi", "p@ss", False, True)
    for name, value in (REAL | MAIL).items():
        monkeypatch.setenv(name, value)

    environment.check()
