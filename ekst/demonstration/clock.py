"""Another time of day, while the demonstration's past is being made."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock


@contextmanager
def clock_at(moment: dt.datetime) -> Iterator[None]:
    """Within it, the portal's clock stands at `moment`.

    Forms and actions judge by `django.utils.timezone.now`: nobody can post for yesterday, book
    after the deadline or confirm before the start. A lived-in past that keeps these rules
    therefore has to be made as it would have happened: posted weeks before, booked in between,
    confirmed the evening after. Setting this one clock is the only liberty that `demo` takes.
    """
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
