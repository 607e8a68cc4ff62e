"""Every address of the portal. Kinds of activities share theirs: see `ekst.views.kinds`."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.cache import never_cache

from ekst import views
from ekst.health import healthz
from schools import views as schools_views

urlpatterns = [
    path("", views.home, name="home"),
    path("home/", views.staff_home, name="staff_home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("cookies/", views.cookies, name="cookies"),
    path("contact/", views.contact, name="contact"),
    path("concern/", views.concern, name="concern"),
    path("search/", views.search, name="search"),
    path("healthz", never_cache(healthz), name="healthz"),
    path("", include("activities.urls")),
    path("", include("cpd.urls")),
    path("", include("ledger.urls")),
    path("", include("magazine.urls")),
    path("schools/<slug:slug>/", views.school_detail, name="school_detail"),
    path("", include("schools.urls")),
    path("activities/<slug:slug>/", views.activity_detail, name="activity_detail"),
    path("activities/<slug:slug>/calendar.ics", views.activity_calendar, name="activity_calendar"),
    path("whats-on/<int:year>/<int:month>/", views.month, name="month"),
    path("whats-on.ics", views.whats_on_calendar, name="whats_on_calendar"),
    path("activities/<slug:slug>/edit/", views.activity_edit, name="activity_edit"),
    path("activities/<slug:slug>/cancel/", views.activity_cancel, name="activity_cancel"),
    path("activities/<slug:slug>/copy/", views.activity_copy, name="activity_copy"),
    path("activities/<slug:slug>/attendance/", views.attendance_confirm, name="attendance_confirm"),
    path(
        "activities/<slug:slug>/attendance/correct/",
        views.attendance_correct,
        name="attendance_correct",
    ),
    path("activities/<slug:slug>/register/", views.attendance_register, name="attendance_register"),
    path("activities/<slug:slug>/feedback/", views.feedback_list, name="feedback_list"),
    path("activities/<slug:slug>/feedback/slide/", views.feedback_slide, name="feedback_slide"),
    path("activities/<slug:slug>/feedback/link/", views.feedback_renew, name="feedback_renew"),
    path(
        "activities/<slug:slug>/feedback/<uuid:pk>/",
        views.feedback_moderate,
        name="feedback_moderate",
    ),
    path("account/waiting/", schools_views.waiting, name="account_waiting"),
    path("account/profile/", schools_views.profile, name="account_profile"),
    path("account/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
