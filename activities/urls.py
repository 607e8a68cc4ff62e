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
    # Debates
    path("debates/new/", views.debate_new, name="debate_new"),
    path("activities/<slug:slug>/debate-result/", views.debate_result, name="debate_result"),
    path("debating/", views.debating_list, name="debating_list"),
    path("debating/<slug:slug>/", views.debating_detail, name="debating_detail"),
]
