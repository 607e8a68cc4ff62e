"""How many of each sort stand on somebody's page, and for how long."""

import datetime as dt

SHOWN = 30
LATELY = dt.timedelta(days=14)
"""How long news stands among what needs somebody."""
