from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from commands.daily_gift import ClaimDailyGift
from commands.users import (
    BanUser,
    ChangeLanguage,
    ChangeTimeZone,
    GrantRole,
    NoteVisit,
    RegisterUser,
    RevokeRole,
    UnbanUser,
    UpdateUser,
)
from domain.content import Community, ContentPack
from domain.errors import InvalidValue, NotFound
from domain.users import User, UserBanned
from tests.unit.given import ana, bea, given, nothing, nothing_at_all, user

MARCH_1 = datetime(2026, 3, 1, tzinfo=UTC)
MARCH_9 = datetime(2026, 3, 9, tzinfo=UTC)


# -- registration -----------------------------------------------------------------------------------------------------


def test_first_contact_registers_with_the_language_that_telegram_tells():
    given(nothing_at_all).when(RegisterUser(ana, language="en-GB")).records(
        user.registered(language="en", time_zone="UTC", time_zone_known=False)
    )


@pytest.mark.parametrize("language", [None, "", "pt-br", "klingon"])
def test_whoever_speaks_neither_language_gets_the_communitys(language: str | None):
    given(nothing_at_all).with_content(ContentPack(community=Community(language="en", time_zone="Europe/Madrid"))).when(
        RegisterUser(ana, language=language)
    ).records(user.registered(language="en", time_zone="Europe/Madrid", time_zone_known=False))


def test_a_time_zone_told_at_first_contact_is_known():
    given(nothing_at_all).when(RegisterUser(ana, "es", "America/Bogota")).records(
        user.registered(language="es", time_zone="America/Bogota", time_zone_known=True)
    )


def test_registering_with_a_time_zone_that_does_not_exist_is_refused():
    given(nothing_at_all).when(RegisterUser(ana, "es", "Europe/Macondo")).refuses(InvalidValue)


def test_registering_again_does_nothing():
    given(user.registered(language="es")).when(RegisterUser(ana, language="en")).records_nothing()


def test_a_banned_user_does_not_get_in_again_by_registering():
    given(user.registered(), user.banned("spam")).when(RegisterUser(ana, language="en")).records_nothing()


# -- language, time zone, preferences ---------------------------------------------------------------------------------


def test_a_language_is_changed():
    given(nothing).when(ChangeLanguage(ana, "en")).records(user.language_changed("en"))


def test_a_language_without_texts_is_refused():
    given(nothing).when(ChangeLanguage(ana, "fr")).refuses(InvalidValue("language", "must be one of es, en"))


def test_changing_to_the_same_language_does_nothing():
    given(user.registered(language="en")).when(ChangeLanguage(ana, "en")).records_nothing()


def test_a_time_zone_is_changed():
    given(nothing).when(ChangeTimeZone(ana, "America/Bogota")).records(user.time_zone_changed("America/Bogota"))


@pytest.mark.parametrize("zone", ["", "Macondo", "europe/madrid ", "../etc/passwd", "Europe/", "GMT+25", "localtime"])
def test_a_time_zone_that_is_none_is_refused(zone: str):
    given(nothing).when(ChangeTimeZone(ana, zone)).refuses(InvalidValue)


def test_confirming_the_communitys_time_zone_makes_it_known():
    given(user.registered(time_zone="UTC", time_zone_known=False)).when(ChangeTimeZone(ana, "UTC")).records(
        user.time_zone_changed("UTC")
    )


def test_changing_to_the_same_known_time_zone_does_nothing():
    given(nothing, user.time_zone_changed("Asia/Tokyo")).when(ChangeTimeZone(ana, "Asia/Tokyo")).records_nothing()


def test_several_settings_are_changed_in_one_commit():
    given(nothing).when(UpdateUser(ana, "en", "Asia/Tokyo", {"notifications": "none"})).records(
        user.language_changed("en"),
        user.time_zone_changed("Asia/Tokyo"),
        user.preferences_changed({"notifications": "none"}),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        UpdateUser(ana, "en", "Asia/Macondo"),
        UpdateUser(ana, "en", preferences={"notifications": "sometimes"}),
        UpdateUser(ana, "en", preferences={"sounds": True}),
    ],
)
def test_one_wrong_setting_changes_none_of_them(wrong: UpdateUser):
    given(nothing).when(wrong).refuses(InvalidValue)


def test_settings_as_they_are_change_nothing():
    given(nothing).when(UpdateUser(ana, "es", preferences={"notifications": "all"})).records_nothing()


# -- bans -------------------------------------------------------------------------------------------------------------


def test_a_ban_is_recorded_with_its_reason_and_end():
    given(nothing).when(BanUser(ana, " spam ", MARCH_9), at=MARCH_1).records(user.banned("spam", MARCH_9))


def test_banning_somebody_unknown_is_refused():
    given(nothing_at_all).when(BanUser(bea, "spam")).refuses(NotFound("user", bea))


def test_a_ban_without_a_reason_or_with_an_end_in_the_past_is_refused():
    given(nothing).when(BanUser(ana, "  ")).refuses(InvalidValue)
    given(nothing).when(BanUser(ana, "spam", MARCH_1), at=MARCH_1).refuses(InvalidValue)


def test_an_end_without_a_time_zone_is_refused():
    given(nothing).when(BanUser(ana, "spam", datetime(2027, 1, 1))).refuses(InvalidValue)  # noqa: DTZ001


def test_the_same_ban_again_does_nothing():
    given(nothing, user.banned("spam", MARCH_9)).when(BanUser(ana, "spam", MARCH_9), at=MARCH_1).records_nothing()


def test_a_banned_user_can_do_nothing_until_the_ban_ends():
    banned = (user.registered(), user.banned("spam", MARCH_9))
    before, after = datetime(2026, 3, 8, 23, 59, tzinfo=UTC), MARCH_9
    given(banned).when(ClaimDailyGift(ana), at=before).refuses(UserBanned(MARCH_9, "spam"))
    assert given(banned).when(ClaimDailyGift(ana), at=after).refusal is None


def test_a_ban_without_an_end_holds_for_good():
    given(nothing, user.banned("spam", None)).when(ChangeLanguage(ana, "en"), on="2099-01-01").refuses(
        UserBanned(None, "spam")
    )


def test_a_ban_is_lifted():
    given(nothing, user.banned("spam", None)).when(UnbanUser(ana)).records(user.unbanned())


def test_lifting_the_ban_of_somebody_unknown_is_refused():
    given(nothing_at_all).when(UnbanUser(bea)).refuses(NotFound("user", bea))


def test_lifting_no_ban_does_nothing():
    given(nothing).when(UnbanUser(ana)).records_nothing()
    given(nothing, user.banned("spam", MARCH_1)).when(UnbanUser(ana), at=MARCH_9).records_nothing()


# -- roles ------------------------------------------------------------------------------------------------------------


def test_a_role_is_granted():
    given(nothing).when(GrantRole(ana, "moderator")).records(user.role_granted("moderator"))


def test_a_role_that_does_not_exist_is_refused():
    given(nothing).when(GrantRole(ana, "emperor")).refuses(InvalidValue)
    given(nothing).when(RevokeRole(ana, "emperor")).refuses(InvalidValue)


def test_granting_a_role_twice_does_nothing():
    given(nothing, user.role_granted("admin")).when(GrantRole(ana, "admin")).records_nothing()
    given(nothing).when(GrantRole(ana, "member")).records_nothing()


def test_a_role_is_revoked():
    given(nothing, user.role_granted("admin"), user.role_granted("writer")).when(RevokeRole(ana, "admin")).records(
        user.role_revoked("admin")
    )


def test_nobody_stops_being_a_member():
    given(nothing).when(RevokeRole(ana, "member")).refuses(InvalidValue)


def test_revoking_a_role_that_was_not_granted_does_nothing():
    given(nothing).when(RevokeRole(ana, "admin")).records_nothing()


# -- visits -----------------------------------------------------------------------------------------------------------


def test_the_first_visit_of_a_day_is_noted():
    given(nothing, user.visited(day=date(2026, 2, 28), days=4, streak=2)).when(NoteVisit(ana), on="2026-03-01").records(
        user.visited(day=date(2026, 3, 1), days=5, streak=3)
    )


def test_a_missed_day_breaks_the_row_of_visits_and_not_their_number():
    given(nothing, user.visited(day=date(2026, 2, 26), days=4, streak=2)).when(NoteVisit(ana), on="2026-03-01").records(
        user.visited(day=date(2026, 3, 1), days=5, streak=1)
    )


def test_a_visit_of_somebody_unknown_is_refused():
    given(nothing_at_all).when(NoteVisit(bea)).refuses(NotFound("user", bea))


def test_a_second_visit_on_the_same_local_day_does_nothing():
    tokyo = (user.registered(time_zone="Asia/Tokyo"), user.visited(day=date(2026, 3, 2)))
    given(tokyo).when(NoteVisit(ana), at=datetime(2026, 3, 1, 15, 30, tzinfo=UTC)).records_nothing()


# -- state ------------------------------------------------------------------------------------------------------------


def test_a_users_days_are_those_of_their_zone():
    blank = User.blank("user:x")
    blank.time_zone = "America/Bogota"
    assert blank.zone == ZoneInfo("America/Bogota")
    assert not blank.has_role("member")
    assert blank.preference("notifications") == "all"
