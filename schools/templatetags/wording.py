"""Template filters for days, times and amounts, in the words of `schools.calendar`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from schools import calendar

register = template.Library()
register.filter("academic_year", calendar.academic_year_label)
register.filter("time_words", calendar.time_words)
register.filter("day_words", calendar.day_words)
register.filter("long_day_words", calendar.long_day_words)
register.filter("moment_words", calendar.moment_words)
register.filter("minutes_words", calendar.minutes_words)
register.filter("number_words", calendar.number_words)
register.filter("year_group_words", calendar.year_group_words)
register.filter("count_words", calendar.count_words)


@register.filter
def mailbox(address: str) -> SafeString:
    """An email address that a narrow column breaks behind its @, not within a word."""
    name, _, domain = address.partition("@")
    return format_html("{}@<wbr>{}", name, domain)


@register.filter
def hours(minutes: int) -> str:
    """Minutes as a figure of hours, at most one decimal: 90 reads "1.5", 9720 reads "162"."""
    return f"{round(minutes / 60, 1):,.1f}".removesuffix(".0")
