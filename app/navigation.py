"""왼쪽 메뉴: what people do, in the order they do it. Entries whose page does not exist yet are not offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from flask import Flask, current_app, request, url_for
from werkzeug.local import LocalProxy

from app.core import access
from app.core.messages import Message, _
from app.core.web import is_demo, optional_actor, page_path
from app.organization.enums import SettingKey
from app.organization.queries import setting

VERSION = "0.1.0"


@dataclass(frozen=True)
class Entry:
    """One line of the menu: `prefix` is the path under which it counts as the present one."""

    label: Message
    endpoint: str
    icon: str
    prefix: str
    also: tuple[str, ...] = ()
    """Other paths whose pages belong to it."""


@dataclass(frozen=True)
class Link:
    """An entry as this reader sees it."""

    label: Message
    url: str
    icon: str
    is_current: bool
    badge: int | None = None


BESIDE_ROUNDS = (
    "/calibration-bounds",
    "/calibration-cases",
    "/calibration-sessions",
    "/combined-scores",
    "/rehearsals",
)

ENTRIES: tuple[Entry, ...] = (
    Entry(_("My turn"), "home.show_home", "home", "/"),
    Entry(_("Issues and ideas"), "innovation.list_issues", "idea", "/issues"),
    Entry(_("Innovation tasks"), "innovation.show_board", "task", "/tasks"),
    Entry(_("Obstacles"), "innovation.list_obstacles", "obstacle", "/obstacles"),
    Entry(_("Slogans"), "innovation.list_slogans", "slogan", "/slogans"),
    Entry(_("Cases and contests"), "innovation.list_cases", "case", "/cases"),
    Entry(_("Mileage"), "mileage.show_statement", "mileage", "/mileage"),
    Entry(_("Customer's voice"), "voice.show_voice", "comment", "/voice"),
    Entry(_("Indicators"), "evaluation.list_indicators", "indicator", "/indicators"),
    Entry(_("Evaluation"), "evaluation.list_rounds", "evaluation", "/rounds", BESIDE_ROUNDS),
    Entry(_("Reports"), "reports.list_reports", "report", "/reports", ("/api", "/tokens")),
    Entry(_("Audit log"), "audit.list_entries", "audit", "/audit-entries"),
    Entry(_("Administration"), "organization.show_administration", "admin", "/admin"),
)


def navigation() -> Sequence[Link]:
    """Return the entries the reader may open."""
    actor = optional_actor()
    policies = current_app.extensions["opum_endpoints"]
    urls = _urls(request.script_root)
    return tuple(
        Link(entry.label, urls[entry.endpoint], entry.icon, _is_current(entry))
        for entry in ENTRIES
        if actor is not None and access.satisfies(policies.get(entry.endpoint, ()), actor)
    )


@lru_cache
def _urls(_script_root: str) -> Mapping[str, str]:
    """Build the addresses once: every page names them all, and they depend on nothing but where the app is mounted."""
    return {entry.endpoint: url_for(entry.endpoint) for entry in ENTRIES}


def _is_current(entry: Entry) -> bool:
    if entry.prefix == "/":
        return request.path == "/"
    return any(request.path == path or request.path.startswith(f"{path}/") for path in (entry.prefix, *entry.also))


def init_app(app: Flask) -> None:
    """Give templates the menu and the facts of the frame."""
    app.jinja_env.globals.update(navigation=navigation, page_path=page_path, product_version=VERSION)
    app.context_processor(_frame)


def _frame() -> dict[str, object]:
    demo = _("Demonstration: the people are invented, the organisation is real.") if is_demo() else None
    # asked for only where a template shows it: a fragment has no frame
    name = LocalProxy(cache(partial(setting, SettingKey.OFFICE_NAME)))
    return {"office_name": name, "demo_notice": demo}
