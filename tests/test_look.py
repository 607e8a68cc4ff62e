"""The look's rules that no eye need watch: lints over all templates, and the form pack's markup."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.template.loader import get_template, render_to_string

from schools.layout import Actions, Choices, Group, Link, Note, Pairs, Press, WithUnit

ROOT: Path = settings.BASE_DIR
TEMPLATES = ROOT / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FILES = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()
)
OWN_APPS = ("ekst", "cpd", "magazine", "activities", "ledger", "schools")

CALLED_BY_NAME = re.compile(
    # Django, by the kind of refusal.
    r"(400|403|404|500|403_csrf)\.html"
    # django-allauth: its pages, the parts that they are made of, its messages and emails.
    r"|account/[a-z_]+\.html|account/(email|messages)/[a-z_]+\.txt"
    r"|allauth/(elements|layouts)/[a-z0-9_]+\.html"
    # django-crispy-forms, as the template pack `ekst`.
    r"|ekst/(field|errors|uni_form|whole_uni_form)\.html"
    r"|ekst/layout/(fieldset|div|buttonholder|baseinput)\.html"
    # Django's admin.
    r"|admin/.+\.html"
)

LOOPS_THAT_INCLUDE = {
    "ekst/uni_form.html",  # the fields of one form
    "ekst/whole_uni_form.html",
    "activities/whats_on.html",  # each day is a list of its own
    "ledger/statement.html",  # its three tables
    "ledger/statement_print.html",
}


def source(name: str) -> str:
    return (TEMPLATES / name).read_text()


def tags(name: str, element: str) -> Iterator[str]:
    """Each opening tag of an element; template tags inside may hold a ">" of their own."""
    for match in re.finditer(
        rf"<{element}\b(?:{{%.*?%}}|{{{{.*?}}}}|[^>])*>", source(name), re.DOTALL
    ):
        yield match[0]


@pytest.mark.parametrize("name", PAGES)
def test_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_no_style_or_script_stands_in_a_page(name: str) -> None:
    text = source(name)

    assert "<style" not in text
    assert not re.search(r"""[\s"'}]style\s*=""", text)
    assert not re.search(r"""[\s"'}]on[a-z]+\s*=\s*["']""", text)
    assert "javascript:" not in text
    assert all(" src=" in tag for tag in tags(name, "script"))


@pytest.mark.parametrize("name", PAGES)
def test_every_image_has_an_alternative(name: str) -> None:
    assert all(" alt=" in tag for tag in tags(name, "img"))


@pytest.mark.parametrize("name", PAGES)
def test_drawings_are_hidden_from_screen_readers_or_named(name: str) -> None:
    drawings = tags(name, "svg")

    assert all('aria-hidden="true"' in tag or "aria-label" in tag for tag in drawings)


@pytest.mark.parametrize("name", PAGES)
def test_every_form_that_posts_carries_its_token(name: str) -> None:
    text = source(name)
    posts = [
        tag for tag in tags(name, "form") if re.search(r"""method=["']post""", tag, re.IGNORECASE)
    ]
    if name == "allauth/elements/form.html":
        return  # the token comes with the slot that allauth's own pages fill
    if name in {"activities/give_back.html", "cpd/offer_by_link.html"}:
        return  # the link itself is the authority, and visitors' pages set no cookie

    assert text.count("{% csrf_token %}") >= len(posts)
    assert "method='" not in text


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_loaded_from_another_host(name: str) -> None:
    assert not re.search(r"""(src|srcset|action)\s*=\s*["'](https?:)?//""", source(name))
    assert not any(re.search(r"""href=["'](https?:)?//""", tag) for tag in tags(name, "link"))


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("admin/")])
def test_pages_stand_on_two_levels(name: str) -> None:
    extended = re.findall(r"""{%\s*extends\s+["']([^"']+)""", source(name))

    frame = "document.html" if name.endswith("_document.html") else "base.html"
    assert extended in ([], [frame])


@pytest.mark.parametrize("name", sorted(set(PAGES) - LOOPS_THAT_INCLUDE))
def test_no_list_includes_a_template_for_every_row(name: str) -> None:
    depth = 0
    for tag in re.findall(r"{%\s*(for|endfor|include)\b", source(name)):
        depth += {"for": 1, "endfor": -1}.get(tag, 0)
        assert tag != "include" or depth == 0


def test_no_template_is_unused() -> None:
    mentioned = "".join(source(name) for name in FILES)
    mentioned += "".join(
        path.read_text()
        for app in OWN_APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    )

    unused = [
        name
        for name in FILES
        if not CALLED_BY_NAME.fullmatch(name)
        and f'"{name}"' not in mentioned
        and f"'{name}'" not in mentioned
    ]

    assert unused == []


def test_styles_fetch_only_what_lies_beside_them() -> None:
    for path in (ROOT / "static" / "css").glob("*.css"):
        text = path.read_text()
        assert "@import" not in text
        for address in re.findall(r"""url\(["']?([^"')]+)""", text):
            assert (path.parent / address).resolve().is_file(), address


def test_words_that_the_partners_do_not_use() -> None:
    for name in FILES:
        found = re.search(r"\b(outreach|donors?|beneficiar\w+)\b", source(name), re.IGNORECASE)
        assert not found, f"{name}: {found}"


# --- The template pack ----------------------------------------------------------------------


class MeetingForm(forms.Form):
    theme = forms.CharField(help_text="A few plain words.", max_length=10)
    room = forms.CharField(required=False, widget=forms.TextInput(attrs={"placeholder": "Hall"}))
    starts_at = forms.CharField(label="Starts", help_text="Such as 4.15pm")
    ends_at = forms.CharField(label="Ends")
    slot_minutes = forms.IntegerField(label="Speaking time")
    open_to = forms.ChoiceField(
        choices=[("partners", "The partners"), ("anyone", "Anyone")], widget=forms.RadioSelect
    )
    remote = forms.BooleanField(
        label="People may join online", required=False, help_text="The link stays hidden."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Group("When", Pairs("starts_at", Field("ends_at", css_class="w-8"))),
            Group(
                "What",
                "theme",
                "room",
                WithUnit("slot_minutes", "minutes"),
                Choices("open_to", hints={"anyone": "They book with a work email."}),
                "remote",
            ),
            Note("Sponsors come later, so there is no box for them."),
            Actions(Press("Post it"), Press("Save", name="draft", quiet=True), Link("Back", "/")),
        )

    def clean(self) -> None:
        if self.cleaned_data.get("ends_at") == "4pm":
            self.add_error("ends_at", "It must end <after> it starts")
        if self.cleaned_data.get("theme") == "Clash":
            raise forms.ValidationError("The hall is taken.")


def drawn(data: dict[str, str] | None = None) -> str:
    html = render_crispy_form(MeetingForm(data), context={"csrf_token": "token"})
    return re.sub(r"\s+", " ", html).replace("> <", "><")


def test_field_ties_label_hint_and_control() -> None:
    html = drawn()

    assert (
        '<div id="div_id_theme" class="field"><label for="id_theme">Theme</label>'
        '<p class="hint" id="id_theme_hint">A few plain words.</p>'
    ) in html
    (control,) = re.findall(r'<input[^>]*name="theme"[^>]*>', html)
    assert control.count("aria-describedby") == 1
    assert 'aria-describedby="id_theme_hint"' in control
    assert "helptext" not in html
    assert "aria-invalid" not in html
    assert 'class="errors"' not in html


def test_field_says_that_it_is_optional_and_has_no_placeholder() -> None:
    html = drawn()

    assert '<label for="id_room">Room <span class="optional">(optional)</span></label>' in html
    assert "placeholder" not in html
    assert html.count("(optional)") == 1


def test_layout_draws_groups_pairs_units_choices_and_buttons() -> None:
    html = drawn()

    assert '<fieldset class="group"><legend>When</legend><div class="pairs">' in html
    assert re.search(r'<div class="with-unit"><input [^>]*class="w-3"[^>]*> minutes</div>', html)
    assert (
        '<label for="id_open_to_1">Anyone</label>'
        '<p class="hint" id="id_open_to_1_hint">They book with a work email.</p>'
    ) in html
    assert re.search(r'id="id_open_to_1"[^>]*aria-describedby="id_open_to_1_hint"', html)
    assert '<button class="button" type="submit">Post it</button>' in html
    assert '<button class="button quiet" type="submit" name="draft" value="1">Save</button>' in html
    assert '<a href="/">Back</a></div>' in html
    assert '<p class="soft">Sponsors come later, so there is no box for them.</p>' in html
    assert html.count("csrfmiddlewaretoken") == 1


def test_errors_stand_in_a_summary_and_beside_the_field() -> None:
    html = drawn(
        {
            "theme": "Clash",
            "starts_at": "4.15pm",
            "ends_at": "4pm",
            "slot_minutes": "70",
        }
    )

    assert "Three things to put right</h2>" in html
    summary = html[html.index('class="errors"') : html.index("<form")]
    assert re.findall(r"<li>(.*?)</li>", summary) == [
        "The hall is taken.",
        '<a href="#id_ends_at">It must end &lt;after&gt; it starts</a>',
        '<a href="#id_open_to_0">Open to: choose one.</a>',
    ]
    assert '<div id="div_id_ends_at" class="field wrong">' in html
    assert (
        '<p class="error" id="id_ends_at_error"><span class="unseen">Error:</span> '
        "It must end &lt;after&gt; it starts</p>"
    ) in html
    (control,) = re.findall(r'<input[^>]*name="ends_at"[^>]*>', html)
    assert 'value="4pm"' in control
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_ends_at_error"' in control
    assert '<fieldset aria-describedby="id_open_to_error">' in html


def test_one_error_is_one_thing() -> None:
    html = drawn(
        {
            "theme": "Far too long a theme",
            "starts_at": "4pm",
            "ends_at": "5pm",
            "slot_minutes": "70",
            "open_to": "anyone",
        }
    )

    assert "One thing to put right</h2>" in html
    assert "Theme: use at most 10 characters" in html


def test_refused_form_changes_the_title_and_loads_the_script_that_takes_focus() -> None:
    refused = render_to_string("account/password_reset.html", {"form": EmailForm({})})
    fresh = render_to_string("account/password_reset.html", {"form": EmailForm()})

    assert "<title>Error: A new password · East Kent" in refused
    assert "js/errors.js" in refused
    assert "data-takes-focus" in refused
    assert "<title>A new password · East Kent" in fresh
    assert "<script" not in fresh


class EmailForm(forms.Form):
    email = forms.EmailField()


@pytest.mark.parametrize(
    "name", ["account/request_login_code.html", "account/signup_by_passkey.html"]
)
def test_pages_of_allauth_that_we_did_not_write_look_like_ours(name: str) -> None:
    html = render_to_string(name, {"form": EmailForm({})})

    assert 'class="masthead deep"' in html
    assert '<div id="div_id_email" class="field wrong">' in html
    assert 'class="errors"' in html
    assert '<button class="button" type="submit"' in html
