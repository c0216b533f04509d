from .guard import emptied_journal

__all__ = ["emptied_journal"]
