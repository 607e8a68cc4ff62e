"""What is done for professional development while nobody waits for it."""

from cpd.tasks.courses import send_certificate_letter
from cpd.tasks.invitations import send_invitation

__all__ = ["send_certificate_letter", "send_invitation"]
