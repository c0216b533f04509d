"""Dispatches and circulars for programs."""

from ninja import Router

from .circulars import router as circulars
from .dispatches import router as dispatches

router = Router()
router.add_router("", dispatches)
router.add_router("", circulars)
