from django.urls import path

from ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.statement, name="statement"),
    path("ledger/print/", views.statement_print, name="statement_print"),
    path("ledger/statement.csv", views.statement_csv, name="statement_csv"),
    path("ledger/statement.xlsx", views.statement_xlsx, name="statement_xlsx"),
    path("ledger/exchanges/", views.exchange_list, name="exchange_list"),
    path("ledger/exchanges.csv", views.exchange_list_csv, name="exchange_list_csv"),
    path("ledger/exchanges.xlsx", views.exchange_list_xlsx, name="exchange_list_xlsx"),
    path("ledger/board/", views.board, name="board"),
    path("ledger/board/new/", views.listing_new, name="listing_new"),
    path("ledger/board/<int:pk>/", views.listing_detail, name="listing_detail"),
    path("ledger/board/<int:pk>/edit/", views.listing_edit, name="listing_edit"),
    path("ledger/board/<int:pk>/close/", views.listing_close, name="listing_close"),
    path("ledger/board/<int:pk>/answer/", views.listing_answer, name="listing_answer"),
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
