"""What all tests share."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django_ox.testing import run_tasks as run_enqueued_tasks

# --- The server -----------------------------------------------------------------------------

# A browser of the system's; None leaves the choice to Playwright. `.ci/packages` sees to one.
CHROMIUM = next(
    filter(
        None,
        map(
            shutil.which,
            [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"],
        ),
    ),
    None,
)


@pytest.fixture(scope="session", autouse=True)
def _ledger_can_be_emptied() -> Iterator[None]:
    """Let a test with transactions of its own empty the database after itself.

    It does so by TRUNCATE, which the ledger's trigger refuses. The trigger sleeps within the
    transaction that empties the tables and nowhere else.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_the_ledger_too(self: DatabaseOperations, sql_list: list[str]) -> None:
        if any('"ledger_exchange"' in sql for sql in sql_list):
            sql_list = [
                "ALTER TABLE ledger_exchange DISABLE TRIGGER USER",
                *sql_list,
                "ALTER TABLE ledger_exchange ENABLE TRIGGER USER",
            ]
        flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_the_ledger_too)
        yield


@pytest.fixture
def run_tasks(db: None) -> Callable[[], Any]:
    """Do what the test has enqueued so far, as the worker would; a task that fails, fails."""
    return partial(run_enqueued_tasks, raise_failures=True)
