from django.urls import path

from magazine import views

app_name = "magazine"
urlpatterns = [path("magazine/", views.magazine, name="magazine")]
