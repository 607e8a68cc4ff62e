from django.urls import path

from cpd import views

app_name = "cpd"
urlpatterns = [
    path("cpd/", views.cpd, name="cpd"),
    path("cpd/teachmeets/", views.teachmeet_list, name="teachmeet_list"),
    path("cpd/teachmeets/new/", views.teachmeet_new, name="teachmeet_new"),
    path(
        "activities/<slug:slug>/presentations/new/", views.presentation_new, name="presentation_new"
    ),
    path(
        "activities/<slug:slug>/presentations/<int:pk>/withdraw/",
        views.presentation_withdraw,
        name="presentation_withdraw",
    ),
    path("activities/<slug:slug>/running-order/", views.running_order, name="running_order"),
    path("cpd/placements/", views.placement_board, name="placement_board"),
    path("cpd/placements/chart/", views.placement_chart, name="placement_chart"),
    path("cpd/placements/new/", views.placement_new, name="placement_new"),
    path("cpd/placements/matching/", views.matching_run, name="matching_run"),
    path("cpd/placements/matching/start/", views.matching_start, name="matching_start"),
    path("cpd/placements/needs/", views.need_list, name="need_list"),
    path("cpd/placements/needs/new/", views.need_new, name="need_new"),
    path("cpd/placements/needs/<int:pk>/", views.need_detail, name="need_detail"),
    path("cpd/placements/needs/<int:pk>/edit/", views.need_edit, name="need_edit"),
    path("cpd/placements/needs/<int:pk>/close/", views.need_close, name="need_close"),
    path(
        "cpd/placements/needs/<int:pk>/confirmation/",
        views.confirmation_new,
        name="confirmation_new",
    ),
    path("cpd/placements/offers/", views.offer_list, name="offer_list"),
    path("cpd/placements/offers/new/", views.offer_new, name="offer_new"),
    path("cpd/placements/offers/<int:pk>/", views.offer_detail, name="offer_detail"),
    path("cpd/placements/offers/<int:pk>/edit/", views.offer_edit, name="offer_edit"),
    path("cpd/placements/offers/<int:pk>/close/", views.offer_close, name="offer_close"),
    path("cpd/placements/groups/<int:pk>/", views.placement_group, name="placement_group"),
    path("cpd/placements/groups/<int:pk>/accept/", views.group_accept, name="group_accept"),
    path("cpd/placements/groups/<int:pk>/repair/", views.group_repair, name="group_repair"),
    path("cpd/placements/<int:pk>/", views.placement_detail, name="placement_detail"),
    path("cpd/placements/<int:pk>/decline/", views.placement_decline, name="placement_decline"),
    path("cpd/placements/<int:pk>/withdraw/", views.placement_withdraw, name="placement_withdraw"),
    path("cpd/placements/<int:pk>/mentor/", views.placement_mentor, name="placement_mentor"),
    path(
        "cpd/placements/<int:pk>/weeks/<str:monday>/strike/", views.week_strike, name="week_strike"
    ),
    path(
        "cpd/placements/<int:pk>/weeks/<str:monday>/restore/",
        views.week_restore,
        name="week_restore",
    ),
]
