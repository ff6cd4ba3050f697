"""Korean first, English on request. The cookie of the toggle decides; without one it is Korean."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations, translation

from flask import Flask, current_app, has_app_context, has_request_context, request
from flask_babel import Babel

from app.core import clock
from app.core.messages import install_translator

LANGUAGES = {"ko": "한국어", "en": "English"}
COOKIE = "opum_language"

babel = Babel()


def language() -> str:
    """Return the reader's language: "ko" or "en". A page asks hundreds of times; the cookie is read once a request."""
    if not has_request_context():
        return "ko"
    known = request.environ
    if COOKIE not in known:
        chosen = request.cookies.get(COOKIE)
        known[COOKIE] = chosen if chosen in LANGUAGES else "ko"
    return str(known[COOKIE])


def init_app(app: Flask) -> None:
    """Install translations and the language of each request."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "ko")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Seoul")
    babel.init_app(app, locale_selector=language)
    install_translator(_translate)
    app.jinja_env.install_gettext_callables(_translate, _translate_count, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["language"] = language
    app.jinja_env.filters.update(day=format_day, moment=format_moment, number=format_number)


def format_day(value: date | None) -> str:
    """Return "2026. 11. 22.", the way Korean documents write days; nothing for None."""
    return f"{value.year}. {value.month}. {value.day}." if value else ""


def format_moment(value: datetime | None) -> str:
    """Return "2026. 11. 22. 14:05" on the office's clock."""
    if value is None:
        return ""
    local = clock.to_seoul(value)
    return f"{format_day(local.date())} {local:%H:%M}"


def format_number(value: Decimal | int | None) -> str:
    """Return the number with thousands separators and exactly the digits it has; nothing for None."""
    return "" if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def _translate(msgid: str) -> str:
    """Look a sentence up. A page says hundreds, so this goes past the library's lookups and keeps the catalogue."""
    if not has_app_context():
        return msgid
    return _catalogue(current_app.config["BABEL_TRANSLATION_DIRECTORIES"], language()).gettext(msgid)


def _translate_count(one: str, many: str, count: int) -> str:
    return _translate(one if count == 1 else many)


@lru_cache
def _catalogue(folder: str, of_language: str) -> NullTranslations | GNUTranslations:
    return translation("messages", folder, [of_language], fallback=True)
