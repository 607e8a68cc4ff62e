from django.urls import path

from ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.statement, name="statement"),
    path("ledger/exchanges/", views.exchange_list, name="exchange_list"),
    path("ledger/claims/", views.claim_list, name="claim_list"),
    path("ledger/claims/new/", views.claim_new, name="claim_new"),
    path("ledger/claims/<int:pk>/", views.claim_detail, name="claim_detail"),
    path("ledger/claims/<int:pk>/confirm/", views.claim_confirm, name="claim_confirm"),
    path("ledger/claims/<int:pk>/query/", views.claim_query, name="claim_query"),
    path("ledger/claims/<int:pk>/answer/", views.claim_answer, name="claim_answer"),
    path("ledger/claims/<int:pk>/withdraw/", views.claim_withdraw, name="claim_withdraw"),
    path("ledger/claims/<int:pk>/pass-on/", views.claim_pass_on, name="claim_pass_on"),
    path("ledger/claims/<int:pk>/settle/", views.claim_settle, name="claim_settle"),
    path("ledger/claims/<int:pk>/take-back/", views.claim_take_back, name="claim_take_back"),
]
