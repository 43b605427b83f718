"""A citizen's session and draft made directly in a house's database: python -m tests.drill.applying, printing cookie and draft."""

import json
import os
import sys


def main() -> None:
    """Print {"cookie", "draft"}."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    from bench.lives import existing
    from yichuang.catalogue import versions
    from yichuang.doors import citizen
    from yichuang.drafts import acts
    from yichuang.ground.now import now
    from yichuang.journal import stamps

    town, at = existing(), now()
    account = town.account()
    facts = versions.by_name("social-card-replace", stamps.current())
    own = citizen.Citizen(account, ()).actor()
    draft = acts.begin(facts, {"reason": "lost"}, by=own, at=at, content={"consent": "no"})
    session = SessionStore()
    session[citizen.ACCOUNT], session[citizen.ENTERED] = str(account.pk), int(at.timestamp())
    session.create()
    told = {"cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}", "draft": str(draft.pk)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    main()
