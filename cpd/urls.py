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
    path("cpd/clusters/", views.cluster_list, name="cluster_list"),
    path("cpd/clusters/new/", views.cluster_new, name="cluster_new"),
    path("cpd/clusters/<slug:slug>/", views.cluster_detail, name="cluster_detail"),
    path("cpd/clusters/<slug:slug>/edit/", views.cluster_edit, name="cluster_edit"),
    path("cpd/clusters/<slug:slug>/join/", views.cluster_join, name="cluster_join"),
    path("cpd/clusters/<slug:slug>/leave/", views.cluster_leave, name="cluster_leave"),
    path("cpd/clusters/<slug:slug>/renew/", views.cluster_renew, name="cluster_renew"),
    path("cpd/clusters/<slug:slug>/close/", views.cluster_close, name="cluster_close"),
    path("cpd/clusters/<slug:slug>/convenor/", views.cluster_convenor, name="cluster_convenor"),
    path("cpd/clusters/<slug:slug>/members/", views.cluster_members, name="cluster_members"),
    path(
        "cpd/clusters/<slug:slug>/members/<int:pk>/answer/",
        views.cluster_answer,
        name="cluster_answer",
    ),
    path("cpd/clusters/<slug:slug>/actions/", views.action_list, name="action_list"),
    path("cpd/clusters/<slug:slug>/meetings/new/", views.meeting_new, name="meeting_new"),
    path("cpd/actions/<int:pk>/edit/", views.action_edit, name="action_edit"),
    path("cpd/actions/<int:pk>/done/", views.action_done, name="action_done"),
    path("activities/<slug:slug>/coming/", views.meeting_answer, name="meeting_answer"),
    path("activities/<slug:slug>/agenda/", views.agenda, name="agenda"),
    path("activities/<slug:slug>/agenda/<int:pk>/move/", views.agenda_move, name="agenda_move"),
    path(
        "activities/<slug:slug>/agenda/<int:pk>/remove/", views.agenda_remove, name="agenda_remove"
    ),
    path("activities/<slug:slug>/minutes/", views.minutes_detail, name="minutes_detail"),
    path("activities/<slug:slug>/minutes/edit/", views.minutes_edit, name="minutes_edit"),
    path("activities/<slug:slug>/minutes/approve/", views.minutes_approve, name="minutes_approve"),
    path("activities/<slug:slug>/minutes.pdf", views.minutes_pdf, name="minutes_pdf"),
    path("activities/<slug:slug>/actions/new/", views.action_new, name="action_new"),
]
