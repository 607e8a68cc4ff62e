from django.urls import path

from cpd import views

app_name = "cpd"
urlpatterns = [
    path("cpd/", views.cpd, name="cpd"),
    path("cpd/teachmeets/", views.teachmeet_list, name="teachmeet_list"),
    path("cpd/teachmeets/new/", views.teachmeet_new, name="teachmeet_new"),
    path("cpd/courses/", views.course_list, name="course_list"),
    path("cpd/courses/new/", views.course_new, name="course_new"),
    path("cpd/certificates/", views.certificate_find, name="certificate_find"),
    path("cpd/certificates/<str:code>/", views.certificate_check, name="certificate_check"),
    path("cpd/record/", views.record, name="record"),
    path("cpd/record.csv", views.record_csv, name="record_csv"),
    path("cpd/record.xlsx", views.record_xlsx, name="record_xlsx"),
    path("cpd/record.pdf", views.record_pdf, name="record_pdf"),
    path(
        "activities/<slug:slug>/certificate/", views.course_certificate, name="course_certificate"
    ),
    path(
        "activities/<slug:slug>/certificate.pdf",
        views.course_certificate_pdf,
        name="course_certificate_pdf",
    ),
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
