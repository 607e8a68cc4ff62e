"""Resources: sharing, finding, taking, reporting, and who may do which."""

import datetime as dt
import io
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from activities.models import Activity
from cpd.actions import (
    answer_report,
    edit_resource,
    join_group,
    offer_presentation,
    report_resource,
    share_resource,
    use_resource,
    withdraw_presentation,
    withdraw_resource,
)
from cpd.actions import resources as actions
from cpd.models import Resource, ResourceReport, ResourceUse, can_attach, can_attach_slides
from cpd.tasks import remove_stray_files
from cpd.wording import kind_words, size_words, used_words
from schools.models import School, StaffMember
from tests.builders import make_activity, make_staff, make_teachmeet, offer
from tests.conftest import Programme
from tests.resource_programme import ResourceProgramme, a_pdf, a_pptx, clean, make_resource

NEW = "/cpd/resources/new/"


def files() -> set[str]:
    """Every file that is stored."""
    if not default_storage.exists("resources"):
        return set()
    return {
        f"resources/{folder}/{name}"
        for folder in default_storage.listdir("resources")[0]
        for name in default_storage.listdir(f"resources/{folder}")[1]
    }


@pytest.fixture(autouse=True)
def _storage_is_empty() -> None:
    for name in files():
        default_storage.delete(name)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """What is done once a transaction has been committed, done at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "title": "Retrieval grids",
        "description": "Five minutes at the door.",
        "what": "file",
        "url": "",
        "subject": "maths",
        "phase": "secondary",
        "licence": "partners",
        "submission": str(uuid.uuid4()),
    } | more


def upload(content: bytes, name: str = "Grids for Year 9.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# --- Sharing ----------------------------------------------------------------------------------


def test_resource_new_shares_a_file(staff: StaffMember, client: Client) -> None:
    client.force_login(staff)
    response = client.post(NEW, typed(upload=upload(a_pdf())), follow=True)
    resource = Resource.objects.get()
    assert response.redirect_chain == [(f"/cpd/resources/{resource.pk}/", 302)]
    assert (resource.uploaded_by, resource.school, resource.title) == (
        staff, staff.school, "Retrieval grids",
    )  # fmt: skip
    assert resource.file_name == "Grids for Year 9.pdf"
    assert resource.content_type == "application/pdf"
    stored = str(resource.file.name)
    assert files() == {stored}
    assert "Grids" not in stored
    assert resource.size == default_storage.size(stored)
    assert "is shared with the staff of all partners" in response.content.decode()


def test_resource_new_shares_a_link(staff: StaffMember, client: Client) -> None:
    client.force_login(staff)
    client.post(NEW, typed(what="link", url="https://maps.example/marsh"))
    resource = Resource.objects.get()
    assert (resource.what, resource.url, resource.host, resource.file.name) == (
        "link", "https://maps.example/marsh", "maps.example", "",
    )  # fmt: skip
    assert not files()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"upload": upload(b"MZ\x90\x00" * 50, "slides.pdf")}, "“slides.pdf” is a program"),
        ({}, "Choose the file that you share."),
        ({"upload": upload(b"", "slides.pdf")}, "“slides.pdf” is empty"),
        ({"what": "link"}, "Type the address of the page"),
        ({"what": "link", "url": "javascript:alert(1)"}, "Type a whole address"),
        ({"what": "link", "url": "ftp://files.example/a"}, "begins with https:// or http://"),
        ({"what": "link", "url": "https://me:secret@host.example/"}, "name and password"),
        ({"url": "https://a.example/", "upload": upload(a_pdf())}, "You chose a file and typed"),
        ({"what": "link", "url": "https://a.example/", "upload": upload(a_pdf())}, "a link and a"),
        ({"title": "", "upload": upload(a_pdf())}, "Choose the file once more"),
    ],
)  # fmt: skip
def test_resource_new_refuses_in_words_and_keeps_what_was_typed(
    more: dict[str, Any], words: str, staff: StaffMember, client: Client
) -> None:
    client.force_login(staff)
    if "upload" in more:
        more["upload"].seek(0)
    response = client.post(NEW, typed(**more))
    text = response.content.decode()
    assert response.status_code == 200
    assert words in text
    assert "Five minutes at the door." in text
    assert not Resource.objects.exists()
    assert not files()


class Endless(io.RawIOBase):
    """A file of so many bytes that is nowhere."""

    name = "film.pdf"

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        some = min(self.left, 65536 if size < 0 else size)
        self.left -= some
        return b"%PDF-1.7" + b"\0" * (some - 8) if some >= 8 else b"\0" * some


def streamed(client: Client, fields: dict[str, str], size: int, path: str = NEW) -> Any:
    """Post a form with a file of so many bytes, read from the client piece by piece; the file
    comes before the fields, as it does in no form of ours."""
    mark = "mark-between-parts"
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="upload"; filename="film.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    tail = (
        "".join(
            f'\r\n--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'
            for name, value in fields.items()
        )
        + f"\r\n--{mark}--\r\n"
    )
    body = Pieces([io.BytesIO(head), Endless(size), io.BytesIO(tail.encode())])
    length = len(head) + size + len(tail.encode())
    environ = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={mark}",
    }
    return client.generic("POST", path, **environ), body  # type: ignore[arg-type]


class Pieces:
    """Several files as one."""

    def __init__(self, parts: list[Any]) -> None:
        self.parts = parts
        self.taken = 0

    def readline(self, size: int = -1) -> bytes:
        raise NotImplementedError

    def read(self, size: int = -1) -> bytes:
        while self.parts:
            some: bytes = self.parts[0].read(size)
            if some:
                self.taken += len(some)
                return some
            self.parts.pop(0)
        return b""


def test_a_file_of_200_mb_is_refused_within_its_form_and_written_nowhere(
    staff: StaffMember, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(
        "django.core.files.uploadedfile.TemporaryUploadedFile.write",
        lambda self, data: written.append(len(data)),
        raising=False,
    )
    client.force_login(staff)
    response, body = streamed(client, typed(), 200 * 1024 * 1024)
    text = response.content.decode()
    assert response.status_code == 200
    assert "“film.pdf” is larger than 20 MB" in text
    assert "Five minutes at the door." in text
    assert 'value="Retrieval grids"' in text
    assert sum(written) <= 20 * 1024 * 1024
    assert body.taken > 200 * 1024 * 1024
    assert not Resource.objects.exists()
    assert not files()


def test_a_request_of_half_a_gigabyte_is_not_even_read(staff: StaffMember, client: Client) -> None:
    client.force_login(staff)
    response, body = streamed(client, typed(), 500 * 1024 * 1024)
    assert response.status_code == 200
    assert body.taken < 1024 * 1024
    assert not Resource.objects.exists()


@pytest.mark.parametrize("path", [NEW, "/account/login/", "/concern/"])
def test_nothing_that_visitors_send_is_stored(
    path: str, client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("a temporary file for a visitor")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", never)
    response, body = streamed(client, {}, 100_000, path)
    assert response.status_code in {200, 302, 405}
    assert body.taken > 100_000 or path != "/account/login/"


def test_a_form_sent_twice_shares_one_and_keeps_one_file(staff: StaffMember) -> None:
    mark = uuid.uuid4()
    first = make_resource(staff, submission=mark)
    assert make_resource(staff, submission=mark) == first
    assert files() == {first.file.name}


def test_somebody_else_s_mark_says_nothing(staff: StaffMember, other_staff: StaffMember) -> None:
    mark = uuid.uuid4()
    assert make_resource(staff, submission=mark) != make_resource(other_staff, submission=mark)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_share_one(staff: StaffMember) -> None:
    mark = uuid.uuid4()
    gate = threading.Barrier(2)
    made: list[int] = []

    def click() -> None:
        gate.wait()
        made.append(make_resource(staff, submission=mark).pk)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1
    assert len(files()) == 1


def test_nothing_is_left_when_sharing_fails(
    staff: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("the database has gone")

    monkeypatch.setattr(actions, "_refuse_stranger", fail)
    with pytest.raises(RuntimeError):
        make_resource(staff)
    assert not files()
    assert not Resource.objects.exists()


def test_a_day_has_an_end(staff: StaffMember, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "A_DAY", 1)
    make_resource(staff)
    with pytest.raises(ValidationError, match="which is the most"):
        make_resource(staff)
    assert len(files()) == 1
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        make_resource(staff)


# --- Attaching --------------------------------------------------------------------------------


def test_slides_are_attached_by_the_presenter_and_who_runs_the_teachmeet(
    programme: Programme, staff: StaffMember, other_staff: StaffMember, editor: StaffMember,
    pending: StaffMember, coordinator: StaffMember,
) -> None:  # fmt: skip
    may = [p for p in (staff, other_staff, editor, pending, coordinator)
           if can_attach_slides(programme.talk, p)]  # fmt: skip
    assert may == [staff, other_staff, coordinator]
    assert can_attach(programme.teachmeet, staff)
    assert not can_attach(programme.teachmeet, other_staff)
    assert not can_attach(programme.pupils, staff)


def test_resource_new_attaches_slides(
    programme: Programme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    path = f"{NEW}?presentation={programme.talk.pk}"
    assert "Six sorts of cold call" in client.get(path).content.decode()
    client.post(path, typed(upload=upload(a_pptx(), "talk.pptx")))
    assert Resource.objects.get().presentation == programme.talk
    page = client.get(programme.teachmeet.get_absolute_url()).content.decode()
    assert "Retrieval grids" in page
    assert "PowerPoint slides, " in page


def test_visitors_read_that_there_are_slides_and_not_which(
    resource_programme: ResourceProgramme, programme: Programme, client: Client
) -> None:
    page = client.get(programme.teachmeet.get_absolute_url()).content.decode()
    assert "There are slides or links for staff of the partners." in page
    assert "Cold call slides" not in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("presentation=1e3", 404), ("presentation=999999", 404), ("presentation=²", 404),
        ("activity=nowhere", 404), ("activity=debating-for-beginners", 403),
        ("activity=teachmeet-revision-that-sticks", 200),
    ],
)  # fmt: skip
def test_resource_new_of_a_strange_address(
    query: str, status: int, programme: Programme, staff: StaffMember, client: Client
) -> None:
    client.force_login(staff)
    assert client.get(f"{NEW}?{query}").status_code == status


def test_a_talk_that_is_withdrawn_meanwhile_takes_no_slides(
    programme: Programme, other_staff: StaffMember
) -> None:
    resource = Resource(title="Late", uploaded_by=other_staff, presentation=programme.talk)
    withdraw_presentation(programme.talk)
    with pytest.raises(ValidationError, match="no longer attach"):
        share_resource(resource, file=clean())
    assert not files()


# --- Who may see ------------------------------------------------------------------------------


def test_visible_to(
    resource_programme: ResourceProgramme, staff: StaffMember, coordinator: StaffMember,
    colleague: StaffMember, other_staff: StaffMember, administrator: StaffMember,
    pending: StaffMember, visitor: Any,
) -> None:  # fmt: skip
    r = resource_programme
    everything = {r.file, r.link, r.withdrawn, r.held_back, r.slides}
    for person in (staff, coordinator, administrator):
        assert set(Resource.objects.visible_to(person)) == everything
    for person in (colleague, other_staff):
        assert set(Resource.objects.visible_to(person)) == everything - {r.withdrawn}
    for person in (pending, visitor):
        assert not Resource.objects.visible_to(person)


def test_what_hangs_on_a_draft_is_not_seen_by_others(
    staff: StaffMember, other_staff: StaffMember, programme: Programme
) -> None:
    draft = make_activity(staff, "Plans", status="draft", kind="course", audience="staff",
                          category="development", low_year=None, high_year=None)  # fmt: skip
    resource = make_resource(staff, activity=draft)
    assert resource in Resource.objects.visible_to(staff)
    assert resource not in Resource.objects.visible_to(other_staff)


# --- Finding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Cold call slides", "A map of the marsh", "Retrieval grids", "Wall display"]),
        ("q=grid", ["Retrieval grids"]),
        ("q=door", ["Retrieval grids"]),
        ("subject=maths&phase=secondary", [
            "Cold call slides", "A map of the marsh", "Retrieval grids", "Wall display"]),
        ("subject=music", ["Cold call slides", "A map of the marsh", "Wall display"]),
        ("kind=link", ["A map of the marsh"]),
        ("kind=document&q=retrieval", ["Retrieval grids"]),
        ("kind=slides", []),
        ("kind=nonsense&q=marsh", ["A map of the marsh"]),
    ],
)  # fmt: skip
def test_resource_list_is_narrowed(
    query: str, found: list[str], resource_programme: ResourceProgramme, colleague: StaffMember,
    client: Client,
) -> None:  # fmt: skip
    client.force_login(colleague)
    response = client.get(f"/cpd/resources/?{query}")
    assert [row["title"] for row in response.context["rows"]] == found
    if "nonsense" in query:
        assert "is not a kind of resource" in response.content.decode()


def test_resource_list_goes_on_from_a_row(
    staff: StaffMember, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "A_DAY", 50)
    for number in range(43):
        make_resource(staff, f"Page {number}", url=f"https://a.example/{number}")
    client.force_login(staff)
    seen: list[str] = []
    path = "/cpd/resources/?kind=link"
    while path:
        response = client.get(path)
        seen += [row["title"] for row in response.context["rows"]]
        path = response.context["more_url"]
        assert not path or "kind=link" in path
    assert seen == [f"Page {number}" for number in reversed(range(43))]
    assert not client.get("/cpd/resources/?after=1").context["rows"]
    assert client.get("/cpd/resources/?after=x").context["rows"]


# --- Taking -----------------------------------------------------------------------------------


def test_resource_download(
    resource_programme: ResourceProgramme, other_staff: StaffMember, client: Client
) -> None:
    resource = resource_programme.file
    client.force_login(other_staff)
    response = client.post(f"/cpd/resources/{resource.pk}/download/")
    assert response.getvalue() == clean().content
    headers = response.headers
    assert headers["Content-Disposition"] == 'attachment; filename="slides.pdf"'
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert set(headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert response.streaming
    assert ResourceUse.objects.get().school == other_staff.school


def test_a_name_from_people_cannot_leave_its_header(
    staff: StaffMember, other_staff: StaffMember, client: Client
) -> None:
    resource = make_resource(staff)
    Resource.objects.filter(pk=resource.pk).update(file_name='a"; x="ä.pdf')
    client.force_login(other_staff)
    response = client.post(f"/cpd/resources/{resource.pk}/download/")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''a%22")
    response.getvalue()


def test_a_get_takes_nothing(
    resource_programme: ResourceProgramme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    client.get(resource_programme.file.get_absolute_url())
    for page in ("download", "open"):
        assert client.get(f"/cpd/resources/{resource_programme.file.pk}/{page}/").status_code == 405
    assert not ResourceUse.objects.exists()


def test_resource_open_leads_on(
    resource_programme: ResourceProgramme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    link = resource_programme.link
    response = client.post(f"/cpd/resources/{link.pk}/open/")
    assert response["Refresh"] == f"0; url={link.url}"
    assert 'rel="noopener noreferrer"' in response.content.decode()
    assert client.post(f"/cpd/resources/{link.pk}/download/").status_code == 404
    assert client.post(f"/cpd/resources/{resource_programme.file.pk}/open/").status_code == 404
    assert ResourceUse.objects.count() == 1


def test_a_file_that_is_lost_is_said_so(
    resource_programme: ResourceProgramme, other_staff: StaffMember, client: Client,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    resource = resource_programme.file
    default_storage.delete(str(resource.file.name))
    client.force_login(other_staff)
    response = client.post(f"/cpd/resources/{resource.pk}/download/", follow=True)
    assert "cannot be found just now" in response.content.decode()
    assert "is not where it should be" in caplog.text
    assert not ResourceUse.objects.exists()


def test_use_counts_once_for_a_person_and_day(
    staff: StaffMember, other_staff: StaffMember, colleague: StaffMember, editor: StaffMember,
    other: School, client: Client,
) -> None:  # fmt: skip
    resource = make_resource(staff)
    assert not use_resource(resource, by=staff)
    assert use_resource(resource, by=other_staff)
    assert not use_resource(resource, by=other_staff)
    assert use_resource(resource, by=make_staff(other))
    assert use_resource(resource, by=editor)
    assert use_resource(resource, by=colleague)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert use_resource(resource, by=other_staff)
    client.force_login(colleague)
    page = client.get(resource.get_absolute_url()).content.decode()
    assert "Used 4 times by 2 other schools, and once at its own" in page


@pytest.mark.parametrize("name", ["withdrawn", "held_back"])
def test_what_is_off_cannot_be_taken(
    name: str, resource_programme: ResourceProgramme, coordinator: StaffMember, client: Client
) -> None:
    client.force_login(coordinator)
    resource = getattr(resource_programme, name)
    response = client.post(f"/cpd/resources/{resource.pk}/download/", follow=True)
    assert 'role="status"' in response.content.decode()
    assert "Download</button>" not in response.content.decode()
    assert not ResourceUse.objects.exists()


# --- Changing and withdrawing -----------------------------------------------------------------


def test_resource_edit_puts_another_file_in_place(
    staff: StaffMember, client: Client, committed: Any
) -> None:
    resource = make_resource(staff)
    before = resource.file.name
    client.force_login(staff)
    form = client.get(f"/cpd/resources/{resource.pk}/edit/").context["form"]
    with committed():
        client.post(
            f"/cpd/resources/{resource.pk}/edit/",
            typed(upload=upload(a_pdf(), "new.pdf"), seen=form.initial["seen"]),
        )
    resource.refresh_from_db()
    assert (resource.title, resource.file_name) == ("Retrieval grids", "new.pdf")
    assert files() == {resource.file.name}
    assert resource.file.name != before


def test_resource_edit_keeps_the_file_when_it_is_refused(
    staff: StaffMember, client: Client, committed: Any
) -> None:
    resource = make_resource(staff)
    client.force_login(staff)
    with committed():
        response = client.post(
            f"/cpd/resources/{resource.pk}/edit/",
            typed(upload=upload(a_pdf(), "new.pdf"), seen="2020-01-01"),
        )
    assert "Somebody has changed this while you had it open" in response.content.decode()
    assert files() == {resource.file.name}


def test_withdrawing_removes_the_file_once_it_is_written(
    resource_programme: ResourceProgramme, coordinator: StaffMember, other_staff: StaffMember,
    run_tasks: Callable[[], Any], committed: Any,
) -> None:  # fmt: skip
    resource = resource_programme.file
    name = resource.file.name
    with committed():
        assert withdraw_resource(resource, by=coordinator, reason="It is out of date.")
        assert name in files()
    assert name not in files()
    assert not withdraw_resource(resource, by=coordinator, reason="Again.")
    resource.refresh_from_db()
    assert (resource.file.name, resource.withdrawn_by) == ("", coordinator)
    report = ResourceReport.objects.get(pk=resource_programme.report.pk)
    assert (report.outcome, report.answer) == ("withdrawn", "It is out of date.")
    run_tasks()
    assert {letter.to[0] for letter in mail.outbox if "withdrawn" in letter.subject} == {
        resource.uploaded_by.email, other_staff.email,
    }  # fmt: skip
    with pytest.raises(ValidationError, match="withdrawn"):
        edit_resource(resource, file=clean())
    assert name not in files()


def test_a_withdrawal_that_is_not_written_keeps_the_file(staff: StaffMember) -> None:
    resource = make_resource(staff)

    def withdraw_and_fail() -> None:
        with transaction.atomic():
            withdraw_resource(resource, by=staff, reason="No.")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        withdraw_and_fail()
    assert resource.file.name in files()


def test_who_runs_a_teachmeet_withdraws_slides_of_it(
    resource_programme: ResourceProgramme, staff: StaffMember, editor: StaffMember
) -> None:
    assert resource_programme.slides.can_withdraw(staff)
    assert not resource_programme.slides.can_edit(staff)
    assert not resource_programme.slides.can_withdraw(editor)


def test_a_facilitator_runs_the_teachmeet_and_what_is_attached_to_it(
    staff: StaffMember, other_staff: StaffMember, editor: StaffMember
) -> None:
    teachmeet = make_teachmeet(staff, facilitator=editor)
    talk = offer(teachmeet, other_staff)
    offer_presentation(talk)
    slides = make_resource(other_staff, "Slides", presentation=talk)
    plain = Activity.objects.get(pk=teachmeet.pk)
    whole = make_resource(staff, "Programme", activity=plain)
    for resource in (slides, whole):
        assert resource.can_withdraw(editor)
        assert not resource.can_edit(editor)
    assert can_attach(plain, editor)
    assert can_attach(teachmeet, editor)
    assert not can_attach(plain, other_staff)
    assert not whole.can_withdraw(other_staff)


def test_days_are_those_of_kent(staff: StaffMember, client: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC), tick=False):
        resource = make_resource(staff)  # half past midnight on the first of July
        client.force_login(staff)
        listed = client.get("/cpd/resources/").content.decode()
        page = client.get(resource.get_absolute_url()).content.decode()
    assert 'datetime="2026-07-01"' in listed
    assert "2026-06-30" not in listed
    assert "Wed 1 Jul 2026" in page
    assert "30 Jun" not in page


def test_stray_files_go_after_a_day(staff: StaffMember) -> None:
    resource = make_resource(staff)
    default_storage.save("resources/aa/stray", io.BytesIO(b"left over"))
    assert remove_stray_files.func() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        assert remove_stray_files.func() == 1
    assert files() == {resource.file.name}


# --- Reporting --------------------------------------------------------------------------------


def test_a_report_reaches_those_who_can_answer(
    staff: StaffMember, other_staff: StaffMember, administrator: StaffMember,
    coordinator: StaffMember, client: Client, run_tasks: Callable[[], Any],
) -> None:  # fmt: skip
    resource = make_resource(staff)
    client.force_login(other_staff)
    path = f"/cpd/resources/{resource.pk}/report/"
    form = {"problem": "mistake", "words": "7 × 8 is 56.", "submission": str(uuid.uuid4())}
    client.post(path, form)
    client.post(path, form)
    report = ResourceReport.objects.get()
    run_tasks()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        [staff.email, administrator.email, staff.school.coordinator_mailbox]
    )
    assert "7 × 8 is 56." in mail.outbox[0].body
    for person in (staff, coordinator, administrator):
        client.force_login(person)
        assert f"A problem with “{resource}”" in client.get("/home/").content.decode()
    mail.outbox.clear()
    client.force_login(staff)
    answer = {"outcome": "mended", "answer": "Thank you: 56 it is."}
    page = client.post(f"/cpd/resources/{resource.pk}/reports/{report.pk}/answer/", answer,
                       follow=True).content.decode()  # fmt: skip
    assert "Your answer is on its way to Tom Wraight" in page
    run_tasks()
    (letter,) = mail.outbox
    assert letter.to == [other_staff.email]
    assert "Thank you: 56 it is." in letter.body
    client.force_login(other_staff)
    assert "Thank you: 56 it is." in client.get(resource.get_absolute_url()).content.decode()
    client.force_login(staff)
    assert "A problem with" not in client.get("/home/").content.decode()


def test_report_resource_refuses(
    resource_programme: ResourceProgramme, staff: StaffMember, other_staff: StaffMember,
    editor: StaffMember,
) -> None:  # fmt: skip
    def report(resource: Resource, by: StaffMember) -> ResourceReport:
        return report_resource(
            ResourceReport(resource=resource, reported_by=by, problem="other", words="Hm.")
        )

    with pytest.raises(ValidationError, match="shared this yourself"):
        report(resource_programme.file, staff)
    with pytest.raises(ValidationError, match="reported this already"):
        report(resource_programme.file, other_staff)
    with pytest.raises(ValidationError, match="withdrawn in the meantime"):
        report(resource_programme.withdrawn, editor)
    assert ResourceReport.objects.count() == 2


def test_what_may_show_a_pupil_is_held_back_until_it_is_answered(
    resource_programme: ResourceProgramme, coordinator: StaffMember, other_staff: StaffMember
) -> None:
    held: Any = resource_programme.held_back
    assert held.is_held_back
    second = report_resource(
        ResourceReport(resource=held, reported_by=other_staff, problem="pupil", words="A face.")
    )
    first = held.reports.get(problem="pupil", words="Slide 3.")
    answer_report(first, outcome="fine", answer="It is a drawing.", by=coordinator)
    held.refresh_from_db()
    assert held.is_held_back
    answer_report(second, outcome="fine", answer="It is a drawing.", by=coordinator)
    held.refresh_from_db()
    assert not held.is_held_back
    assert use_resource(held, by=other_staff)


@pytest.mark.parametrize("role", ["staff", "coordinator", "administrator"])
def test_who_shared_it_never_clears_that_it_shows_a_pupil(
    role: str, request: pytest.FixtureRequest, other_staff: StaffMember, client: Client,
    run_tasks: Callable[[], Any],
) -> None:  # fmt: skip
    sharer: StaffMember = request.getfixturevalue(role)
    resource: Any = make_resource(sharer)
    report = report_resource(
        ResourceReport(resource=resource, reported_by=other_staff, problem="pupil", words="A face.")
    )
    run_tasks()
    assert "A coordinator of their school other than they" in mail.outbox[0].body
    assert report not in ResourceReport.objects.waiting_for(sharer)
    with pytest.raises(ValidationError, match="Somebody else answers this"):
        answer_report(report, outcome="fine", answer="It is a drawing.", by=sharer)
    client.force_login(sharer)
    page = f"/cpd/resources/{resource.pk}/"
    answer = {"outcome": "fine", "answer": "It is a drawing."}
    assert client.post(f"{page}reports/{report.pk}/answer/", answer).status_code == 403
    words = client.get(page).content.decode()
    assert "You can withdraw it at once" in words
    assert "Answer it" not in words
    resource.refresh_from_db()
    report.refresh_from_db()
    assert resource.is_held_back
    assert report.is_open
    assert not report.answer
    another = make_staff(sharer.school, "coordinator", name="Ruth Amos")
    assert report in ResourceReport.objects.waiting_for(another)
    assert answer_report(report, outcome="fine", answer="It is a drawing.", by=another)
    resource.refresh_from_db()
    assert not resource.is_held_back
    report_resource(
        ResourceReport(resource=resource, reported_by=other_staff, problem="pupil", words="Again.")
    )
    assert withdraw_resource(resource, by=sharer, reason="Off it goes.")
    assert not resource.reports.open().exists()


def test_nobody_answers_a_report_that_is_not_theirs(
    resource_programme: ResourceProgramme, editor: StaffMember
) -> None:
    with pytest.raises(ValidationError, match="Somebody else answers this"):
        answer_report(resource_programme.report, outcome="fine", answer="No.", by=editor)
    assert ResourceReport.objects.get(pk=resource_programme.report.pk).is_open


def test_answer_report_withdraws_and_is_idempotent(
    resource_programme: ResourceProgramme, staff: StaffMember, coordinator: StaffMember
) -> None:
    report = resource_programme.report
    assert answer_report(report, outcome="withdrawn", answer="Off it goes.", by=staff)
    assert Resource.objects.get(pk=report.resource_id).is_withdrawn
    assert not answer_report(report, outcome="withdrawn", answer="Off it goes.", by=staff)
    with pytest.raises(ValidationError, match="answered this already"):
        answer_report(report, outcome="fine", answer="It stays.", by=coordinator)


def test_nobody_answers_their_own_report(
    resource_programme: ResourceProgramme, coordinator: StaffMember, client: Client
) -> None:
    report = report_resource(
        ResourceReport(
            resource=resource_programme.link, reported_by=coordinator, problem="broken", words="No."
        )
    )
    client.force_login(coordinator)
    path = f"/cpd/resources/{resource_programme.link.pk}/reports/{report.pk}/answer/"
    assert client.get(path).status_code == 403


# --- What the database holds ------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        {"title": ""}, {"url": "https://a.example/"}, {"size": None}, {"size": 0},
        {"size": 20 * 1024 * 1024 + 1}, {"sha256": ""}, {"sha256": "x" * 64}, {"file": ""},
        {"file_name": ""}, {"content_type": ""}, {"what": "link"}, {"phase": "y7"},
        {"licence": "mine"}, {"withdraw_reason": "No."}, {"withdrawn_at": timezone.now()},
    ],
)  # fmt: skip
def test_a_resource_that_cannot_be_is_refused(columns: dict[str, Any], staff: StaffMember) -> None:
    resource = make_resource(staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(pk=resource.pk).update(**columns)


def test_a_link_that_cannot_be_is_refused(staff: StaffMember, programme: Programme) -> None:
    link = make_resource(staff, url="https://a.example/", presentation=programme.talk)
    for columns in (
        {"url": "javascript:alert(1)"}, {"url": ""}, {"file": "x"}, {"size": 4},
        {"activity": programme.teachmeet},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Resource.objects.filter(pk=link.pk).update(**columns)


def test_a_report_is_answered_as_a_whole(
    resource_programme: ResourceProgramme, staff: StaffMember
) -> None:
    for columns in (
        {"outcome": "fine"}, {"answer": "Yes."}, {"answered_at": timezone.now()}, {"words": ""},
        {"problem": "no"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            ResourceReport.objects.filter(pk=resource_programme.report.pk).update(**columns)


def test_words() -> None:
    assert size_words(10) == "1 KB"
    assert size_words(655_360) == "640 KB"
    assert size_words(2_400_000) == "2.3 MB"
    assert kind_words("application/pdf", 655_360, "") == "PDF, 640 KB"
    assert kind_words("", None, "https://a.example/x") == "Link to a.example"
    assert used_words(0, 0) == "Not used yet"
    assert used_words(0, 0, 2) == "Used twice at its own school"
    assert used_words(14, 5) == "Used 14 times by 5 other schools"
    assert used_words(1, 1, 1) == "Used once by 1 other school, and once at its own"


def test_what_hangs_on_a_meeting_is_for_the_members_of_its_group(
    browse, clusters, other_staff, other_coordinator
):
    resource = make_resource(other_staff, activity=clusters.past)
    page = resource.get_absolute_url()
    assert browse(other_staff).get(page).status_code == 200
    outsider = browse(other_coordinator)  # of the school of who shared it
    for path in ("", "edit/", "withdraw/", "report/"):
        assert outsider.get(f"{page}{path}").status_code == 404
    assert resource.title not in outsider.get("/cpd/resources/").content.decode()
    join_group(clusters.group, person=other_coordinator)
    assert outsider.get(f"{page}edit/").status_code == 200


def test_an_address_that_no_database_can_look_for_finds_nothing(browse, staff):
    assert browse(staff).get("/cpd/resources/new/?activity=%00").status_code == 404
