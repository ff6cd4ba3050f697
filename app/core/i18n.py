"""Korean first, English on request. The cookie of the toggle decides; without one it is Korean."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from gettext import NullTranslations, translation

from flask import Flask, has_app_context, has_request_context, request
from flask_babel import Babel
from markupsafe import Markup

from app.core import clock
from app.core.figures import bare, rounded
from app.core.messages import Message, install_translator

LANGUAGES = {"ko": "한국어", "en": "English"}
COOKIE = "opum_language"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

babel = Babel()

# One set of sentences for the process, like the translator of `core.messages`.
_catalogues: dict[str, NullTranslations] = {}
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> str:
    """Return the reader's language: "ko" or "en". A page asks hundreds of times; the cookie is read once a request."""
    return _spoken.get() or _language_asked_for()


def _language_asked_for() -> str:
    chosen = request.cookies.get(COOKIE) if has_request_context() else None
    return chosen if chosen in LANGUAGES else "ko"


def init_app(app: Flask) -> None:
    """Install translations and the language of each request."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "ko")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Seoul")
    babel.init_app(app, locale_selector=language)
    folder = app.config["BABEL_TRANSLATION_DIRECTORIES"]
    _catalogues.update({code: _catalogue(folder, code) for code in LANGUAGES})
    install_translator(_translate)
    app.before_request(_begin_speaking)
    app.teardown_request(_stop_speaking)
    app.jinja_env.globals.update(_=say, language=language)
    app.jinja_env.filters.update(day=_day_on_a_page, moment=_moment_on_a_page, number=format_number, score=format_score)


def _begin_speaking() -> None:
    _spoken.set(_language_asked_for())


def speak(of_language: str) -> None:
    """Say the rest of this request in a language, its refusals and failures too."""
    _spoken.set(of_language if of_language in LANGUAGES else "ko")


def _stop_speaking(_error: BaseException | None) -> None:
    _spoken.set(None)


@contextmanager
def speaking(of_language: str) -> Iterator[None]:
    """Say everything in a language, whoever reads: for jobs and mails, which have no request."""
    token = _spoken.set(of_language if of_language in LANGUAGES else "ko")
    try:
        yield
    finally:
        _spoken.reset(token)


def format_day(value: date | None) -> str:
    """Return "2026. 11. 22.", the way Korean documents write days; nothing for None."""
    return f"{value.year}. {value.month}. {value.day}." if value else ""


def format_moment(value: datetime | None) -> str:
    """Return "2026. 11. 22. 14:05" on the office's clock."""
    if value is None:
        return ""
    local = clock.to_seoul(value)
    return f"{format_day(local.date())} {local:%H:%M}"


def _day_on_a_page(value: date | None) -> str:
    """Return the day so that a page never breaks it at the end of a line; files keep plain spaces."""
    return format_day(value).replace(" ", NO_BREAK_SPACE)


def _moment_on_a_page(value: datetime | None) -> str:
    """Return the moment so that a page breaks it before the hour at most."""
    day, _space, hour = format_moment(value).rpartition(" ")
    return f"{day.replace(' ', NO_BREAK_SPACE)} {hour}" if day else ""


def format_number(value: Decimal | int | None) -> str:
    """Return the number with thousands separators and exactly the digits it has; nothing for None."""
    return "" if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def format_score(value: Decimal | None) -> str:
    """Return a score as people read it, with two decimals at most; the exact one may never end. Nothing for None."""
    return "" if value is None else bare(rounded(value, 2))


def say(msgid: str, **params: object) -> Markup:
    """Return a sentence of a template: what stands in the catalogue is HTML, what comes with it is escaped."""
    return _marked(language(), msgid) % params if params else _filled(language(), msgid)


@lru_cache(maxsize=8192)
def _marked(of_language: str, msgid: str) -> Markup:
    return Markup(_catalogues[of_language].gettext(msgid))  # noqa: S704  our own sentence


@lru_cache(maxsize=8192)
def _filled(of_language: str, msgid: str) -> Markup:
    return _marked(of_language, msgid) % {}


def text_in(of_language: str, sentence: Message) -> str:
    """Return a sentence in a language, whoever reads: for what is stored in that language."""
    return _catalogues[of_language].gettext(sentence.msgid)


def _translate(msgid: str) -> str:
    """Look a sentence up. A page says hundreds, so this goes past the library's lookups."""
    return _catalogues[language()].gettext(msgid) if has_app_context() else msgid


@lru_cache
def _catalogue(folder: str, of_language: str) -> NullTranslations:
    return translation("messages", folder, [of_language], fallback=True)
