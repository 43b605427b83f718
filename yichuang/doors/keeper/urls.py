from django.urls import URLPattern

app_name = "keeper"
urlpatterns: list[URLPattern] = []
