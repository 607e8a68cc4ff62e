"""Resources in each state that a page can meet, and files to share; for tests."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from cpd.actions import report_resource, share_resource, withdraw_resource
from cpd.models import Resource, ResourceReport
from ekst.demonstration.files import docx_of, pdf_of, png_of, pptx_of
from schools.models import StaffMember
from schools.uploads import KINDS, Checked, CleanFile

if TYPE_CHECKING:
    from tests.conftest import Programme


@cache
def a_pdf() -> bytes:
    return pdf_of("Six sorts of cold call", ["One.", "Two."])


@cache
def a_docx() -> bytes:
    return docx_of("Cold call", ["One.", "Two."])


@cache
def a_pptx() -> bytes:
    return pptx_of("Cold call", ["One.", "Two."])


@cache
def a_png() -> bytes:
    return png_of([20, 80])


def clean(content: bytes = b"%PDF-1.7 as it was written anew", kind: str = "pdf") -> CleanFile:
    """A file that has been checked already, of any bytes."""
    one = KINDS[kind]
    checked = Checked(f"slides.{one.endings[0]}", one.content_type, len(content), "0" * 64)
    return CleanFile(checked, content)


def make_resource(by: StaffMember, title: str = "Cold call", **fields: object) -> Resource:
    """A file, shared by itself within the partnership; with a `url`, a link."""
    facts: dict[str, object] = {"title": title, "uploaded_by": by}
    if "url" in fields:
        facts["what"] = "link"
    resource = Resource(**(facts | fields))
    return share_resource(resource, file=None if resource.url else clean())


@dataclass(frozen=True)
class ResourceProgramme:
    """Numbers of what `staff` of the host shared, and of what others reported of it."""

    file: Resource
    link: Resource
    withdrawn: Resource
    held_back: Resource
    slides: Resource
    report: ResourceReport

    def numbers(self) -> dict[str, str]:
        """By the names that addresses have in braces."""
        return {
            "resource": str(self.file.pk),
            "resource_link": str(self.link.pk),
            "resource_withdrawn": str(self.withdrawn.pk),
            "resource_held": str(self.held_back.pk),
            "slides": str(self.slides.pk),
            "report": str(self.report.pk),
        }


STAND_INS = dict.fromkeys(
    ("resource", "resource_link", "resource_withdrawn", "resource_held", "slides", "report"), "1"
)


@pytest.fixture
def resource_programme(
    programme: "Programme",
    staff: StaffMember,
    other_staff: StaffMember,
    editor: StaffMember,
) -> ResourceProgramme:
    withdrawn = make_resource(staff, "Old marking codes")
    withdraw_resource(withdrawn, by=staff, reason="We mark otherwise now.")
    held = make_resource(staff, "Wall display")
    report_resource(
        ResourceReport(resource=held, reported_by=editor, problem="pupil", words="Slide 3.")
    )
    file = make_resource(
        staff,
        "Retrieval grids",
        description="Five minutes at the door.",
        subject="maths",
        phase="secondary",
        licence="by",
    )
    report = report_resource(
        ResourceReport(resource=file, reported_by=other_staff, problem="mistake", words="7 × 8.")
    )
    withdrawn.refresh_from_db()
    held.refresh_from_db()
    return ResourceProgramme(
        file=file,
        link=make_resource(staff, "A map of the marsh", url="https://maps.example/marsh?x=1"),
        withdrawn=withdrawn,
        held_back=held,
        slides=make_resource(other_staff, "Cold call slides", presentation=programme.talk),
        report=report,
    )  # fmt: skip
