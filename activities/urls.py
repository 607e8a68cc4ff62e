from django.urls import path

from activities import views

app_name = "activities"
urlpatterns = [
    path("whats-on/", views.whats_on, name="whats_on"),
    path("whats-on.ics", views.whats_on_calendar, name="whats_on_calendar"),
    path("whats-on/<int:year>/<int:month>/", views.month, name="month"),
    path("activities/new/", views.activity_new, name="activity_new"),
    path("activities/<slug:slug>/publish/", views.activity_publish, name="activity_publish"),
    path("activities/<slug:slug>/book/", views.booking_edit, name="booking_edit"),
    path("activities/<slug:slug>/withdraw/", views.booking_withdraw, name="booking_withdraw"),
    path("activities/<slug:slug>/calendar.ics", views.activity_calendar, name="activity_calendar"),
    path("activities/<slug:slug>/cover.svg", views.activity_cover, name="activity_cover"),
]
