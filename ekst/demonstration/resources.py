"""What colleagues have shared: slides of the past TeachMeets, sheets and links, with who used
them and one report that waits for its answer."""

import datetime as dt
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass

from django.core.files.uploadedfile import TemporaryUploadedFile

from cpd.actions import report_resource, share_resource, use_resource
from cpd.forms import ResourceForm, ResourceReportForm
from cpd.models import Presentation, Resource, can_attach_slides
from ekst.demonstration.clock import clock_at
from ekst.demonstration.files import docx_of, pdf_of, png_of, pptx_of
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import accepted, allowed, lot
from schools.calendar import at, local


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A resource as its colleague typed it, so many days ago; `talk` is the title of the talk
    that it belongs to. `used` names who took it since, on days of their own."""

    by: str
    days_ago: int
    title: str
    description: str
    subject: str = "any"
    phase: str = "any"
    licence: str = "partners"
    talk: str = ""
    name: str = ""
    lines: Sequence[str] = ()
    bars: Sequence[int] = ()
    url: str = ""
    used: Sequence[str] = ()


SHARED = (
    Shared(
        by="Callum Reid", days_ago=40, talk="What would have to be true?",
        title="What would have to be true? The slides",
        description="Seven slides, one question each. The last is empty on purpose.",
        subject="history", phase="secondary", name="What would have to be true.pptx",
        lines=("What would have to be true for this source to be wrong?",
               "Who would have to have seen it?", "What would they have gained?",
               "What would you need to see?", "Your turn"),
        used=("Helen Marsh", "Frances Quill", "Imran Sheikh", "Tom Adeyemi", "Habiba Yusuf"),
    ),
    Shared(
        by="Bridget Doyle", days_ago=39,
        talk="Waiting seven seconds, and what happens in the fifth",
        title="Seven seconds: a card for the desk",
        description="Count in your head. Print two on a page; the second is for a colleague.",
        phase="secondary", licence="by", name="Seven seconds.pdf",
        lines=("One. You have asked.", "Two. Nobody moves.", "Three. You want to help. Do not.",
               "Four. Somebody looks at the window.", "Five. Somebody looks at you.",
               "Six. A hand.", "Seven. Now."),
        used=("Callum Reid", "Kate Lister", "Grace Holloway", "Martin Sealey", "Helen Marsh",
              "Farah Siddiqui", "Beth Lomax"),
    ),
    Shared(
        by="Habiba Yusuf", days_ago=38, talk="Yes, no, and a third card",
        title="The third card, to print",
        description="On yellow, if you have it.", name="Third card.docx",
        lines=("Yes.", "No.", "I would like to hear somebody else first."),
        used=("Nell Sturgess", "Amina Diallo"),
    ),
    Shared(
        by="Dev Chatterjee", days_ago=38, talk="What do you hear now?",
        title="Sounds for “What do you hear now?”",
        description="Twelve recordings of one minute, from a market to a marsh at night.",
        subject="music", licence="by-nc", url="https://sounds.example/what-do-you-hear",
        used=("Amina Diallo", "Rob Tapsell", "Isobel Fenn"),
    ),
    Shared(
        by="Ruby Lindqvist", days_ago=60, talk="What trainees notice before we do",
        title="What trainees notice: forty notes",
        description="From their first fortnight, without names. Read it before you welcome one.",
        name="What trainees notice.pdf",
        lines=("The door is where the lesson begins.", "Nobody told us where the kettle is.",
               "The quiet corner is quiet because it cannot see the board."),
        used=("Ruth Calloway", "Owen Price"),
    ),
    Shared(
        by="Rob Tapsell", days_ago=61, talk="Boots on, eyes up",
        title="Boots on, eyes up: five ways into an outdoor lesson",
        description="For a class that has walked in from the rain.", subject="pe",
        phase="primary", name="Boots on.pptx",
        lines=("Stand. Listen. Point.", "One thing that was not here yesterday",
               "Find three of anything"),
        used=("Joe Finnis", "Nathan Cole"),
    ),
    Shared(
        by="Helen Marsh", days_ago=21, title="Retrieval grids for Year 9 algebra",
        description="Nine boxes, three weeks old, three terms old, three from last year. Ten "
        "minutes a week.",
        subject="maths", phase="secondary", licence="by-sa", name="Retrieval grids Year 9.docx",
        lines=("Expand 3(x + 4).", "What is 7 × 8 + 1?", "Draw y = 2x.", "Name a prime above 90."),
        used=("Callum Reid", "Frances Quill", "Kate Lister", "Tom Adeyemi"),
    ),
    Shared(
        by="Beth Lomax", days_ago=17, title="Minutes of reading, before and after",
        description="What a fortnight of reading aloud did in one class: each bar a table.",
        subject="english", phase="primary", licence="free", name="Minutes of reading.png",
        bars=(35, 52, 48, 71, 90), used=("Nell Sturgess", "Alistair Boyd"),
    ),
    Shared(
        by="Owen Price", days_ago=14, title="Cues you can touch: how to make a set",
        description="Felt, sandpaper, a shoebox. Costs four pounds.", subject="send",
        licence="by", name="Cues you can touch.pdf",
        lines=("Cut twelve squares, the length of a thumb.", "Same cue, same place, same day.",
               "Let them choose the last one."),
        used=("Joanna Pike", "Beth Lomax", "Rob Tapsell"),
    ),
    Shared(
        by="Kwame Boateng", days_ago=11, title="A map of the coast in 1600, laid over today",
        description="Slide the bar and watch Romney Marsh turn to sea. Good for a whole lesson.",
        subject="geography", phase="secondary", url="https://maps.example/kent/1600",
        used=("Callum Reid", "Helen Marsh"),
    ),
    Shared(
        by="Farah Siddiqui", days_ago=8, title="Words for sea in twenty-six languages",
        description="Collected by our pupils’ families, with how to say them.",
        subject="languages", licence="by", name="Words for sea.docx",
        lines=("Mor. Hav. Deniz. Mare. Umi.", "Say it, then listen to who smiles."),
        used=("Bridget Doyle",),
    ),
    Shared(
        by="Frances Quill", days_ago=4, title="Flashcards that a pupil wrote: the template",
        description="Question, answer, and a line for “how I got it wrong last time”.",
        name="Flashcards.docx", lines=("Question", "Answer", "How I got it wrong last time"),
    ),
)  # fmt: skip

REPORTED = (
    "Retrieval grids for Year 9 algebra", "Kate Lister", 2,
    "In the second box it should say 7 × 8 + 1 = 57, and the answers say 56.",
)  # fmt: skip


def share_resources(of: Partnership, today: dt.date) -> None:
    """Share everything in the order of its days, use it, and report one."""
    shared = {}
    for plan in sorted(SHARED, key=lambda plan: -plan.days_ago):
        shared[plan.title] = _share(plan, of, today)
    title, by, days_ago, words = REPORTED
    resource, reporter = shared[title], of.staff[by]
    with clock_at(_moment(today, days_ago, title, by)):
        allowed(resource.can_report(reporter), reporter, f"report {title}")
        form = ResourceReportForm(
            {"problem": "mistake", "words": words}, resource=resource, reported_by=reporter
        )
        report_resource(accepted(form, title).save(commit=False))


def _moment(today: dt.date, days_ago: int, *words: str) -> dt.datetime:
    return at(today - dt.timedelta(days=days_ago), dt.time(16, lot(*words) % 60))


def _share(plan: Shared, of: Partnership, today: dt.date) -> Resource:
    by = of.staff[plan.by]
    talk, days_ago = None, plan.days_ago
    if plan.talk:
        talk = Presentation.objects.select_related("teachmeet").get(title=plan.talk, presenter=by)
        allowed(can_attach_slides(talk, by), by, f"attach to {plan.talk}")
        # The evening after, whichever day the TeachMeet fell on.
        days_ago = (today - local(talk.teachmeet.ends_at).date()).days - 1
    data = {
        "title": plan.title,
        "description": plan.description,
        "what": "link" if plan.url else "file",
        "url": plan.url,
        "subject": plan.subject,
        "phase": plan.phase,
        "licence": plan.licence,
    }
    with ExitStack() as open_files, clock_at(_moment(today, days_ago, plan.title)):
        files = {} if plan.url else {"upload": open_files.enter_context(closing(_file(plan)))}
        form = accepted(ResourceForm(data, files, user=by, target=talk), plan.title)
        resource = share_resource(form.save(commit=False), file=form.file)
    for number, name in enumerate(plan.used, start=1):
        day = max(0, days_ago - number * max(1, days_ago // (len(plan.used) + 1)))
        with clock_at(_moment(today, day, plan.title, name)):
            use_resource(resource, by=of.staff[name])
    return resource


def _file(plan: Shared) -> TemporaryUploadedFile:
    """The file as a browser sends it."""
    heading = plan.title.partition(":")[0]
    ending = plan.name.rpartition(".")[2]
    make = {"pdf": pdf_of, "docx": docx_of, "pptx": pptx_of}
    content = png_of(plan.bars) if ending == "png" else make[ending](heading, plan.lines)
    file = TemporaryUploadedFile(plan.name, "", len(content), None)
    file.write(content)
    file.flush()
    file.seek(0)
    return file
