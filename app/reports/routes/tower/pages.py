"""컨트롤타워 현황: the whole at a glance, each part on a page of its own, and all of it for paper."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Missing
from app.core.messages import _
from app.core.values import Value
from app.core.web import actor
from app.reports.queries.tower.choices import choices_for
from app.reports.routes import bp
from app.reports.routes.scopes import DAYS, read_scope, years
from app.reports.routes.tower.parts import PARTS


@bp.get("/reports/control-tower")
def show_control_tower() -> ResponseReturnValue:
    """Show what stands still, what is late and what stands in the way; `whole=1`: every part at once, for paper."""
    whole = request.args.get("whole") == "1"
    at_once = tuple(name for name, part in PARTS.items() if part.glance)
    return _page("reports/tower/show.html", tuple(PARTS) if whole else at_once, current=None, light=not whole)


@bp.get("/reports/control-tower/<part>")
def show_tower_part(part: str) -> ResponseReturnValue:
    """Show one part; where the page asks for it while it is read, only that."""
    if part not in PARTS:
        raise Missing(_("There is no such page."))
    fragment = request.headers.get("HX-Request") == "true"
    return _page("reports/tower/_fragment.html" if fragment else "reports/tower/part.html", (part,), current=part)


def _page(template: str, shown: tuple[str, ...], *, current: str | None, light: bool = False) -> str:
    who = actor()
    offered = choices_for(who)
    read = read_scope(offered)
    context: dict[str, object] = {}
    for name in shown:
        part = PARTS[name]
        context |= (part.glance if light and part.glance else part.context)(who, read.scope)
    return render_template(
        template,
        shown=shown,
        later=[(name, PARTS[name].title, _url(name, read.kept)) for name in PARTS if name not in shown],
        current=current,
        parts=PARTS,
        light=light,
        urls={name: _url(name, read.kept) for name in PARTS},
        tabs_of=_tabs(current, read.kept),
        whole_url=url_for("reports.show_control_tower", **read.kept, whole=1),  # type: ignore[arg-type]
        scope=read.scope,
        wrong=read.wrong,
        kept=read.kept,
        offered=offered,
        years=years(),
        day_choices=DAYS,
        value_choices=Value,
        **context,
    )


def _tabs(current: str | None, kept: dict[str, str]) -> list[dict[str, object]]:
    first = {
        "label": _("At a glance"),
        "url": url_for("reports.show_control_tower", **kept),  # type: ignore[arg-type]
        "is_current": current is None,
    }
    return [
        first,
        *(
            {"label": part.title, "url": _url(name, kept), "is_current": name == current}
            for name, part in PARTS.items()
        ),
    ]


def _url(name: str, kept: dict[str, str]) -> str:
    return url_for("reports.show_tower_part", part=name, **kept)  # type: ignore[arg-type]
