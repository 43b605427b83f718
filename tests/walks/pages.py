"""Every page that somebody can reach: its route, who opens it, and where. A new route stands here, or its test fails."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple

from django.conf import settings
from django.test import Client

from tests import town as towns
from tests.town import Town
from tests.walks import (
    bundles,
    citizens,
    fees,
    figures,
    inspections,
    places,
    questions,
    things,
    urging,
    verdicts,
    workorders,
)
from tests.walks import papers as held
from yichuang.cases import acts as cases
from yichuang.cases.models import AfterCheck, Paper
from yichuang.catalogue import acts as catalogue
from yichuang.catalogue import gate, seed
from yichuang.catalogue.models import Item, Search
from yichuang.clock.models import Term
from yichuang.doors.desk.deeds import DEEDS
from yichuang.doors.office.catalogue import elements
from yichuang.doors.office.catalogue.views import versions
from yichuang.ground.now import now
from yichuang.people.models import Holding, Integrator, Token
from yichuang.supervision import acts as supervision

NOBODY, DEED, CITIZEN = "", "whoever may", "chen"
FOOD, FIRM, HYGIENE, NAME = (
    "food-business-license-new",
    "company-establishment",
    "public-place-hygiene-license",
    "enterprise-name-declaration",
)
LICENCE = "individual-business-establishment"
RESTAURANT = (
    f"subject=individual&size=normal&fire=~&{LICENCE}.premises=own&{LICENCE}.mode=person&{LICENCE}.preapproval=no&{FOOD}.same_address=yes"
    f"&{FOOD}.project=sales&{FOOD}.warehouse=no&{FOOD}.vending=no&{FOOD}.agent=no&signboard-management.replace=new&~also=signboard-management"
)
CATALOGUE, PEOPLE, BUNDLES = "office/catalogue/", "office/people/", "office/bundles/"
FIGURES = "office/figures/"
# route: who opens it, and the addresses; {words} are of the scene, and a list of them means each.
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "": (NOBODY, ("/",)),
    "find/": (NOBODY, ("/find/?q=公司", "/find/?q=qqzzxx")),
    "items/": (NOBODY, ("/items/",)),
    "departments/": (NOBODY, ("/departments/",)),
    "stages/": (NOBODY, ("/stages/",)),
    "stages/<slug:key>/": (NOBODY, ("/stages/entry/", "/stages/exit/")),
    "topics/": (NOBODY, ("/topics/",)),
    "items/<str:key>/": (NOBODY, ("/items/company-establishment/",)),
    "items/<str:key>/questions/": (NOBODY, ("/items/company-establishment/questions/",)),
    "items/<str:key>/list/": (NOBODY, ("/items/company-establishment/list/?premises=lease&preapproval=~&agent=no",)),
    "items/<str:key>/notice/": (NOBODY, ("/items/company-establishment/notice/",)),
    "items/<str:key>/form/": (NOBODY, ("/items/company-establishment/form/",)),
    "things/": (NOBODY, ("/things/",)),
    "things/<str:key>/": (NOBODY, ("/things/open-restaurant/",)),
    "things/<str:key>/questions/": (NOBODY, ("/things/open-restaurant/questions/", "/things/open-restaurant/questions/?subject=~&size=normal&fire=general")),
    "things/<str:key>/list/": (NOBODY, (f"/things/open-restaurant/list/?{RESTAURANT}",)),
    "things/<str:key>/notice/": (NOBODY, (f"/things/open-restaurant/notice/?{RESTAURANT}",)),
    "figures/": (NOBODY, ("/figures/",)),
    "figures/three/": (NOBODY, ("/figures/three/",)),
    "figures/<str:name>/": (NOBODY, ("/figures/2026-03/",)),
    "figures/bulletins/<uuid:bulletin>/": (NOBODY, ("/figures/bulletins/{bulletin}/",)),
    "progress/": (NOBODY, ("/progress/",)),
    "p/<str:code>": (NOBODY, ("/p/{codes}", "/p/{thing_codes}", "/p/AAAA-AAAA")),
    "p/<str:code>/rating": (NOBODY, ("/p/{delivered_code}/rating", "/p/{delivered_code}/rating?channel=4", "/p/{rated_code}/rating", "/p/{ready_thing_code}/rating")),
    "device/<str:key>/": (NOBODY, ("/device/{device_key}/", "/device/{device_key}/?thanks=1")),
    "ratings/": (NOBODY, ("/ratings/",)),
    "callback/": (NOBODY, ("/callback/?q=公司",)),
    "callback/done/": (NOBODY, ("/callback/done/?number=ZX2026030200001&by=2026-03-04",)),
    "kiosk/": (NOBODY, ("/kiosk/",)),
    "kiosk/help/": (NOBODY, ("/kiosk/help/",)),
    "kiosk/complaints/": (NOBODY, ("/kiosk/complaints/", "/kiosk/complaints/?kind=complaint", "/kiosk/complaints/?kind=complaint&what=slow")),
    "kiosk/complaints/phone/": (NOBODY, ("/kiosk/complaints/phone/?kind=report&what=gift&body=0",)),
    "inspections/": (NOBODY, ("/inspections/",)),
    "inspections/<slug:number>/": (NOBODY, ("/inspections/SJ20260001/", "/inspections/SJ20260002/", "/inspections/SJ20260003/")),
    "office/inspections/": ("market0", ("/office/inspections/",)),
    "office/inspections/new/": ("sun", ("/office/inspections/new/",)),
    "office/inspections/draws/<uuid:draw>/": ("gao", ("/office/inspections/draws/{lots}/",)),
    "office/inspections/draws/<uuid:draw>/seals/": ("sun", ("/office/inspections/draws/{inspecting}/seals/",)),
    "office/inspections/draws/<uuid:draw>/seals/<int:slip>/": ("sun", ("/office/inspections/draws/{inspecting}/seals/{unsealed}/",)),
    "office/inspections/draws/<uuid:draw>/objects/<int:place>/": ("market0", ("/office/inspections/draws/{inspecting}/objects/1/",)),
    "office/inspections/grants/": ("qi", ("/office/inspections/grants/", "/office/inspections/grants/?box=signed")),
    "office/inspections/grants/<uuid:grant>/redirection/": ("qi", ("/office/inspections/grants/{pushed}/redirection/",)),
    "office/inspections/oversight/": ("guo", ("/office/inspections/oversight/",)),
    "office/inspections/checks/": ("sun", ("/office/inspections/checks/",)),
    "office/inspections/targets/": ("sun", ("/office/inspections/targets/",)),
    "office/inspections/targets/<uuid:target>/": ("sun", ("/office/inspections/targets/{target}/",)),
    "office/inspections/inspectors/": ("sun", ("/office/inspections/inspectors/",)),
    "office/inspections/inspectors/<uuid:inspector>/": ("sun", ("/office/inspections/inspectors/{inspector}/",)),
    "halls/": (NOBODY, ("/halls/",)),
    "mistakes/": (NOBODY, ("/mistakes/",)),
    "accessibility/": (NOBODY, ("/accessibility/",)),
    "leave/": (NOBODY, ("/leave/",)),
    "my/": (CITIZEN, ("/my/",)),
    "my/sign-in/": (NOBODY, ("/my/sign-in/", "/my/sign-in/?idle=1")),
    "my/sign-out/": (CITIZEN, ("/my/sign-out/",)),
    "my/cases/": (CITIZEN, ("/my/cases/",)),
    "my/cases/<uuid:case>/": (CITIZEN, ("/my/cases/{all}/",)),
    "my/papers/<uuid:paper>/": (CITIZEN, ("/my/papers/{paper}/",)),
    "my/papers/": (CITIZEN, ("/my/papers/",)),
    "my/papers/earlier/<uuid:paper>/ending/": (CITIZEN, ("/my/papers/earlier/{earlier}/ending/",)),
    "my/papers/consents/<uuid:given>/ending/": (CITIZEN, ("/my/papers/consents/{consent}/ending/",)),
    "my/looks/": (CITIZEN, ("/my/looks/",)),
    "my/acting/": (CITIZEN, ("/my/acting/",)),
    "my/firms/": (CITIZEN, ("/my/firms/",)),
    "my/firms/new/": (CITIZEN, ("/my/firms/new/",)),
    "my/firms/<uuid:tie>/authorisations/new/": (CITIZEN, ("/my/firms/{firm}/authorisations/new/",)),
    "my/authorisations/<uuid:offer>/ending/": (CITIZEN, ("/my/authorisations/{offer}/ending/",)),
    "my/authorisations/<uuid:offer>/taking/": (CITIZEN, ("/my/authorisations/{asked_to}/taking/",)),
    "my/ties/<uuid:tie>/ending/": (CITIZEN, ("/my/ties/{firm}/ending/",)),
    "my/wards/": (CITIZEN, ("/my/wards/",)),
    "my/levels/": (CITIZEN, ("/my/levels/",)),
    "my/phone/": (CITIZEN, ("/my/phone/",)),
    "my/account/": (CITIZEN, ("/my/account/",)),
    "my/account/closing/": (CITIZEN, ("/my/account/closing/",)),
    "counter/persons/": ("lin", ("/counter/persons/",)),
    "counter/persons/<uuid:account>/": ("lin", ("/counter/persons/{account}/",)),
    "apply/new/<str:key>/": (CITIZEN, ("/apply/new/food-business-license-new/",)),
    "apply/things/<str:key>/": (CITIZEN, (f"/apply/things/open-restaurant/?{RESTAURANT}",)),
    "apply/done/<uuid:case>/": (CITIZEN, ("/apply/done/{filed}/", "/apply/done/{thing_online}/")),
    "apply/done/<uuid:case>/form/": (CITIZEN, ("/apply/done/{online}/form/", "/apply/done/{thing_online}/form/")),
    "apply/correction/<str:code>/": (NOBODY, ("/apply/correction/{told_code}/", "/apply/correction/{told_thing}/")),
    "apply/correction/<str:code>/thing/": (CITIZEN, ("/apply/correction/{told_thing}/thing/",)),
    "apply/<uuid:draft>/": (CITIZEN, ("/apply/{draft}/", "/apply/{whole}/", "/apply/{thing_draft}/")),
    "apply/<uuid:draft>/questions/<str:question>/": (CITIZEN, ("/apply/{draft}/questions/{asked}/", "/apply/{thing_draft}/questions/~also/")),
    "apply/<uuid:draft>/form/<str:group>/": (CITIZEN, ("/apply/{draft}/form/{group}/",)),
    "apply/<uuid:draft>/materials/<int:place>/": (CITIZEN, ("/apply/{draft}/materials/{place}/", "/apply/{thing_draft}/materials/{thing_place}/")),
    "apply/<uuid:draft>/delivery/": (CITIZEN, ("/apply/{draft}/delivery/", "/apply/{thing_draft}/delivery/")),
    "apply/<uuid:draft>/check/": (CITIZEN, ("/apply/{whole}/check/", "/apply/{thing_whole}/check/")),
    "apply/<uuid:draft>/changes/": (CITIZEN, ("/apply/{old}/changes/",)),
    "apply/<uuid:draft>/removal/": (CITIZEN, ("/apply/{draft}/removal/",)),
    "questions/": (NOBODY, ("/questions/", "/questions/?q=面积", "/questions/?q=qqzzxx")),
    "questions/ask/": (NOBODY, ("/questions/ask/", "/questions/ask/?item=food-business-license-new")),
    **{f"my/cases/<uuid:case>/{page}/": (CITIZEN, (f"/my/cases/{{accepted}}/{page}/",)) for page in ("withdrawal", "supplement", "delivery", "agent")},
    **{f"my/things/<uuid:thing>/{page}/": (CITIZEN, (f"/my/things/{{thing}}/{page}/",)) for page in ("withdrawal", "way")},
    "my/things/<uuid:thing>/done/<slug:slug>/": (CITIZEN, ("/my/things/{thing}/done/withdrawal/",)),
    "my/cases/<uuid:case>/payment/": (CITIZEN, ("/my/cases/{billed}/payment/", "/my/cases/{accepted}/payment/")),
    "my/cases/<uuid:case>/gap/": (CITIZEN, ("/my/cases/{gapped}/gap/",)),
    "my/cases/<uuid:case>/hearing/": (CITIZEN, ("/my/cases/{heard}/hearing/",)),
    "my/cases/<uuid:case>/done/<slug:slug>/": (CITIZEN, ("/my/cases/{accepted}/done/withdrawal/",)),
    "my/addresses/": (CITIZEN, ("/my/addresses/",)),
    "my/addresses/new/": (CITIZEN, ("/my/addresses/new/",)),
    "my/addresses/<uuid:address>/": (CITIZEN, ("/my/addresses/{address}/",)),
    "my/addresses/<uuid:address>/removal/": (CITIZEN, ("/my/addresses/{address}/removal/",)),
    "my/questions/": (CITIZEN, ("/my/questions/",)),
    "my/questions/<uuid:thread>/": (CITIZEN, ("/my/questions/{question}/",)),
    "my/reviews/": (CITIZEN, ("/my/reviews/",)),
    "my/drafts/<uuid:draft>/review/": (CITIZEN, ("/my/drafts/{draft}/review/", "/my/drafts/{looked}/review/")),
    "my/messages/": (CITIZEN, ("/my/messages/",)),
    "my/messages/channel/": (CITIZEN, ("/my/messages/channel/",)),
    "my/cases/<uuid:case>/messages/": (CITIZEN, ("/my/cases/{accepted}/messages/",)),
    "cases/<uuid:case>/messages/": ("wu", ("/cases/{accepted}/messages/",)),
    "display/": (NOBODY, ("/display/",)),
    "entrance/login/": (NOBODY, ("/entrance/login/",)),
    "entrance/": ("hu", ("/entrance/",)),
    "entrance/window/": ("lin", ("/entrance/window/",)),
    "entrance/lent/": ("sun", ("/entrance/lent/",)),
    "entrance/lent/new/": ("sun", ("/entrance/lent/new/",)),
    "entrance/leave/": ("sun", ("/entrance/leave/",)),
    "entrance/powers/": ("sun", ("/entrance/powers/",)),
    "entrance/password/": ("sun", ("/entrance/password/",)),
    "entrance/totp/": ("sun", ("/entrance/totp/",)),
    "entrance/totp/codes/": ("an", ("/entrance/totp/codes/", "/entrance/totp/")),
    "entrance/totp/removal/": ("an", ("/entrance/totp/removal/",)),
    "counter/": ("lin", ("/counter/",)),
    "counter/across/": ("lin", ("/counter/across/", "/counter/across/?side=in")),
    "counter/across/new/": ("lin", ("/counter/across/new/?partner={partner}",)),
    "counter/across/incoming/": ("lin", ("/counter/across/incoming/",)),
    "counter/across/<uuid:handing>/": ("lin", ("/counter/across/{handings}/",)),
    "counter/across/<uuid:handing>/receipt/": ("lin", ("/counter/across/{collected}/receipt/",)),
    "office/partners/": ("xi", ("/office/partners/",)),
    "office/partners/new/": ("xi", ("/office/partners/new/",)),
    "office/partners/<int:partner>/": ("xi", ("/office/partners/{partner}/",)),
    "counter/visits/": ("lin", ("/counter/visits/?day=2026-03-02",)),
    "counter/visits/new/": ("lin", ("/counter/visits/new/",)),
    "counter/visits/<uuid:visit>/": ("lin", ("/counter/visits/{visits}/",)),
    "my/visits/": (CITIZEN, ("/my/visits/",)),
    "my/visits/new/": (CITIZEN, ("/my/visits/new/",)),
    "counter/agency/": ("lin", ("/counter/agency/", "/counter/agency/?closed=1")),
    "counter/agency/mandates/new/": ("lin", ("/counter/agency/mandates/new/",)),
    "counter/agency/mandates/<uuid:mandate>/": ("lin", ("/counter/agency/mandates/{mandate}/",)),
    "counter/agency/plans/<uuid:plan>/": ("lin", ("/counter/agency/plans/{plan}/",)),
    "my/plans/": (CITIZEN, ("/my/plans/",)),
    "my/plans/<uuid:plan>/": (CITIZEN, ("/my/plans/{plan}/",)),
    "my/plans/mandates/new/": (CITIZEN, ("/my/plans/mandates/new/",)),
    "my/plans/mandates/<uuid:mandate>/ending/": (CITIZEN, ("/my/plans/mandates/{mandate}/ending/",)),
    "counter/things/": ("lin", ("/counter/things/", "/counter/things/?list=going", "/counter/things/?q=陈秀英")),
    "counter/things/<uuid:thing>/": ("lin", ("/counter/things/{thing}/", "/counter/things/{told_thing_id}/", "/counter/things/{short_thing}/")),
    "counter/things/<uuid:thing>/correction/": ("lin", ("/counter/things/{told_thing_id}/correction/", "/counter/things/{thing}/correction/")),
    "counter/things/<uuid:thing>/withdrawal/": ("lin", ("/counter/things/{thing}/withdrawal/",)),
    "counter/things/<uuid:thing>/addition/<str:item>/": ("lin", ("/counter/things/{short_thing}/addition/signboard-management/", "/counter/things/{short_thing}/addition/signboard-management/?signboard-management.replace=new")),
    "counter/cases/": ("lin", ("/counter/cases/",)),
    "counter/cases/<uuid:case>/": ("lin", ("/counter/cases/{all}/",)),
    "passages/": ("lin", ("/passages/",)),
    "passages/elsewhere/": ("lin", ("/passages/elsewhere/",)),
    "cases/<uuid:case>/why/<int:term>/": ("wu", ("/cases/{accepted}/why/{term}/",)),
    "cases/<uuid:case>/form/": ("lin", ("/cases/{online}/form/",)),
    "papers/<uuid:paper>/": ("lin", ("/papers/{papers}/",)),
    "papers/<uuid:paper>/slip/": ("lin", ("/papers/{slips}/slip/",)),
    "letters/<uuid:letter>/": ("lin", ("/letters/{letters}/",)),
    "letters/print/": ("lin", ("/letters/print/?letter={letter}",)),
    "my/letters/<uuid:letter>/": (CITIZEN, ("/my/letters/{letter}/",)),
    "papers/print/": ("lin", ("/papers/print/?paper={paper}",)),
    "desk/": ("wu", ("/desk/", "/desk/?box=over", "/desk/?q=王")),
    "desk/things/": ("wu", ("/desk/things/", "/desk/things/?box=late", "/desk/things/?q=陈")),
    "desk/things/<uuid:thing>/": ("wu", ("/desk/things/{thing}/", "/desk/things/{filed_thing}/")),
    "desk/things/<uuid:thing>/parts/<str:part>/papers/": ("wu", ("/desk/things/{filed_thing}/parts/food-business-license-new/papers/",)),
    "desk/things/<uuid:thing>/notice/": ("wu", ("/desk/things/{filed_thing}/notice/", "/desk/things/{thing}/notice/")),
    "desk/things/<uuid:thing>/visits/new/": ("wu", ("/desk/things/{thing}/visits/new/",)),
    "desk/things/<uuid:thing>/visits/<uuid:visit>/": ("wu", ("/desk/things/{called_thing}/visits/{joint_visit}/",)),
    "desk/batch/": ("sun", ("/desk/batch/",)),
    "desk/cases/<uuid:case>/": ("sun", ("/desk/cases/{all}/",)),
    "desk/cases/<uuid:case>/materials/": ("wu", ("/desk/cases/{accepted}/materials/",)),
    "desk/cases/<uuid:case>/acceptance/": ("tang", ("/desk/cases/{passed_on}/acceptance/",)),
    "desk/cases/<uuid:case>/checks/<int:check>/": ("sun", ("/desk/cases/{sampled}/checks/{check}/",)),
    "desk/cases/<uuid:case>/<slug:name>/": (DEED, ("{deeds}",)),
    "issue/": ("yang", ("/issue/", "/issue/?shelf=coming")),
    "issue/things/<uuid:thing>/": ("yang", ("/issue/things/{thing}/", "/issue/things/{ready_thing}/", "/issue/things/{mailed_thing}/")),
    "issue/things/<uuid:thing>/posting/": ("yang", ("/issue/things/{ready_thing}/posting/",)),
    "issue/cases/<uuid:case>/": ("yang", ("/issue/cases/{decided}/", "/issue/cases/{ready}/", "/issue/cases/{delivered}/")),
    "issue/cases/<uuid:case>/posting/": ("yang", ("/issue/cases/{ready}/posting/",)),
    "office/": ("guo", ("/office/",)),
    "office/cases/": ("guo", ("/office/cases/", "/office/cases/?f=red")),
    "office/cases/<uuid:case>/": ("guo", ("/office/cases/{all}/",)),
    "office/things/<uuid:thing>/stop/": ("guo", ("/office/things/{demanded_thing}/stop/", "/office/things/{stopped_thing}/stop/", "/office/things/{thing}/stop/")),
    "office/cases/<uuid:case>/stop/": ("guo", ("/office/cases/{demanded}/stop/", "/office/cases/{stopped}/stop/", "/office/cases/{accepted}/stop/")),
    "office/board/": ("guo", ("/office/board/", "/office/board/?days=90&item=公司")),
    "office/board/<slug:what>/": ("guo", tuple(f"/office/board/{what}/" for what in ("red", "decided", "bad"))),
    "office/board/wall/": ("guo", ("/office/board/wall/",)),
    "office/board/drift/": ("guo", ("/office/board/drift/", "/office/board/drift/?sort=told&months=12&item=食品")),
    "office/board/drift/<int:version>/": ("guo", ("/office/board/drift/{drifted}/",)),
    "office/board/drift/<int:version>/cases/": ("guo", ("/office/board/drift/{drifted}/cases/?what=told",)),
    "office/board/views/": ("guo", ("/office/board/views/?days=7",)),
    "office/board/letters/": ("guo", ("/office/board/letters/",)),
    "office/board/letters/<uuid:letter>/": ("guo", ("/office/board/letters/{weekly}/",)),
    "office/board/open/<slug:left>/": ("gao", ("/office/board/open/more/",)),
    "office/cards/": ("guo", ("/office/cards/", "/office/cards/?level=yellow")),
    "office/cards/<uuid:card>/": ("gao", ("/office/cards/{urged_card}/",)),
    "office/orders/": ("guo", ("/office/orders/", "/office/orders/?box=closed")),
    "office/orders/new/": ("guo", ("/office/orders/new/", "/office/orders/new/?card={urged_card}")),
    "office/orders/<uuid:order>/": ("gao", ("/office/orders/{urged_order}/",)),
    "office/orders/<uuid:order>/print/": ("gao", ("/office/orders/{urged_order}/print/",)),
    FIGURES: ("guo", ("/office/figures/",)),
    FIGURES + "registry/": ("guo", ("/office/figures/registry/",)),
    FIGURES + "<str:name>/": ("guo", ("/office/figures/2026-03/", "/office/figures/2026-05/")),
    FIGURES + "<str:name>/<slug:key>/": ("guo", ("/office/figures/2026-03/on_time/", "/office/figures/2026-03/wait/")),
    FIGURES + "<str:name>/bulletin/": ("guo", ("/office/figures/2026-03/bulletin/",)),
    FIGURES + "bulletins/": ("guo", ("/office/figures/bulletins/",)),
    FIGURES + "bulletins/<uuid:bulletin>/": ("guo", ("/office/figures/bulletins/{bulletin}/",)),
    FIGURES + "sheets/": ("guo", ("/office/figures/sheets/",)),
    FIGURES + "sheets/<slug:key>/": ("guo", ("/office/figures/sheets/three-checks/",)),
    FIGURES + "sheets/<slug:key>/lines/": ("guo", ("/office/figures/sheets/hundred-points/lines/",)),
    FIGURES + "assessments/": ("guo", ("/office/figures/assessments/",)),
    FIGURES + "assessments/<uuid:assessment>/": ("guo", ("/office/figures/assessments/{assessment}/",)),
    "office/calendar/": ("guo", ("/office/calendar/", "/office/calendar/?year=2030")),
    "office/numbers/": ("guo", ("/office/numbers/",)),
    "office/registers/": ("xi", ("/office/registers/",)),
    "cases/<uuid:case>/bills/": ("lin", ("/cases/{billed}/bills/", "/cases/{accepted}/bills/")),
    "office/postage/": ("guo", ("/office/postage/", "/office/postage/?carrier=邮政速递&month=2026-03")),
    "office/postage/settlements/<uuid:settlement>/": ("guo", ("/office/postage/settlements/{settlement}/",)),
    "office/postage/postings/<uuid:posting>/correction/": ("guo", ("/office/postage/postings/{posting}/correction/",)),
    "office/fees/": ("guo", ("/office/fees/",)),
    "office/saved/": ("guo", ("/office/saved/?month=2026-03",)),
    "office/credit/": ("guo", ("/office/credit/",)),
    "office/journal/": ("ji", ("/office/journal/",)),
    "office/errands/": ("guo", ("/office/errands/",)),
    "office/looks/": ("ji", ("/office/looks/",)),
    "counter/device/": ("lin", ("/counter/device/",)),
    "office/ratings/": ("guo", ("/office/ratings/", "/office/ratings/?box=all&month=2026-03")),
    "office/ratings/<uuid:rating>/": ("guo", ("/office/ratings/{ratings}/",)),
    "office/ratings/figures/": ("guo", ("/office/ratings/figures/?month=2026-03", "/office/ratings/figures/?month=2026-03&by=item")),
    "office/ratings/mine/": ("sun", ("/office/ratings/mine/",)),
    "office/asking/": ("wu", ("/office/asking/", "/office/asking/?box=answered")),
    "office/asking/new/": ("wu", ("/office/asking/new/",)),
    "office/asking/<uuid:thread>/": ("wu", ("/office/asking/{question}/", "/office/asking/{called}/")),
    "office/asking/reviews/": ("wu", ("/office/asking/reviews/", "/office/asking/reviews/?box=kept")),
    "office/asking/reviews/<uuid:review>/": ("wu", ("/office/asking/reviews/{review}/", "/office/asking/reviews/{kept}/")),
    "office/asking/reviews/<uuid:review>/print/": ("wu", ("/office/asking/reviews/{kept}/print/",)),
    "office/asking/knowledge/": ("wu", ("/office/asking/knowledge/", "/office/asking/knowledge/?box=draft")),
    "office/asking/knowledge/new/": ("wu", ("/office/asking/knowledge/new/",)),
    "office/asking/knowledge/<uuid:known>/": ("sun", ("/office/asking/knowledge/{draft_answer}/", "/office/asking/knowledge/{answer}/")),
    "complaints/": (NOBODY, ("/complaints/",)),
    "complaints/new/": (NOBODY, ("/complaints/new/?category=complaint", "/complaints/new/?category=report")),
    "complaints/follow/": (NOBODY, ("/complaints/follow/",)),
    "my/complaints/": (CITIZEN, ("/my/complaints/",)),
    "my/complaints/<uuid:complaint>/": (CITIZEN, ("/my/complaints/{my_order}/",)),
    "counter/complaints/": ("lin", ("/counter/complaints/",)),
    "counter/complaints/new/<slug:kind>/": ("lin", ("/counter/complaints/new/unsolved/", "/counter/complaints/new/book/")),
    "office/complaints/": ("guo", ("/office/complaints/", "/office/complaints/?box=late&category=complaint")),
    "office/complaints/new/": ("dao", ("/office/complaints/new/",)),
    "office/complaints/<uuid:order>/": ("guo", ("/office/complaints/{order}/", "/office/complaints/{report}/", "/office/complaints/{closed_order}/")),
    "office/complaints/flaws/": ("he", ("/office/complaints/flaws/", "/office/complaints/flaws/?box=mended")),
    "office/complaints/flaws/<uuid:flaw>/": ("he", ("/office/complaints/flaws/{flaw}/",)),
    BUNDLES: ("he", ("/office/bundles/", "/office/bundles/?show=owed")),
    BUNDLES + "new/": ("he", ("/office/bundles/new/",)),
    BUNDLES + "<uuid:bundle>/": ("he", ("/office/bundles/{bundle}/",)),
    BUNDLES + "<uuid:bundle>/retirement/": ("he", ("/office/bundles/{bundle}/retirement/",)),
    BUNDLES + "versions/<int:version>/": ("he", ("/office/bundles/versions/{bundle_version}/", "/office/bundles/versions/{bundle_current}/")),
    BUNDLES + "versions/<int:version>/look/<slug:look>/": (
        "he", ("/office/bundles/versions/{bundle_current}/look/{bundle_looks}/?a-subject=company&a-size=normal&a-fire=general",),
    ),
    BUNDLES + "versions/<int:version>/dropping/": ("he", ("/office/bundles/versions/{bundle_version}/dropping/",)),
    BUNDLES + "versions/<int:version>/<slug:element>/": ("he", ("/office/bundles/versions/{bundle_version}/{bundle_elements}/",)),
    CATALOGUE: ("he", ("/office/catalogue/",)),
    CATALOGUE + "words/": ("he", ("/office/catalogue/words/",)),
    CATALOGUE + "unfound/": ("he", ("/office/catalogue/unfound/", "/office/catalogue/unfound/?show=all")),
    CATALOGUE + "unfound/<int:search>/": ("he", ("/office/catalogue/unfound/{missed}/",)),
    CATALOGUE + "new/": ("he", ("/office/catalogue/new/",)),
    CATALOGUE + "items/<uuid:item>/": ("he", ("/office/catalogue/items/{item}/",)),
    CATALOGUE + "items/<uuid:item>/retirement/": ("he", ("/office/catalogue/items/{item}/retirement/",)),
    CATALOGUE + "versions/<int:version>/": ("he", ("/office/catalogue/versions/{version}/", "/office/catalogue/versions/{current}/")),
    CATALOGUE + "versions/<int:version>/cases/": ("he", ("/office/catalogue/versions/{current}/cases/",)),
    CATALOGUE + "versions/<int:version>/preview/<slug:look>/": ("he", ("/office/catalogue/versions/{current}/preview/{looks}/",)),
    CATALOGUE + "versions/<int:version>/dropping/": ("he", ("/office/catalogue/versions/{version}/dropping/",)),
    CATALOGUE + "versions/<int:version>/gate/": ("he", ("/office/catalogue/versions/{version}/gate/",)),
    CATALOGUE + "versions/<int:version>/<slug:element>/": ("he", ("/office/catalogue/versions/{version}/{elements}/",)),
    CATALOGUE + "gate/": ("he", ("/office/catalogue/gate/",)),
    CATALOGUE + "gate/<slug:verdict>/print/": ("he", ("/office/catalogue/gate/{verdicts}/print/",)),
    CATALOGUE + "debts/": ("he", ("/office/catalogue/debts/",)),
    CATALOGUE + "authorisations/": ("he", ("/office/catalogue/authorisations/",)),
    CATALOGUE + "authorisations/new/": ("he", ("/office/catalogue/authorisations/new/",)),
    CATALOGUE + "authorisations/print/": ("he", ("/office/catalogue/authorisations/print/",)),
    CATALOGUE + "entrustments/": ("he", ("/office/catalogue/entrustments/",)),
    CATALOGUE + "entrustments/new/": ("he", ("/office/catalogue/entrustments/new/",)),
    CATALOGUE + "entrustments/print/": ("he", ("/office/catalogue/entrustments/print/",)),
    CATALOGUE + "import/": ("he", ("/office/catalogue/import/",)),
    PEOPLE: ("an", ("/office/people/",)),
    PEOPLE + "organisations/": ("xi", ("/office/people/organisations/",)),
    PEOPLE + "organisations/new/": ("xi", ("/office/people/organisations/new/",)),
    PEOPLE + "organisations/<int:organisation>/": ("xi", ("/office/people/organisations/{body}/",)),
    PEOPLE + "organisations/<int:organisation>/ending/": ("xi", ("/office/people/organisations/{body}/ending/",)),
    PEOPLE + "persons/": ("xi", ("/office/people/persons/",)),
    PEOPLE + "persons/new/": ("xi", ("/office/people/persons/new/",)),
    PEOPLE + "persons/<int:person>/": ("an", ("/office/people/persons/{person}/",)),
    PEOPLE + "persons/<int:person>/password/": ("an", ("/office/people/persons/{person}/password/",)),
    PEOPLE + "posts/": ("an", ("/office/people/posts/",)),
    PEOPLE + "posts/appointment/": ("an", ("/office/people/posts/appointment/",)),
    PEOPLE + "holdings/<int:holding>/dismissal/": ("an", ("/office/people/holdings/{holding}/dismissal/",)),
    PEOPLE + "delegations/": ("an", ("/office/people/delegations/",)),
    PEOPLE + "leaves/new/": ("an", ("/office/people/leaves/new/",)),
    PEOPLE + "systems/": ("an", ("/office/people/systems/",)),
    PEOPLE + "systems/tokens/new/": ("an", ("/office/people/systems/tokens/new/",)),
    PEOPLE + "systems/tokens/<int:token>/revocation/": ("an", ("/office/people/systems/tokens/{token}/revocation/",)),
    PEOPLE + "halls/": ("xi", ("/office/people/halls/",)),
    PEOPLE + "halls/new/": ("xi", ("/office/people/halls/new/",)),
    PEOPLE + "halls/<int:hall>/": ("xi", ("/office/people/halls/{hall}/",)),
    PEOPLE + "halls/<int:hall>/particulars/": ("xi", ("/office/people/halls/{hall}/particulars/",)),
    PEOPLE + "halls/<int:hall>/zones/new/": ("xi", ("/office/people/halls/{hall}/zones/new/",)),
    PEOPLE + "halls/<int:hall>/zones/<int:zone>/": ("xi", ("/office/people/halls/{hall}/zones/{zone}/",)),
    PEOPLE + "halls/<int:hall>/windows/new/": ("xi", ("/office/people/halls/{hall}/windows/new/",)),
    PEOPLE + "halls/<int:hall>/windows/<int:window>/": ("xi", ("/office/people/halls/{hall}/windows/{window}/",)),
    PEOPLE + "halls/<int:hall>/seats/new/": ("xi", ("/office/people/halls/{hall}/seats/new/",)),
    PEOPLE + "visits/": ("ji", ("/office/people/visits/",)),
    PEOPLE + "records/": ("ji", ("/office/people/records/",)),
}  # fmt: skip
# What answers a GET and is no page, with the reason.
NO_PAGES = {
    "counter/across/<uuid:handing>/bundle/": "a download",
    "my/files/<uuid:file>/": "a download", "figures/<str:name>.csv": "a download", "figures/schema.json": "for machines",
    "figures/bulletins/<uuid:bulletin>/bulletin.pdf": "a download", "office/figures/bulletins/<uuid:bulletin>/bulletin.pdf": "a download",
    **dict.fromkeys(("my/sign-in/code/", "my/sign-in/account/", "my/phone/code/", "my/sign-in/platform/return/"), "between two pages of sign-in; yichuang/doors/me walks it"),
    "counter/items/": "the answers of a box", "counter/point/": "a part of the bench", "counter/guide/": "a paper of the sitting; walked below",
    "inspections/<slug:number>/draw.json": "a download", "office/inspections/draws/<uuid:draw>/seals/<int:slip>/slip.json": "a download", "inspections/draw.py": "a download",
    "office/catalogue/search/": "the answers of a box", "office/bundles/versions/<int:version>/flow.bpmn": "a download", "office/cases/export.csv": "a download", "office/board/now/": "what is renewed of the board", "office/board/wall/now/": "what is renewed of the wall page", "office/postage/sheet/<slug:kind>/": "a download", "office/fees/sheet/": "a download", "office/catalogue/export.json": "a download",
    "office/catalogue/export.xlsx": "a download", "files/<uuid:file>/": "a download", "healthz": "for machines", "readyz": "for machines",
    "pay/<str:number>/": "of the test platform, 404 elsewhere; yichuang/doors/tests/test_pay.py walks it",
    "metrics": "for machines", "entrance/second/": "between two pages of sign-in; yichuang/doors/entrance walks it", "entrance/logout/": "leads out",
    "apply/<uuid:draft>/files/<uuid:file>/": "a download", "my/questions/<uuid:thread>/files/<uuid:file>/": "a download",
    "kiosk/complaints/filed/": "after filing only; portal/tests files", "my/complaints/<uuid:complaint>/files/<uuid:file>/": "a download",
    "complaints/followed/files/<uuid:file>/": "a download", "office/complaints/<uuid:order>/files/<uuid:file>/": "a download",
    "complaints/filed/": "after filing only; portal/tests files", "complaints/followed/": "after its code only; portal/tests follows",
    "mistakes/told/": "after telling only; portal/tests tells",
    "office/complaints/<uuid:order>/caller/": "after a reason only; office/complaints/tests asks",
    "office/asking/reviews/<uuid:review>/files/<uuid:file>/": "a download", "questions/<uuid:thread>/files/<uuid:file>/": "a download", "apply/<uuid:draft>/materials/<int:place>/parts/": "pieces of a file", "apply/correction/<str:code>/<int:place>/parts/": "pieces of a file", "office/calendar/notices/": "leads to the calendar", "office/calendar/closures/": "leads to the calendar", "questions/asked/": "after asking only; yichuang/doors/me/tests asks", "my/awake/": "renews a session", "my/kept/": "leads on; yichuang/doors/tests/test_away.py walks it", "parts/": "the pattern page, 404 outside the demo",
}  # fmt: skip


class Visit(NamedTuple):
    """One page to look at; `first` of its route, or one more of the same kind."""

    who: str
    address: str
    first: bool

    @property
    def door(self) -> str:
        """The door it belongs to, by its path."""
        top = self.address.split("/")[1]
        return {
            "office": "office",
            "desk": "desk",
            "counter": "hall",
            "issue": "hall",
            "papers": "hall",
            "letters": "hall",
            "passages": "hall",
            "my": "citizen",
            "apply": "citizen",
        }.get(top, "public")


def scene(town: Town) -> dict[str, Any]:
    """Cases in every state, and one of everything that a page is about, by the words of the addresses."""
    made = {
        state: town.case(FOOD, upto=state)
        for state in ("filed", "accepted", "reviewed", "decided", "ready", "delivered")
    }
    made |= {name: town.case(FOOD) for name in ("suspended", "asked", "heard")} | {
        "told": town.case(FOOD, upto="filed")
    }
    later, wu, lin = towns.MONDAY + timedelta(hours=2), town.actor("wu"), town.actor("lin")
    cases.suspend(made["suspended"].pk, by=wu, at=later, name="听证", days=5)
    cases.ask_extension(made["asked"].pk, by=wu, at=later, reason="等检验报告")
    cases.offer_hearing(made["heard"].pk, by=wu, at=later, why="重大利益关系")
    place = min(town.application(FOOD).materials)
    cases.ask_once(made["told"].pk, by=lin, at=later, lines=[{"place": place, "reason": "1"}])
    made["proposed"], made["passed_on"] = (
        town.case(FOOD, upto="filed"),
        town.case(HYGIENE, upto="filed"),
    )
    cases.propose_not_accept(
        made["proposed"].pk, by=lin, at=later, why="不属于本机关职权", whose="邻区市场监督管理局"
    )
    cases.pass_on(made["passed_on"].pk, by=lin, at=later)
    at_once = cases.receive(by=lin, at=later, application=town.application(NAME), then="decide_at_once")["id"]
    check, _ = AfterCheck.objects.get_or_create(
        case_id=at_once, kind="sample", defaults={"due_on": date(2026, 6, 1)}
    )
    item = Item.objects.get(key="marriage-registration")
    draft = catalogue.draft(by=town.actor("he"), at=now(), item=str(item.pk))["version"]
    integrator = Integrator.objects.create(region=towns.REGION, name="不动产登记系统")
    token = Token.objects.create(
        integrator=integrator, person=town.people["lin"], post=town.posts["lin"], digest="0" * 64, hint="yc_", made_at=towns.MONDAY
    )  # fmt: skip
    issued = list(Paper.objects.order_by("kind", "made_at").values_list("kind", "pk"))
    kinds = dict(issued)
    return {name: str(case.pk) for name, case in made.items()} | {
        "all": [str(case.pk) for name, case in made.items() if name != "passed_on"],
        "codes": [made[name].query_code for name in ("filed", "told", "suspended", "ready")],
        "delivered_code": made["delivered"].query_code, "term": str(Term.objects.filter(subject=made["accepted"].pk, kind="promised").get().pk),
        "papers": [str(pk) for pk in kinds.values()], "paper": str(issued[0][1]), "slips": [str(kinds[k]) for k in ("acceptance", "one_time_notice")],
        "drifted": str(town.items[FOOD].current_id), "sampled": str(at_once), "check": str(check.pk), "item": str(item.pk), "version": str(draft), "current": str(item.current_id),
        "looks": list(versions.LOOKS), "elements": [one.key for one in elements.ELEMENTS], "verdicts": list(gate.VERDICTS),
        "body": str(town.departments["fire"].pk), "person": str(town.people["wu"].pk), "holding": str(Holding.objects.get(person=town.people["wu"]).pk),
        "missed": str(catalogue_searches(town)), "weekly": last_week(town),
        "told_code": made["told"].query_code, **citizens.scene(town), **held.scene(town), **fees.scene(town, made["accepted"].pk), **questions.scene(town, made["accepted"].pk),
        **places.scene(town), **bundles.scene(town), **things.scene(town), **urging.scene(town), **workorders.scene(town), **verdicts.scene(town),
        **figures.scene(town),
        **inspections.scene(town),
        "token": str(token.pk), "hall": str(town.hall.pk), "zone": str(town.window.zone_id), "window": str(town.window.pk),
    }  # fmt: skip


def last_week(town: Town) -> str:
    """The weekly letter of the region about the week of the scene."""
    week = towns.MONDAY.date()
    return str(supervision.write_letter(by=town.night, at=towns.MONDAY + timedelta(days=7), week=week)["id"])


def catalogue_searches(town: Town) -> int:
    """A search that found nothing, for the editors' list."""
    catalogue.count_searches({"开馆子": {"empty": 3}}, by=town.night, at=towns.MONDAY)
    return Search.objects.get().pk


def build() -> tuple[Town, list[Visit]]:
    """The small town, and every page of it with the person who opens it."""
    town = towns.build()
    catalogue.import_(
        by=town.night, at=now(), records=[r for r in seed.items() if r["id"] == "marriage-registration"]
    )
    for key, variant in ((FIRM, "设立"), ("equity-pledge-registration", "股权出质")):
        Item.objects.filter(key=key).update(base="公司登记", variant=variant)
    words = scene(town)
    return town, [*_listed(words), *_deeds(town, words["all"])]


def _listed(words: dict[str, Any]) -> Iterator[Visit]:
    for who, addresses in PAGES.values():
        first = True
        for address in addresses if who != DEED else ():
            names = re.findall(r"{(\w+)}", address)
            each = [words[name] if isinstance(words[name], list) else [words[name]] for name in names]
            for chosen in product(*each):
                yield Visit(who, address.format(**dict(zip(names, chosen, strict=True))), first)
                first = False


def _deeds(town: Town, those: list[str]) -> Iterator[Visit]:
    """Each page of an act of the desk, at the first case and person for which it opens."""
    clients = {who: signed_in(town, who) for who in ("wu", "sun", "gao")}
    for name in DEEDS:
        tried = ((who, f"/desk/cases/{case}/{name}/") for case in those for who in clients)
        yield next(
            (Visit(w, a, True) for w, a in tried if clients[w].get(a).status_code == 200),
            Visit(DEED, name, True),
        )


def signed_in(town: Town, who: str) -> Client:
    """A client signed in as a person of the cast."""
    client = Client(raise_request_exception=False)
    if who == CITIZEN:
        town.enter(client)
        return client
    client.force_login(town.people[who], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client
