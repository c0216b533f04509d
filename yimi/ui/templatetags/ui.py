"""The building blocks of every page. See them all, with their states, at /ui/."""

from itertools import groupby

from django import template
from django.forms import CheckboxInput
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from yimi.ui import formats
from yimi.ui.components import Rag
from yimi.ui.panels import panels as declared_panels
from yimi.ui.panels import permitted

register = template.Library()

register.filter("figure", formats.figure)
register.filter("signed", formats.signed)
register.filter("pct", formats.pct)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("age", formats.age)
register.filter("size", formats.size)


@register.filter
def short(value):
    """A number of a tile: 2.4万."""
    return formats.figure(value, short=True)


@register.simple_tag
def icon(name, extra=""):
    """A sign (图标) from the sprite. It stands beside a word, or its link carries an aria-label."""
    return format_html(
        '<svg class="i {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def tag(label, tone=""):
    """A word on a tint (标签)."""
    return format_html('<span class="tag {}">{}</span>', f"t-{tone}" if tone else "", label)


@register.inclusion_tag("ui/rag.html")
def rag(state, word=""):
    """How a pace stands: shape, word, colour."""
    return {"state": state, "word": word or Rag(state).label}


@register.inclusion_tag("ui/bar.html")
def bar(percent, tone=""):
    """A bar of progress. The words beside it give the number."""
    return {"percent": max(0, min(100, percent or 0)), "tone": tone}


@register.inclusion_tag("ui/spark.html")
def spark(line):
    return {"spark": line if line and line.values else None}


@register.inclusion_tag("ui/bars.html")
def bars(drawing):
    return {"bars": drawing}


@register.inclusion_tag("ui/curve.html")
def curve(drawing):
    return {"curve": drawing}


@register.simple_block_tag
def card(content, title="", link_url="", link_label="", key="", flush=False):
    """A panel with a heading (卡片). `flush`: the content reaches the edges, as tables do."""
    shown = {"content": content, "title": title, "link_url": link_url, "link_label": link_label}
    return render_to_string("ui/card.html", shown | {"key": key, "flush": flush})


@register.simple_block_tag
def note(content, tone="", icon_name="info-circle"):
    """A remark (提示) that stays on the page."""
    return format_html(
        '<div class="note {}">{}<div>{}</div></div>', f"note-{tone}" if tone else "", icon(icon_name), content
    )


@register.simple_block_tag
def table(content, columns, label, tall=False, cards=False):
    """A table (表格) that scrolls inside its own region; the block gives the rows."""
    return render_to_string(
        "ui/table.html", {"content": content, "columns": columns, "label": label, "tall": tall, "cards": cards}
    )


@register.inclusion_tag("ui/scope.html")
def scope_bar(bar):
    return {"bar": bar}


@register.inclusion_tag("ui/period.html")
def period_bar(bar):
    return {"bar": bar}


@register.inclusion_tag("ui/ledger.html")
def ledger(cells):
    return {"cells": cells}


@register.inclusion_tag("ui/cadence.html")
def cadence(slots):
    """The strip of working rhythms; nothing at all where there are none."""
    return {"slots": slots}


@register.inclusion_tag("ui/tiles.html")
def tile_grid(grid):
    return {"grid": grid}


@register.inclusion_tag("ui/pager.html")
def pager(pages):
    return {"pages": pages}


@register.inclusion_tag("ui/timeline.html")
def timeline(events):
    """What happened, newest first, under a heading for each month."""
    months = groupby(events, key=lambda event: event.month)
    return {"months": [(month, list(those)) for month, those in months]}


@register.inclusion_tag("ui/masked.html", takes_context=True)
def masked(context, value):
    return {"value": value, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/revealed.html")
def revealed(value, mask, seconds=30):
    """What a reveal answers: the value, for half a minute."""
    return {"value": value, "mask": mask, "seconds": seconds}


@register.inclusion_tag("ui/field.html")
def field(bound, small=False):
    """A form field (表单项) with its label, hint and errors."""
    widget = bound.field.widget
    if widget.use_fieldset or isinstance(widget, CheckboxInput):
        return {"field": bound, "choices": widget.use_fieldset, "tick": not widget.use_fieldset}
    css = " ".join(filter(None, ["in", small and "in-s", widget.attrs.get("class")]))
    return {"field": bound, "control": bound.as_widget(attrs={"class": css})}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form):
    """Every error of a form with a link to its field (错误汇总)."""
    return {"errors": [(form[name] if name in form.fields else None, texts) for name, texts in form.errors.items()]}


@register.inclusion_tag("ui/empty.html")
def empty(text, action_label="", action_url=""):
    """Nothing here yet (空): a sentence and one action."""
    return {"text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("ui/toasts.html", takes_context=True)
def toasts(context):
    return {"messages": context.get("messages"), "csrf_token": context.get("csrf_token")}


@register.simple_tag
def kv(rows):
    """Labels and values (基本信息); a value that is missing is —."""
    pairs = ((label, formats.NO_DATA if value in (None, "") else value) for label, value in rows)
    return format_html('<dl class="kv">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs))


@register.simple_tag(takes_context=True)
def panels(context, page, subject=None):
    """The panels that other domains put on this page, as far as the reader may see them."""
    request = context["request"]
    here = [panel for panel in permitted(declared_panels, request.user) if panel.page == page]
    return format_html_join("", "{}", ((panel.render(request, subject) or "",) for panel in here))


@register.simple_tag
def row_count(total):
    """共 3,380 条."""
    return _("共 %(total)s 条") % {"total": formats.figure(total)}


@register.simple_tag
def document(doc):
    """A stand-in until the sheet of a document is there."""
    return format_html("<article><h2>{}</h2></article>", doc.title)
