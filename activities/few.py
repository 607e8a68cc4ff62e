"""Counts of pupils that are not told in public (domain page, section 6). Pure."""

from collections.abc import Mapping

FEW = 5
"""Counts of pupils below this are not told."""


def unsaid_beside[K: (int, str)](counts: Mapping[K, int]) -> K | None:
    """Whose count is left out beside a single one of fewer than five, the next smallest.

    With all the others and the places taken in all, that single one could be reckoned. None where
    there is none such, or nobody else.

    >>> unsaid_beside({"Elham": 3, "Tankerton": 12, "Barham": 6})
    'Barham'
    >>> unsaid_beside({"Elham": 3, "Dour": 4, "Barham": 6}) is None
    True
    """
    counted = sorted((count, whose) for whose, count in counts.items() if count)
    few = [whose for count, whose in counted if count < FEW]
    return counted[1][1] if len(few) == 1 and len(counted) > 1 else None
