from django.urls import path

from activities import views

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
