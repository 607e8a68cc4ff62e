from django.urls import path

from cpd import views

app_name = "cpd"
urlpatterns = [
    path("cpd/", views.cpd, name="cpd"),
    path("cpd/teachmeets/", views.teachmeet_list, name="teachmeet_list"),
    path("cpd/teachmeets/new/", views.teachmeet_new, name="teachmeet_new"),
    path("cpd/teachmeets/history/", views.teachmeet_history, name="teachmeet_history"),
    path(
        "activities/<slug:slug>/presentations/new/", views.presentation_new, name="presentation_new"
    ),
    path(
        "activities/<slug:slug>/presentations/<int:pk>/withdraw/",
        views.presentation_withdraw,
        name="presentation_withdraw",
    ),
    path(
        "activities/<slug:slug>/presentations/<int:pk>/edit/",
        views.presentation_edit,
        name="presentation_edit",
    ),
    path(
        "activities/<slug:slug>/presentations/<int:pk>/move/",
        views.presentation_move,
        name="presentation_move",
    ),
    path("activities/<slug:slug>/running-order/", views.running_order, name="running_order"),
    path("activities/<slug:slug>/stage/", views.stage, name="stage"),
    path("activities/<slug:slug>/invitations/", views.invitation_list, name="invitation_list"),
    path(
        "activities/<slug:slug>/invitations/<int:pk>/revoke/",
        views.invitation_revoke,
        name="invitation_revoke",
    ),
    path("offers/<str:token>/", views.offer_by_link, name="offer_by_link"),
    path("offers/<str:token>/withdraw/", views.offer_withdraw, name="offer_withdraw"),
]
