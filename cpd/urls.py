from django.urls import path

from cpd import views

app_name = "cpd"
urlpatterns = [
    path("cpd/", views.cpd, name="cpd"),
    path("cpd/swaps/", views.swap_list, name="swap_list"),
    path("cpd/swaps/new/", views.swap_new, name="swap_new"),
    path("cpd/swaps/<int:pk>/", views.swap_detail, name="swap_detail"),
    path("cpd/swaps/<int:pk>/days/", views.swap_days, name="swap_days"),
    path("cpd/swaps/<int:pk>/agree/", views.swap_agree, name="swap_agree"),
    path("cpd/swaps/<int:pk>/decline/", views.swap_decline, name="swap_decline"),
    path("cpd/swaps/<int:pk>/withdraw/", views.swap_withdraw, name="swap_withdraw"),
    path("cpd/swaps/<int:pk>/held/", views.swap_held, name="swap_held"),
    path(
        "cpd/swaps/<int:pk>/held/<int:day>/correct/",
        views.swap_correct,
        name="swap_correct",
    ),
    path("cpd/swaps/<int:pk>/reflection/", views.swap_reflection, name="swap_reflection"),
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
