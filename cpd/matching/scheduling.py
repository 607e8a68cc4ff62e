"""When the placements of one offer begin: windows, lengths, and places free in each week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


@dataclass(frozen=True, slots=True)
class Job:
    """Consecutive weeks to be begun in one of `starts` (sorted)."""

    starts: tuple[int, ...]
    weeks: int

    @property
    def first(self) -> int:
        return self.starts[0]

    @property
    def last(self) -> int:
        return self.starts[-1]

    @property
    def end(self) -> int:
        """The week after the latest."""
        return self.last + self.weeks

    def least(self, since: int, until: int) -> int:
        """Weeks that it takes of those from `since` up to `until`, whenever it begins."""
        return min(
            max(0, min(start + self.weeks, until) - max(start, since))
            for start in (self.first, self.last)
        )


def schedule(jobs: Sequence[Job], free: Mapping[int, int]) -> list[int] | None:
    """The week in which each job begins, so that no week has more than is free; None if there
    is no way.

    The most urgent goes first and begins as early as it can, which nearly always does; where it
    does not, every way is tried by an integer programme.
    """
    left = dict(free)
    starts: dict[int, int] = {}
    for number in sorted(range(len(jobs)), key=lambda n: (jobs[n].last, jobs[n].first, n)):
        job = jobs[number]
        start = next((each for each in job.starts if _fits(each, job.weeks, left)), None)
        if start is None:
            return _every_way(jobs, free)
        for week in range(start, start + job.weeks):
            left[week] -= 1
        starts[number] = start
    return [starts[number] for number in range(len(jobs))]


def _fits(start: int, weeks: int, free: Mapping[int, int]) -> bool:
    return all(free.get(week, 0) > 0 for week in range(start, start + weeks))


def _every_way(jobs: Sequence[Job], free: Mapping[int, int]) -> list[int] | None:
    if any(
        sum(job.least(since, until) for job in jobs) > room
        for since, until, room in intervals(jobs, free)
    ):
        return None
    choices = [(number, start) for number, job in enumerate(jobs) for start in job.starts]
    weeks = sorted(free)
    once = np.zeros((len(jobs), len(choices)))
    taken = np.zeros((len(weeks), len(choices)))
    for column, (number, start) in enumerate(choices):
        once[number, column] = 1
        for week in range(start, start + jobs[number].weeks):
            taken[weeks.index(week), column] = 1
    result = milp(
        np.array([start - jobs[number].first for number, start in choices], dtype=float),
        integrality=np.ones(len(choices)),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(once, 1, 1),
            LinearConstraint(taken, -np.inf, np.array([free[week] for week in weeks], float)),
        ],
    )
    if result.x is None:
        return None
    found = {number: start for (number, start), x in zip(choices, result.x, strict=True) if x > 0.5}
    return [found[number] for number in range(len(jobs))]


def intervals(jobs: Sequence[Job], free: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """Spans of weeks (since, until) in which room may be short, with the places free in them.

    Single weeks, which for jobs that can begin in one week only are all that matters; and
    longer ones from each job's first or last beginning to its end, and of all the weeks.
    """
    begin = {week for job in jobs for week in (job.first, job.last)}
    spans = {(week, week + 1) for week in begin}
    spans |= {(job.first, job.end) for job in jobs}
    spans.add((min(job.first for job in jobs), max(job.end for job in jobs)))
    return [
        (since, until, sum(free.get(week, 0) for week in range(since, until)))
        for since, until in sorted(spans)
    ]
