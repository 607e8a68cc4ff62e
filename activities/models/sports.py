"""Sports, what each counts, and age bands (domain page, section 2)."""

from django.db import models

from activities.scores import Counting


class Sport(models.TextChoices):
    """What is played; the value is the sport's address."""

    ATHLETICS = "athletics", "Athletics"
    BADMINTON = "badminton", "Badminton"
    BASKETBALL = "basketball", "Basketball"
    BOCCIA = "boccia", "Boccia"
    CRICKET = "cricket", "Cricket"
    CROSS_COUNTRY = "cross-country", "Cross-country"
    FOOTBALL = "football", "Football"
    HOCKEY = "hockey", "Hockey"
    NETBALL = "netball", "Netball"
    ROUNDERS = "rounders", "Rounders"
    RUGBY = "rugby", "Rugby"
    SWIMMING = "swimming", "Swimming"
    TABLE_TENNIS = "table-tennis", "Table tennis"
    TENNIS = "tennis", "Tennis"
    VOLLEYBALL = "volleyball", "Volleyball"

    @property
    def counting(self) -> Counting:
        """What a result of it is counted in."""
        return COUNTED[self]

    @property
    def word(self) -> str:
        """Its name within a sentence."""
        return str(self.label).lower()


COUNTED = {
    Sport.ATHLETICS: Counting.PLACES,
    Sport.BADMINTON: Counting.SETS,
    Sport.BASKETBALL: Counting.POINTS,
    Sport.BOCCIA: Counting.POINTS,
    Sport.CRICKET: Counting.RUNS,
    Sport.CROSS_COUNTRY: Counting.PLACES,
    Sport.FOOTBALL: Counting.GOALS,
    Sport.HOCKEY: Counting.GOALS,
    Sport.NETBALL: Counting.GOALS,
    Sport.ROUNDERS: Counting.POINTS,
    Sport.RUGBY: Counting.POINTS,
    Sport.SWIMMING: Counting.PLACES,
    Sport.TABLE_TENNIS: Counting.SETS,
    Sport.TENNIS: Counting.SETS,
    Sport.VOLLEYBALL: Counting.SETS,
}


class AgeBand(models.TextChoices):
    """Domain page, section 2: which year groups a band is."""

    U9 = "u9", "U9"
    U11 = "u11", "U11"
    U13 = "u13", "U13"
    U15 = "u15", "U15"
    U18 = "u18", "U18"

    @property
    def years(self) -> tuple[int, int]:
        """The lowest and the highest year group of the band."""
        return YEARS_OF_BAND[self]


YEARS_OF_BAND = {
    AgeBand.U9: (3, 4),
    AgeBand.U11: (5, 6),
    AgeBand.U13: (7, 8),
    AgeBand.U15: (9, 10),
    AgeBand.U18: (11, 13),
}
