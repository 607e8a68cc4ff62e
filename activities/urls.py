from django.urls import path, register_converter

from activities import views
from activities.addresses import YearGroupConverter

register_converter(YearGroupConverter, "year_group")

app_name = "activities"
urlpatterns = [
    path("whats-on/", views.whats_on, name="whats_on"),
    path("pupils/", views.pupils, name="pupils"),
    path("activities/new/", views.activity_new, name="activity_new"),
    path("activities/<slug:slug>/publish/", views.activity_publish, name="activity_publish"),
    path("activities/<slug:slug>/book/", views.booking_edit, name="booking_edit"),
    path("activities/<slug:slug>/withdraw/", views.booking_withdraw, name="booking_withdraw"),
    path("activities/<slug:slug>/accept/", views.booking_accept, name="booking_accept"),
    path("activities/<slug:slug>/bookings/", views.booking_list, name="booking_list"),
    path("activities/<slug:slug>/bookings/<int:pk>/move/", views.booking_move, name="booking_move"),
    path(
        "activities/<slug:slug>/bookings/<int:pk>/release/",
        views.booking_release,
        name="booking_release",
    ),
    path("activities/<slug:slug>/waiting-list/", views.waiting_list, name="waiting_list"),
    path("activities/<slug:slug>/shares/", views.share_list, name="share_list"),
    path("bookings/<str:token>/", views.give_back, name="give_back"),
    path("activities/<slug:slug>/cover.svg", views.activity_cover, name="activity_cover"),
    # Series
    path("series/", views.series_list, name="series_list"),
    path("series/new/", views.series_new, name="series_new"),
    path("series/<slug:slug>/", views.series_detail, name="series_detail"),
    path("series/<slug:slug>/add/", views.session_new, name="session_new"),
    path("series/<slug:slug>/book/", views.series_book, name="series_book"),
    path("series/<slug:slug>/edit/", views.series_edit, name="series_edit"),
    path("series/<slug:slug>/register/", views.series_register, name="series_register"),
    path("series/<slug:slug>/publish/", views.series_publish, name="series_publish"),
    path("series/<slug:slug>/withdraw/", views.series_withdraw, name="series_withdraw"),
    path("series/<slug:slug>/calendar.ics", views.series_calendar, name="series_calendar"),
    path("series/<slug:slug>/dates.csv", views.series_dates, name="series_dates"),
    # Fixtures
    path("fixtures/", views.fixture_list, name="fixture_list"),
    path("fixtures/new/", views.fixture_new, name="fixture_new"),
    path("fixtures/<slug:sport>/", views.fixture_sport, name="fixture_sport"),
    path("activities/<slug:slug>/result/", views.fixture_result, name="fixture_result"),
    path("activities/<slug:slug>/postpone/", views.fixture_postpone, name="fixture_postpone"),
    path("activities/<slug:slug>/travel/", views.fixture_travel, name="fixture_travel"),
    path("activities/<slug:slug>/fixture-card/", views.fixture_card, name="fixture_card"),
    # Debates
    path("debates/new/", views.debate_new, name="debate_new"),
    path("activities/<slug:slug>/debate-result/", views.debate_result, name="debate_result"),
    path("debating/", views.debating_list, name="debating_list"),
    path("debating/<slug:slug>/", views.debating_detail, name="debating_detail"),
    # Leadership programmes, community projects and volunteer hours
    path("leadership/", views.leadership_list, name="leadership_list"),
    path("leadership/<slug:slug>/", views.leadership_detail, name="leadership_detail"),
    path(
        "leadership/<slug:slug>/certificates/",
        views.leadership_certificates,
        name="leadership_certificates",
    ),
    path(
        "leadership/<slug:slug>/certificates/<slug:school>.pdf",
        views.leadership_certificate,
        name="leadership_certificate",
    ),
    path("projects/new/", views.project_new, name="project_new"),
    path("organisations/", views.organisation_list, name="organisation_list"),
    path("organisations/new/", views.organisation_new, name="organisation_new"),
    path("organisations/<int:pk>/edit/", views.organisation_edit, name="organisation_edit"),
    path("activities/<slug:slug>/hours/", views.hours_edit, name="hours_edit"),
    path("volunteer-hours/", views.hours_list, name="hours_list"),
    path("volunteer-hours/<int:year>.csv", views.hours_csv, name="hours_csv"),
    path("volunteer-hours/<int:year>.pdf", views.hours_certificate, name="hours_certificate"),
]

# Performances and competitions
urlpatterns += [
    path("performances/", views.performance_list, name="performance_list"),
    path("performances/new/", views.performance_new, name="performance_new"),
    path("activities/<slug:slug>/roles/", views.performance_roles, name="performance_roles"),
    path("activities/<slug:slug>/seats/", views.audience_seats, name="audience_seats"),
    path(
        "activities/<slug:slug>/seats/withdraw/",
        views.audience_seats_withdraw,
        name="audience_seats_withdraw",
    ),
    path("competitions/", views.competition_list, name="competition_list"),
    path("competitions/new/", views.competition_new, name="competition_new"),
    path("activities/<slug:slug>/entries/", views.competition_entries, name="competition_entries"),
    path(
        "activities/<slug:slug>/entries/<int:pk>/edit/",
        views.competition_entry_edit,
        name="competition_entry_edit",
    ),
    path(
        "activities/<slug:slug>/entries/<int:pk>/withdraw/",
        views.competition_entry_withdraw,
        name="competition_entry_withdraw",
    ),
    path("activities/<slug:slug>/awards/", views.competition_awards, name="competition_awards"),
]

# For pupils and families, by year group and by school
urlpatterns += [
    path("for/", views.for_choose, name="for_choose"),
    path("for/<year_group:year>/", views.for_year, name="for_year"),
    path("for/<year_group:year>/calendar.ics", views.for_year_calendar, name="for_year_calendar"),
    path("for/<slug:slug>/", views.for_school, name="for_school"),
    path("for/<slug:slug>/<year_group:year>/", views.for_school_year, name="for_school_year"),
    path("for/<slug:slug>/calendar.ics", views.for_school_calendar, name="for_school_calendar"),
    path(
        "for/<slug:slug>/<year_group:year>/calendar.ics",
        views.for_school_year_calendar,
        name="for_school_year_calendar",
    ),
    # Charity: appeals, collections counted by two adults, and their way to the bank
    path("charity/", views.charity, name="charity"),
    path("charity/new/", views.appeal_new, name="appeal_new"),
    path("charity/money/", views.charity_money, name="charity_money"),
    path("charity/money.csv", views.charity_money_csv, name="charity_money_csv"),
    path("charity/money.xlsx", views.charity_money_xlsx, name="charity_money_xlsx"),
    path("charity/money/new/", views.banking_new, name="banking_new"),
    path("charity/money/<int:pk>/", views.banking_detail, name="banking_detail"),
    path("charity/money/<int:pk>/explain/", views.banking_explain, name="banking_explain"),
    path("charity/money/<int:pk>/take-back/", views.banking_take_back, name="banking_take_back"),
    path("charity/collections/", views.collection_list, name="collection_list"),
    path("charity/collections/<int:pk>/", views.collection_detail, name="collection_detail"),
    path("charity/collections/<int:pk>/check/", views.collection_check, name="collection_check"),
    path(
        "charity/collections/<int:pk>/correct/", views.collection_correct, name="collection_correct"
    ),
    path(
        "charity/collections/<int:pk>/withdraw/",
        views.collection_withdraw,
        name="collection_withdraw",
    ),
    path("charity/<slug:slug>/", views.appeal_detail, name="appeal_detail"),
    path("charity/<slug:slug>/edit/", views.appeal_edit, name="appeal_edit"),
    path("charity/<slug:slug>/close/", views.appeal_close, name="appeal_close"),
    path("charity/<slug:slug>/reopen/", views.appeal_reopen, name="appeal_reopen"),
    path("charity/<slug:slug>/withdraw/", views.appeal_withdraw, name="appeal_withdraw"),
    path("charity/<slug:slug>/collections/new/", views.collection_new, name="collection_new"),
    # Feedback, by the link of the closing slide
    path("feedback/<str:code>/", views.feedback_give, name="feedback_give"),
    path("feedback/<str:code>/thanks/", views.feedback_thanks, name="feedback_thanks"),
    # Posters for notice boards
    path("activities/<slug:slug>/poster/", views.poster, name="poster"),
    path("activities/<slug:slug>/poster.pdf", views.poster_document, name="poster_document"),
    path("series/<slug:slug>/poster/", views.series_poster, name="series_poster"),
    path(
        "series/<slug:slug>/poster.pdf", views.series_poster_document, name="series_poster_document"
    ),
]
