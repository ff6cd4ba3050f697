"""`flask innovation`: what the operator does for issues, tasks and the library."""

import click
from flask.cli import AppGroup, with_appcontext

from app.cli.telling import one_line
from app.core.database import transaction
from app.core.messages import _
from app.innovation.enums.search import SearchNoun
from app.innovation.services.benchmarks import load_benchmarks
from app.innovation.services.issue_index import index_all_issues
from app.innovation.services.search import renew_search_index
from app.innovation.services.shipped_benchmarks import shipped_benchmarks

innovation = AppGroup("innovation", help="Issues, tasks and the library of cases.")
benchmarks = AppGroup("benchmarks", help="Cases of other offices.")
innovation.add_command(benchmarks)


@benchmarks.command("load")
@with_appcontext
def load() -> None:
    """Put the cases that come with the product into the library; those that are there stay as they are."""
    with one_line(), transaction():
        count = load_benchmarks(shipped_benchmarks())
    click.echo(str(_("%(count)s benchmarks were added.", count=count)))


@innovation.command("index-issues")
@with_appcontext
def index_issues() -> None:
    """Make the index of similar issues anew; needed once for issues older than the index, harmless at any time."""
    with one_line(), transaction():
        count = index_all_issues()
    click.echo(str(_("%(count)s issues were indexed.", count=count)))


@innovation.command("index-search")
@with_appcontext
def index_search() -> None:
    """Compare the index of the search with all texts and mend it, 500 records a transaction; harmless at any time."""
    with one_line():
        for noun in SearchNoun:
            last: int | None = 0
            while last is not None:
                with transaction():
                    last = renew_search_index(noun, after=last)
    click.echo(str(_("The search index is complete.")))
