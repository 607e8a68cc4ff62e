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
]
