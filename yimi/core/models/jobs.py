"""Leases, runs of jobs and the state of this installation (后台任务)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lease(models.Model):
    """Who alone may do a thing, and until when (租约). The fence rises with every new holder."""

    name = models.CharField(_("名称"), max_length=60, primary_key=True)
    holder = models.CharField(_("持有者"), max_length=80)
    until = models.DateTimeField(_("有效至"))
    fence = models.BigIntegerField(_("序次"), default=1)

    class Privacy:
        plain = {"name", "holder", "until", "fence"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    class Meta:
        verbose_name = _("租约")
        verbose_name_plural = _("租约")


class JobRun(models.Model):
    """One owed period that a job has done (任务记录): the row and the work are one transaction."""

    job = models.CharField(_("任务"), max_length=60)
    period_key = models.CharField(_("周期"), max_length=40)
    ran_at = models.DateTimeField(_("执行时间"))

    class Privacy:
        plain = {"id", "job", "period_key", "ran_at"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    class Meta:
        verbose_name = _("任务记录")
        verbose_name_plural = _("任务记录")
        constraints = [models.UniqueConstraint("job", "period_key", name="a_job_runs_once_for_a_period")]


class State(models.Model):
    """One fact about this installation (安装状态): how far the first load came, since when a job is owed."""

    key = models.CharField(_("项目"), max_length=80, primary_key=True)
    value = models.CharField(_("状态"), max_length=80)

    class Privacy:
        plain = {"key", "value"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    class Meta:
        verbose_name = _("安装状态")
        verbose_name_plural = _("安装状态")
