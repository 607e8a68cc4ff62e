"""What professional development does in the background: letters about placements."""

from cpd.tasks.placements import send_placement_letter, tell_of_end, tell_of_proposals

__all__ = ["send_placement_letter", "tell_of_end", "tell_of_proposals"]
