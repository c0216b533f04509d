"""The `yimi` command (命令行). Exit code 0, or a one-line reason on standard error."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import orjson
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.http import Http404
from django.utils.module_loading import import_string

from yimi import environment, house
from yimi.core.errors import Invalid, RuleBroken

Given = argparse.Namespace
OPENAPI = environment.ROOT / "openapi.json"


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimi.settings")
    try:
        environment.check()
        if given.do is not run and not apps.ready:
            django.setup()
        return given.do(given) or 0
    except Http404:
        return _say("没有找到，或者不在您的范围内。")
    except (RuleBroken, Invalid, CommandError, ImproperlyConfigured, DatabaseError, OSError, ValueError) as refusal:
        return _say(str(refusal))
    except KeyboardInterrupt:
        return 130


def _say(reason: str) -> int:
    print("；".join(filter(None, map(str.strip, reason.splitlines()))), file=sys.stderr)
    return 1


def _ours(name: str) -> Any:
    """A thing of the house, found only now: its models do not exist before Django is set up."""
    return import_string(f"yimi.{name}")


def run(given: Given) -> int:
    """Server and job worker under one parent."""
    return house.run()


def prepare(given: Given) -> None:
    """What `run` does first: check, migrate and, in demo, load."""
    print(_ours("firstload.prepare")(), end="")


def demo(given: Given) -> None:
    """Load the demo province into an empty database."""
    _ours("firstload.migrate")()
    password = _ours("firstload.load_demo")()
    print(f"演示省已载入。密码 {password}" if password else "演示省已在数据库里。")


def migrate(given: Given) -> None:
    """Bring the database up to this version."""
    _ours("firstload.migrate")()
    print("数据库已是最新。")


def worker(given: Given) -> None:
    """Do background jobs until SIGTERM."""
    _ours("core.jobs.Worker")().run()


def bring_in(given: Given) -> None:
    """Import a file of the kind."""
    importer = _declared("core.commands.importers", given.kind)
    print(importer.run(_readable(given.file), _actor(given.by, importer)))


def give_out(given: Given) -> None:
    """Export the kind into a file."""
    exporter = _declared("core.commands.exporters", given.kind)
    print(exporter.run(given.file, _actor(given.by, exporter)))


def _declared(where: str, kind: str):
    known = _ours(where)
    if kind not in known:
        kinds = " ".join(item.kind for item in known)
        raise CommandError(f"没有“{kind}”这一类。可用：{kinds or '无'}")
    return known[kind]


def _actor(username: str | None, command):
    if username is None:
        if command.personal:
            raise CommandError("请用 --by 写明以谁的账号办理；范围按该账号的权限。")
        return _ours("core.actors.SYSTEM")
    user = _ours("accounts.models.User")._base_manager.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"没有账号“{username}”，或者已停用。")
    return user


def _readable(path: Path) -> Path:
    if not path.exists():
        raise CommandError(f"没有这个文件：{path}")
    return path


def figures(given: Given) -> int:
    """Compare the stored figures with the ledger, or make them again from it."""
    if given.act == "rebuild":
        print(f"已重新归集 {_ours('figures.fold.rebuild')()} 项。")
        return 0
    problems = [*_ours("figures.fold.verify")(), *_ours("figures.sampling.found_lately")()]
    return _report(problems, "数字与台账一致。")


def audit(given: Given) -> int:
    """Verify the journal's chain, its anchors and the tail not yet sealed."""
    verdict = _ours("core.journal.verify")()
    return _report(verdict.problems, f"日志完好：已封存 {verdict.sealed} 条，待封存 {verdict.unsealed} 条。")


def _report(problems: list[str], good: str) -> int:
    print("\n".join(map(str, problems)), file=sys.stderr) if problems else print(good)
    return 1 if problems else 0


def check(given: Given) -> None:
    """The system checks: every address has a policy, settings are sound."""
    if given.migrations:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    else:
        call_command("check", fail_level="WARNING")


def bench(given: Given) -> int:
    """The reproducible workloads in bench/."""
    return subprocess.run([sys.executable, "-m", "bench"], cwd=environment.ROOT, check=False).returncode


def openapi(given: Given) -> None:
    """Write openapi.json, or say whether it is current."""
    described = orjson.dumps(
        _ours("api.api").get_openapi_schema(path_prefix="/api/v1/"),
        default=str,
        option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS,
    )
    if not given.check:
        OPENAPI.write_bytes(described)
    elif not OPENAPI.exists() or OPENAPI.read_bytes() != described:
        raise CommandError("openapi.json is not what the API is: run make openapi")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("yimi", description="Yimi 一米")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, do: Callable) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=do.__doc__, description=do.__doc__)
        made.set_defaults(do=do)
        return made

    for do in (run, prepare, demo, migrate, worker, bench):
        command(do.__name__, do)
    _takes_file(command("import", bring_in))
    _takes_file(command("export", give_out))
    command("figures", figures).add_argument("act", choices=["verify", "rebuild"])
    command("audit", audit).add_argument("act", choices=["verify"])
    command("check", check).add_argument(
        "--migrations", action="store_true", help="whether models and migrations agree"
    )
    command("openapi", openapi).add_argument("--check", action="store_true", help="whether the file is current")
    return parser


def _takes_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("kind", metavar="KIND")
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--by", metavar="USERNAME", help="whose account acts; her reach applies")
