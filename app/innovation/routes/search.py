"""통합 검색: everything the reader may read, by its words."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.forms import clean_text
from app.core.messages import Message, _
from app.core.pages import Page
from app.core.web import actor
from app.innovation.enums.search import SearchNoun
from app.innovation.queries.search import (
    MOST,
    Found,
    FoundKind,
    Overview,
    counted,
    found_of_kind,
    kind_by_kind,
    overview,
)
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, member, page_url
from app.innovation.rules.search import LONGEST, MOST_WORDS, Question, question_of

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
    found, page = _searched(question, noun) if asks else (None, None)
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


def _searched(question: Question, noun: SearchNoun | None) -> tuple[Overview, Page[Found] | None]:
    who, cursor = actor(), request.args.get("cursor")
    if noun is None:
        return overview(who, question), None
    if cursor is None:
        return kind_by_kind(who, question, noun)
    return counted(who, question), found_of_kind(who, question, noun, cursor)


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
    url = url_for("innovation.list_found", q=typed)
    every = {"label": _("All"), "url": url, "is_current": noun is None}
    return [every, *(_tab(url, kind, is_current=noun is kind.noun) for kind in kinds)]


def _tab(url: str, kind: FoundKind, *, is_current: bool) -> dict[str, object]:
    return {
        "label": kind.noun.label,
        "url": f"{url}&kind={kind.noun.value}",
        "is_current": is_current,
        "count": f"{MOST}+" if kind.count > MOST else kind.count,
    }
