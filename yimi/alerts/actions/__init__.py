"""What is done about daily monitoring (日监测): a day is made, and alerts are explained, settled or taken higher."""

from .computing import compute_day
from .settling import SOURCE, escalate_alert, explain_alert, resolve_alert, settle_followed

__all__ = ["SOURCE", "compute_day", "escalate_alert", "explain_alert", "resolve_alert", "settle_followed"]
