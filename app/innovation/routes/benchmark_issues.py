"""「우리 부서 이슈로」: the form of a new issue, filled with what another office has done."""

from typing import Any

from flask import request

from app.core.forms import offer
from app.core.numbers import whole_number
from app.core.values import Value
from app.core.web import actor
from app.innovation.enums import IssueSource
from app.innovation.forms.issues import IssueForm
from app.innovation.queries.benchmarks import benchmark_or_404
from app.innovation.routes.filters import record_id


def benchmark_defaults(benchmark_id: int) -> dict[str, Any]:
    """Return what the form of a new issue shows of a benchmark.

    The problem stays empty: only the department itself can say what is wrong with it today.
    """
    benchmark = benchmark_or_404(benchmark_id, actor())
    return {
        "benchmark": benchmark.id,
        "source": IssueSource.BENCHMARK,
        "title": benchmark.title,
        "idea": "\n\n".join(text for text in (benchmark.summary, benchmark.details) if text),
        "expected_obstacle": benchmark.obstacle_handling,
        "origin_note": f"{benchmark.office} · {benchmark.document}"[:200],
        "values": [Value(value) for value in benchmark.values],
    }


def offer_benchmark(form: IssueForm) -> None:
    """Offer only the benchmark the issue comes from; without one the field is left out."""
    raw = request.form.get("benchmark", type=whole_number) or record_id("benchmark")
    found = [benchmark_or_404(raw, actor())] if raw else []
    offer(form.benchmark, [(one.id, f"{one.office} · {one.title}") for one in found], blank=True)
