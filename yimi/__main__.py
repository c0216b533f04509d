"""`python -m yimi` is the `yimi` command."""

import sys

from yimi.cli import main

sys.exit(main())
