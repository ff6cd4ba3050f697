"""서버 감시: /healthz for whoever sends people here, /metrics for whoever watches."""

import hmac
from collections.abc import Iterator

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from app.api.queries.gauges import gauges
from app.api.queries.health import is_well
from app.api.routes import bp
from app.core.errors import Missing
from app.core.messages import _
from app.core.metrics import BOUNDS, all_counts
from app.core.web import LOOPBACK, address

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@bp.get("/healthz")
def show_health() -> ResponseReturnValue:
    """Say whether this process can work, and nothing else. No session is looked at."""
    well = is_well(str(current_app.extensions["migrate"].directory))
    return Response("ok\n" if well else "down\n", status=200 if well else 503, mimetype="text/plain")


@bp.get("/metrics")
def show_metrics() -> ResponseReturnValue:
    """Hand out the figures, to this machine itself or to whoever knows the word for it."""
    if not _may_watch():
        raise Missing(_("There is no such page."))
    return Response("\n".join(_lines()) + "\n", content_type=TEXT)


def _may_watch() -> bool:
    word = str(current_app.config["METRICS_TOKEN"])
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if word and hmac.compare_digest(sent.encode(), word.encode()):
        return True
    return address() in LOOPBACK and "X-Forwarded-For" not in request.headers


def _lines() -> Iterator[str]:
    yield from _request_lines()
    for gauge in gauges():
        yield f"# HELP {gauge.name} {gauge.about}"
        yield f"# TYPE {gauge.name} gauge"
        for label, value in gauge.values:
            yield f"{gauge.name}{_labels(dict([label]) if label else {})} {value:g}"


def _request_lines() -> Iterator[str]:
    found = list(all_counts())
    yield "# HELP opum_requests_total Requests by route and class of status."
    yield "# TYPE opum_requests_total counter"
    for process, counts in found:
        for route, status, count in counts["requests"]:
            yield f"opum_requests_total{_labels({'process': process, 'route': route, 'status': status})} {count}"
    yield "# HELP opum_request_seconds Seconds until an answer was ready."
    yield "# TYPE opum_request_seconds histogram"
    for process, counts in found:
        total = 0
        for bound, count in zip([*map(str, BOUNDS), "+Inf"], counts["buckets"], strict=False):
            total += count
            yield f"opum_request_seconds_bucket{_labels({'process': process, 'le': bound})} {total}"
        yield f"opum_request_seconds_sum{_labels({'process': process})} {counts['seconds']:.6f}"
        yield f"opum_request_seconds_count{_labels({'process': process})} {total}"


def _labels(names: dict[str, object]) -> str:
    if not names:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(str(value))}"' for name, value in names.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
