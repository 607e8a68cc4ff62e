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
    # Charity: appeals, collections counted by two adults, and their way to the bank
    path("charity/", views.charity, name="charity"),
    path("charity/new/", views.appeal_new, name="appeal_new"),
    path("charity/money/", views.charity_money, name="charity_money"),
    path("charity/money.csv", views.charity_money_csv, name="charity_money_csv"),
    path("charity/money.xlsx", views.charity_money_xlsx, name="charity_money_xlsx"),
    path("charity/money/new/", views.banking_new, name="banking_new"),
    path("charity/money/<int:pk>/", views.banking_detail, name="banking_detail"),
    path("charity/money/<int:pk>/explain/", views.banking_explain, name="banking_explain"),
    path("charity/money/<int:pk>/take-back/", views.banking_take_back, name="banking_take_back"),
    path("charity/collections/", views.collection_list, name="collection_list"),
    path("charity/collections/<int:pk>/", views.collection_detail, name="collection_detail"),
    path("charity/collections/<int:pk>/check/", views.collection_check, name="collection_check"),
    path(
        "charity/collections/<int:pk>/correct/", views.collection_correct, name="collection_correct"
    ),
    path(
        "charity/collections/<int:pk>/withdraw/",
        views.collection_withdraw,
        name="collection_withdraw",
    ),
    path("charity/<slug:slug>/", views.appeal_detail, name="appeal_detail"),
    path("charity/<slug:slug>/edit/", views.appeal_edit, name="appeal_edit"),
    path("charity/<slug:slug>/close/", views.appeal_close, name="appeal_close"),
    path("charity/<slug:slug>/reopen/", views.appeal_reopen, name="appeal_reopen"),
    path("charity/<slug:slug>/collections/new/", views.collection_new, name="collection_new"),
]
