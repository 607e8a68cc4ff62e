from django.urls import path

from ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.statement, name="statement"),
    path("ledger/exchanges/", views.exchange_list, name="exchange_list"),
]
