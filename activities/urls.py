from django.urls import path, register_converter

from activities import views
from activities.addresses import YearGroupConverter

register_converter(YearGroupConverter, "year_group")

app_name = "activities"
urlpatterns = [
    path("whats-on/", views.whats_on, name="whats_on"),
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
    path("for/<slug:slug>/", views.for_school, name="for_school"),
    path("for/<slug:slug>/<year_group:year>/", views.for_school_year, name="for_school_year"),
    path("for/<slug:slug>/calendar.ics", views.for_school_calendar, name="for_school_calendar"),
    path(
        "for/<slug:slug>/<year_group:year>/calendar.ics",
        views.for_school_year_calendar,
        name="for_school_year_calendar",
    ),
]
