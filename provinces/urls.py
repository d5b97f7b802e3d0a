"""Directories of units and their permanent addresses."""

from django.urls import path

from . import views

app_name = "provinces"
urlpatterns = [
    path("provinces/", views.province_list, name="province_list"),
    path("ministries/", views.ministry_list, name="ministry_list"),
    path("units/<str:permanent_id>/", views.permanent_address, name="permanent_address"),
]
