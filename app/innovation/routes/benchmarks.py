"""벤치마킹 사례: the page of one, and its form for the control tower."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.errors import Conflict
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.benchmarks import BenchmarkForm, benchmark_defaults
from app.innovation.forms.rows import BUTTON
from app.innovation.models import Benchmark
from app.innovation.policy import POLICY
from app.innovation.queries import benchmarks as queries
from app.innovation.routes import bp
from app.innovation.services import benchmarks as services


@bp.get("/cases/benchmarks/<int:benchmark_id>")
def show_benchmark(benchmark_id: int) -> ResponseReturnValue:
    """Show a benchmark and what our departments have made of it."""
    record = queries.benchmark_record(benchmark_id, actor())
    return render_template(
        "innovation/benchmarks/show.html",
        record=record,
        benchmark=record.benchmark,
        figures=queries.figures_of(benchmark_id),
        adoptions=queries.adoptions_of(benchmark_id, actor()),
        may_take_over=allows(POLICY, Permission.ISSUE_HAND_IN, actor()),
        may_change=allows(POLICY, Permission.BENCHMARK_WRITE, actor()),
    )


@bp.get("/cases/benchmarks/<int:benchmark_id>/print")
def print_benchmark(benchmark_id: int) -> ResponseReturnValue:
    """Show a benchmark as a document to print."""
    record = queries.benchmark_record(benchmark_id, actor())
    return render_template(
        "innovation/benchmarks/print.html",
        record=record,
        benchmark=record.benchmark,
        figures=queries.figures_of(benchmark_id),
    )


@bp.get("/cases/benchmarks/new")
def new_benchmark() -> ResponseReturnValue:
    """Show an empty form."""
    return _new_page(BenchmarkForm())


@bp.post("/cases/benchmarks")
def create_benchmark() -> ResponseReturnValue:
    """Put a case of another office into the library, or add and remove rows of its form."""
    form = BenchmarkForm()
    if _is_whole(form):
        with showing_refusal(form):
            benchmark = services.add_benchmark(actor=actor(), content=form.content())
            return _done(benchmark.id, _("The benchmark stands in the library."))
    return _new_page(form), 422


@bp.get("/cases/benchmarks/<int:benchmark_id>/edit")
def edit_benchmark(benchmark_id: int) -> ResponseReturnValue:
    """Show the benchmark as it stands in its form."""
    benchmark = queries.benchmark_or_404(benchmark_id, actor())
    form = BenchmarkForm(data=benchmark_defaults(benchmark, queries.figures_of(benchmark_id)))
    return _edit_page(benchmark, form)


@bp.post("/cases/benchmarks/<int:benchmark_id>/changes")
def create_benchmark_change(benchmark_id: int) -> ResponseReturnValue:
    """Keep the changed benchmark; if somebody else was faster, show both texts."""
    benchmark, form = queries.benchmark_or_404(benchmark_id, actor()), BenchmarkForm()
    if _is_whole(form):
        try:
            with showing_refusal(form):
                services.change_benchmark(
                    actor=actor(), benchmark=benchmark, content=form.content(), seen_version=form.seen_version()
                )
                return _done(benchmark_id, _("The benchmark was changed."))
        except Conflict as conflict:
            return _conflict_page(benchmark, form, conflict.reason), 409
    return _edit_page(benchmark, form), 422


def _is_whole(form: BenchmarkForm) -> bool:
    return not form.change_rows(request.form.get(BUTTON)) and bool(form.validate_on_submit())


def _done(benchmark_id: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_benchmark", benchmark_id=benchmark_id))


def _new_page(form: BenchmarkForm) -> str:
    action = url_for("innovation.create_benchmark")
    return render_template("innovation/benchmarks/form.html", form=form, action=action, benchmark=None)


def _edit_page(benchmark: Benchmark, form: BenchmarkForm, **more: Any) -> str:
    action = url_for("innovation.create_benchmark_change", benchmark_id=benchmark.id)
    return render_template("innovation/benchmarks/form.html", form=form, action=action, benchmark=benchmark, **more)


def _conflict_page(benchmark: Benchmark, form: BenchmarkForm, reason: Message) -> str:
    """Keep what was typed and set beside it what stands there now."""
    names = ("office", "title", "summary", "details", "obstacle_handling", "document")
    changed = [name for name in names if getattr(benchmark, name) != (form[name].data or "")]
    present = [(form[name].label.text, getattr(benchmark, name)) for name in changed]
    form.version.data = str(benchmark.version)
    form.version.raw_data = None
    return _edit_page(benchmark, form, conflict=reason, present=present)
