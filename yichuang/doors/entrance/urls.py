"""Addresses of the entrance. The names without a prefix are those that allauth asks for."""

from allauth.account.views import reauthenticate
from django.urls import path

from yichuang.doors.entrance import views

urlpatterns = [
    path("", views.home, name="entrance_home"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("second/", views.Second.as_view(), name="mfa_authenticate"),
    path("again/", reauthenticate, name="account_reauthenticate"),
    path("logout/", views.leave, name="account_logout"),
    path("post/", views.choose, name="entrance_post"),
    path("password/", views.password, name="account_change_password"),
    path("totp/", views.SetUp.as_view(), name="mfa_activate_totp"),
    path("totp/codes/", views.codes, name="entrance_codes"),
    path("totp/codes/new/", views.new_codes, name="entrance_new_codes"),
    path("powers/", views.may, name="entrance_powers"),
]
