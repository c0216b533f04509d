"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimi.settings")
application = get_wsgi_application()

import yimi.urls  # noqa: E402, F401 (loaded before the first request comes)
from yimi.core import memory  # noqa: E402

memory.settle()
