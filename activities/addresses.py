"""How addresses spell what is no plain word or number."""


class YearGroupConverter:
    """A year group in an address: "reception", "year-1" to "year-13"."""

    regex = "reception|year-(?:1[0-3]|[1-9])"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("year-")) if value != "reception" else 0

    def to_url(self, value: int) -> str:
        return f"year-{value}" if value else "reception"
