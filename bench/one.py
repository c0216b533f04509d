"""One size in this process (一次运行): `python -m bench.one SIZE [--equality]` prints JSON; `bench` starts it."""

import json
import sys

import django

from .sizes import SIZES


def main(name: str, *, timed: bool) -> None:
    django.setup()
    from . import steps  # its models exist only now

    print(json.dumps(steps.run(SIZES[name], timed=timed), ensure_ascii=False))


main(sys.argv[1], timed="--equality" not in sys.argv)
