"""통합 검색: everything the reader may read, by its words."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.forms import clean_text
from app.core.messages import Message, _
from app.core.web import actor
from app.innovation.enums.search import SearchNoun
from app.innovation.queries.search import MOST, FoundKind, found_of_kind, overview
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, member, page_url
from app.innovation.rules.search import LONGEST, MOST_WORDS, question_of

PAGES = {
    SearchNoun.ISSUE: "/issues/",
    SearchNoun.TASK: "/tasks/",
    SearchNoun.OBSTACLE: "/obstacles/",
    SearchNoun.SLOGAN: "/slogans/",
    SearchNoun.CASE: "/cases/",
}


@bp.get("/search")
def list_found() -> ResponseReturnValue:
    """Show what was found: the first of every kind, or one kind page by page."""
    typed = clean_text(request.args.get("q"))
    question = question_of(typed)
    noun = member(SearchNoun, "kind")
    asks = question.is_enough
    found = overview(actor(), question, first=0 if noun else 5) if asks else None
    page = found_of_kind(actor(), question, noun, request.args.get("cursor")) if asks and noun else None
    return render_template(
        "innovation/search/list.html",
        typed=typed[:LONGEST],
        noun=noun,
        found=found,
        page=page,
        note=_note(typed, is_enough=asks, was_cut=question.was_cut),
        tabs=_tabs(typed[:LONGEST], noun, found.kinds) if found else [],
        most=MOST,
        paths=PAGES,
        next_url=page_url("innovation.list_found", page.next_cursor) if page else None,
        first_url=first_url("innovation.list_found"),
    )


def _note(typed: str, *, is_enough: bool, was_cut: bool) -> Message | None:
    if typed and not is_enough:
        return _("Type at least two letters of one word.")
    if was_cut:
        return _(
            "Your search was too long: only its first %(words)s words, within %(letters)s letters, were looked for.",
            words=MOST_WORDS,
            letters=LONGEST,
        )
    return None


def _tabs(typed: str, noun: SearchNoun | None, kinds: Sequence[FoundKind]) -> list[dict[str, object]]:
    every = {"label": _("All"), "url": url_for("innovation.list_found", q=typed), "is_current": noun is None}
    return [every, *(_tab(typed, kind, is_current=noun is kind.noun) for kind in kinds)]


def _tab(typed: str, kind: FoundKind, *, is_current: bool) -> dict[str, object]:
    return {
        "label": kind.noun.label,
        "url": url_for("innovation.list_found", q=typed, kind=kind.noun.value),
        "is_current": is_current,
        "count": f"{MOST}+" if kind.count > MOST else kind.count,
    }
