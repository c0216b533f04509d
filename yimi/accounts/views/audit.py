"""The audit pages (审计页面)."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from yimi.accounts import actions, audit
from yimi.accounts.forms import AuditForm
from yimi.core import journal


def entries(request):
    form = AuditForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    page = audit.audit_page(request.GET.get("page", 1), **filters)
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request, "accounts/audit.html", {"form": form, "page": page, "kept": kept.urlencode(), "head": journal.head()}
    )


@require_POST
def verify(request):
    verdict = actions.verify_journal(by=request.user)
    return render(request, "accounts/verdict.html", {"verdict": verdict}, status=200 if verdict.ok else 409)
