"""What is done for professional development while nobody waits for it."""

from cpd.tasks.invitations import send_invitation

__all__ = ["send_invitation"]
