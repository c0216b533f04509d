"""One size in this process (一次运行): `python -m bench.one SIZE [--equality | --month]` prints JSON."""

import json
import sys

import django

from .sizes import SIZES


def main(name: str, how: str) -> None:
    django.setup()
    from . import steps  # its models exist only now

    size = SIZES[name]
    found = steps.run_month(size) if how == "--month" else steps.run(size, timed=how != "--equality")
    print(json.dumps(found, ensure_ascii=False))


main(sys.argv[1], (*sys.argv[2:], "")[0])
