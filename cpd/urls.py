from django.urls import path

from cpd import views

app_name = "cpd"
urlpatterns = [
    path("cpd/", views.cpd, name="cpd"),
    path("cpd/resources/", views.resource_list, name="resource_list"),
    path("cpd/resources/new/", views.resource_new, name="resource_new"),
    path("cpd/resources/<int:pk>/", views.resource_detail, name="resource_detail"),
    path("cpd/resources/<int:pk>/edit/", views.resource_edit, name="resource_edit"),
    path("cpd/resources/<int:pk>/withdraw/", views.resource_withdraw, name="resource_withdraw"),
    path("cpd/resources/<int:pk>/download/", views.resource_download, name="resource_download"),
    path("cpd/resources/<int:pk>/open/", views.resource_open, name="resource_open"),
    path("cpd/resources/<int:pk>/report/", views.resource_report, name="resource_report"),
    path(
        "cpd/resources/<int:pk>/reports/<int:report_pk>/answer/",
        views.report_answer,
        name="report_answer",
    ),
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
