from django.urls import URLPattern

app_name = "issue"
urlpatterns: list[URLPattern] = []
