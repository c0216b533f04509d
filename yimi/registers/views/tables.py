"""Pages of a register's table (导入底册): send it, and say which column is which."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimi.core.errors import Invalid, RuleBroken
from yimi.exchange import queries as exchange
from yimi.registers import actions, headings, pages, queries
from yimi.registers.forms import ColumnsForm, SendForm


@require_http_methods(["GET", "POST"])
def send(request):
    form = SendForm(request.POST or None, request.FILES or None, areas=queries.areas_to_update(request.user))
    if form.is_valid():
        try:
            task = actions.send_register(by=request.user, **form.sent())
            return redirect("exchange:import", task.pk)
        except Invalid as refused:
            _show(form, refused)
        except RuleBroken as refused:
            form.add_error(None, str(refused.message))
    return render(request, "registers/send.html", {"form": form}, status=422 if form.errors else 200)


def _show(form, refused: Invalid) -> None:
    for path, texts in refused.fields.items():
        form.add_error(path if path in form.fields else None, [str(text) for text in texts])


@require_http_methods(["GET", "POST"])
def columns(request, pk):
    """Every column with its first cells; which row is the header can be asked again."""
    task = exchange.import_of(request.user, pk)
    if task.kind != "register" or not task.may_be_asked:
        raise Http404
    head = exchange.rows_of(task).head()
    asked = request.POST.get("header") or request.GET.get("header") or ""
    guess = pages.guess_for(head, int(asked) if asked.isdigit() else None)
    form = _form(request, head, guess)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data["header"]
            actions.name_columns(pk, by=request.user, header=said, columns=form.columns())
            return redirect("exchange:import", pk)
        except Invalid as refused:
            _show(form, refused)
    context = {
        "form": form, "task": task, "guess": guess, "columns": pages.columns_asked(head, guess, form),
        "head": head[: pages.SHOWN_ROWS], "number": guess.first if guess else "",
        "titles": pages.columns_columns(),
    }  # fmt: skip
    return render(request, "registers/columns.html", context, status=422 if form.errors else 200)


def _form(request, head, guess) -> ColumnsForm:
    width = max((len(line.cells) for line in head), default=0)
    start = {"header": guess.first if guess else 1}
    start |= {f"column_{at}": name for at, name in enumerate(guess.fields if guess else ())}
    return ColumnsForm(request.POST or None, initial=start, width=width, choices=headings.choices())
