"""Work that is done in the background for professional development."""

from cpd.tasks.courses import send_certificate_letter

__all__ = ["send_certificate_letter"]
