"""The whole programme of the demonstration."""

from ekst.demonstration.colleagues import COLLEAGUES
from ekst.demonstration.coming import COMING
from ekst.demonstration.contests import CONTESTS
from ekst.demonstration.debates import EVENINGS
from ekst.demonstration.gone import GONE
from ekst.demonstration.leadership import PROGRAMME
from ekst.demonstration.plans import Plan
from ekst.demonstration.series import series
from ekst.demonstration.wanted import WANTED

ACTIVITIES: tuple[Plan, ...] = (
    *GONE,
    *series(),
    *EVENINGS,
    *COLLEAGUES,
    *COMING,
    *WANTED,
    *PROGRAMME,
    *CONTESTS,
)
