from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [
    path("schools/", views.school_list, name="school_list"),
    path("home/colleagues/<int:pk>/", views.colleague_answer, name="colleague_answer"),
]
