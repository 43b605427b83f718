"""The pages of one's own space: sign-in, cases, for whom one acts, the account; included by urls."""

from django.urls import path

from yichuang.doors.me.views import acting, entering, own, papers, platform, space

urlpatterns = [
    path("", space.home, name="home"),
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-in/code/", entering.code, name="code"),
    path("sign-in/again/", entering.again, name="again"),
    path("sign-in/account/", entering.which, name="which"),
    path("sign-in/platform/", platform.leave, name="platform"),
    path("sign-in/platform/return/", platform.come_back, name="platform_return"),
    path("sign-out/", entering.sign_out, name="sign_out"),
    path("cases/", space.cases, name="cases"),
    path("cases/<uuid:case>/", space.case, name="case"),
    path("papers/<uuid:paper>/", space.paper, name="paper"),
    path("letters/<uuid:letter>/", space.letter, name="letter"),
    path("files/<uuid:file>/", space.file, name="file"),
    path("papers/", papers.papers, name="papers"),
    path("papers/earlier/<uuid:paper>/ending/", papers.earlier_ending, name="earlier_ending"),
    path("papers/consents/<uuid:given>/ending/", papers.consent_ending, name="consent_ending"),
    path("looks/", space.looks, name="looks"),
    path("acting/", acting.acting, name="acting"),
    path("firms/", acting.firms, name="firms"),
    path("firms/new/", acting.firm, name="firm_new"),
    path("firms/<uuid:tie>/authorisations/new/", acting.authorisation, name="authorisation_new"),
    path("authorisations/<uuid:offer>/ending/", acting.ending, name="authorisation_ending"),
    path("authorisations/<uuid:offer>/taking/", acting.taking, name="authorisation_taking"),
    path("ties/<uuid:tie>/ending/", acting.tie_ending, name="tie_ending"),
    path("wards/", acting.wards, name="wards"),
    path("levels/", own.levels, name="levels"),
    path("phone/", own.phone, name="phone"),
    path("phone/code/", own.phone_code, name="phone_code"),
    path("account/", own.account, name="account"),
    path("account/closing/", own.closing, name="closing"),
]
