"""Addresses of the entrance. The names without a prefix are those that allauth asks for."""

from django.urls import path

from yichuang.doors.entrance import own, second, views

urlpatterns = [
    path("", views.home, name="entrance_home"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("second/", second.Ask.as_view(), name="mfa_authenticate"),
    path("logout/", views.leave, name="account_logout"),
    path("post/", views.choose, name="entrance_post"),
    path("password/", views.password, name="account_change_password"),
    path("totp/", second.set_up, name="mfa_activate_totp"),
    path("totp/removal/", second.remove, name="mfa_deactivate_totp"),
    path("totp/codes/", second.codes, name="mfa_view_recovery_codes"),
    path("lent/", own.lent, name="entrance_lent"),
    path("lent/new/", own.lend, name="entrance_lend"),
    path("lent/<int:delegation>/ending/", own.take_back, name="entrance_take_back"),
    path("leave/", own.away, name="entrance_away"),
    path("window/", own.window, name="entrance_window"),
    path("powers/", views.may, name="entrance_powers"),
]
