"""What the worker does for professional development."""

from cpd.tasks.swaps import send_swap_letter, tell_of_swap

__all__ = ["send_swap_letter", "tell_of_swap"]
