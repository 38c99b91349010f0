"""Telegram Stars: a charge counts once, what is paid is never lost, what goes back takes its days along."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from commands.context import Command
from commands.membership import ExpireMembership, GrantMembership, RevokeMembership
from commands.payments import (
    ChangeSubscriptions,
    OfferPlan,
    RecordPayment,
    RecordRefund,
    RecordRefundFailure,
    RecordSubscription,
    RecordUnmatched,
    RefundPayment,
    ReserveInvoice,
)
from commands.star_calls import CALLS, star_call
from domain.content import ContentPack
from domain.definitions import Text
from domain.errors import DomainError, InvalidValue, NotFound
from domain.membership import USUAL_GRACE as GRACE
from domain.membership import MembershipTooLong, PlanDefinition
from domain.payments import (
    RESERVED_FOR,
    AlreadyRefunded,
    InvoicePaid,
    InvoiceUnknown,
    PaymentUnderway,
    PlanChanged,
    invoice_in,
)
from domain.recorded import present_fields
from domain.subscriptions import AlreadySubscribed, NoSubscription, SubscriptionRefunded, beside
from domain.users import UserBanned
from tests.unit.given import DEFAULT_NOW as NOW
from tests.unit.given import Scene, ana, bea, given, invoice, membership, nothing, payment, subscription, user
from tests.vip_model import Lasting

WORDS = Text(es="mes", en="month")
MONTH = PlanDefinition(id="month", title=WORDS, description=WORDS, days=30, stars=150)
CLUB = PlanDefinition(id="club", title=WORDS, description=WORDS, days=30, stars=130, subscription=True)
PACK = ContentPack(plans=(MONTH, CLUB))
ID = "0123456789abcdef01234567"
CLUB_ID = "c" * 24
MOMENT = timedelta(milliseconds=1)


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def issued(id: str = ID, buyer: str = ana, plan: PlanDefinition = MONTH):
    return invoice.issued(id, buyer, plan.id, plan.days, plan.stars, plan.subscription, of=(id,))


def received(charge: str = "ch", payer: str = ana, days: int = 30, stars: int = 150, **fields):
    return payment.received(charge, payer, stars, days=days, of=(charge,), **fields)


def asked_back(charge: str = "ch"):
    return payment.refund_requested(charge, "sorry", of=(charge,))


def subscribed(charge: str = "s1", until: datetime = NOW + timedelta(days=30), id: str = CLUB_ID):
    return subscription.started(id, charge, "club", 130, until)


def vip(until: datetime):
    return membership.granted("month", 30, NOW, until)


def here(*history: object) -> Scene:
    return given(nothing, *history).with_content(PACK)


# -- offers -----------------------------------------------------------------------------------------------------------


def test_an_offer_is_an_invoice_of_its_own_at_the_price_of_now():
    scene = here().when(OfferPlan(ana, "month"), command_id="http:key:1")
    scene.records(invoice.issued(buyer=ana, plan="month", days=30, stars=150, subscription=False))
    assert invoice_in(scene.recorded[0].invoice) == scene.recorded[0].invoice
    first = scene.recorded[0].invoice
    scene.when(OfferPlan(ana, "month"), command_id="http:key:2")
    assert scene.recorded[0].invoice != first


def test_the_same_offer_again_is_the_same_invoice():
    scene = here().when(OfferPlan(ana, "month"), command_id="http:key:1")
    scene.when(OfferPlan(ana, "month"), command_id="http:key:1").records_nothing()
    assert scene.receipt is not None and scene.receipt.repeated


def test_what_is_not_sold_can_not_be_offered():
    here().when(OfferPlan(ana, "life")).refuses(NotFound("plan", "life"))
    here(user.banned("spam", until=None)).when(OfferPlan(ana, "month")).refuses(UserBanned(None, "spam"))


# -- before paying ----------------------------------------------------------------------------------------------------


def reserved(until: datetime, id: str = ID):
    return invoice.reserved(id, until, of=(id,))


def test_an_invoice_of_ones_own_may_be_paid_and_is_kept_for_its_payment():
    scene = here(issued()).when(ReserveInvoice(ana, ID, 150)).records(reserved(NOW + RESERVED_FOR))
    again = ReserveInvoice(ana, ID, 150)
    scene.when(again, at=NOW + RESERVED_FOR - MOMENT).refuses(PaymentUnderway(NOW + RESERVED_FOR))
    scene.when(again, at=NOW + RESERVED_FOR).records(reserved(NOW + 2 * RESERVED_FOR))
    scene.when(RecordPayment(ana, "ch", ID, 150)).when(again).refuses(InvoicePaid())


def test_a_subscription_of_a_plan_begins_by_one_payment_at_a_time():
    other = "d" * 24
    scene = here(issued(CLUB_ID, plan=CLUB), issued(other, plan=CLUB), issued())
    scene.when(ReserveInvoice(ana, CLUB_ID, 130)).records(
        reserved(NOW + RESERVED_FOR, CLUB_ID), subscription.reserved("club", NOW + RESERVED_FOR)
    )
    scene.when(ReserveInvoice(ana, other, 130)).refuses(PaymentUnderway(NOW + RESERVED_FOR))
    scene.when(ReserveInvoice(ana, ID, 150)).records(reserved(NOW + RESERVED_FOR))
    scene.when(ReserveInvoice(ana, other, 130), at=NOW + RESERVED_FOR).records(
        reserved(NOW + 2 * RESERVED_FOR, other), subscription.reserved("club", NOW + 2 * RESERVED_FOR)
    )


@pytest.mark.parametrize("id", ["-", "f" * 24])
def test_an_invoice_that_was_never_made_may_not_be_paid(id: str):
    here(issued()).when(ReserveInvoice(ana, id, 150)).refuses(InvoiceUnknown())


def test_somebody_elses_invoice_may_not_be_paid():
    here(user.registered(of=bea), issued(buyer=bea)).when(ReserveInvoice(ana, ID, 150)).refuses(InvoiceUnknown())


def test_an_invoice_is_paid_once():
    here(issued(), invoice.paid(ID, "ch", of=(ID,))).when(ReserveInvoice(ana, ID, 150)).refuses(InvoicePaid())


def test_at_another_price_nothing_may_be_paid():
    here(issued()).when(ReserveInvoice(ana, ID, 149)).refuses(PlanChanged("month"))
    dearer = ContentPack(plans=(MONTH.model_copy(update={"stars": 200}),))
    given(nothing, issued()).with_content(dearer).when(ReserveInvoice(ana, ID, 150)).refuses(PlanChanged("month"))
    given(nothing, issued()).with_content(ContentPack()).when(ReserveInvoice(ana, ID, 150)).refuses(
        PlanChanged("month")
    )


@pytest.mark.parametrize("more", [(), (subscription.canceled(CLUB_ID),)])
def test_the_link_of_a_subscription_that_runs_may_not_be_paid_again(more: tuple[object, ...]):
    history = (issued(CLUB_ID, plan=CLUB), invoice.paid(CLUB_ID, "s1", of=(CLUB_ID,)), subscribed(), *more)
    here(*history).when(ReserveInvoice(ana, CLUB_ID, 130)).refuses(AlreadySubscribed("club", day(30)))


def test_a_subscription_that_has_lapsed_may_not_be_paid_by_its_old_link():
    scene = here(issued(CLUB_ID, plan=CLUB), invoice.paid(CLUB_ID, "s1", of=(CLUB_ID,)), subscribed())
    scene.when(ReserveInvoice(ana, CLUB_ID, 130), at=day(30) + GRACE).refuses(InvoicePaid())


@pytest.mark.parametrize("more", [(), (subscription.canceled(CLUB_ID),)])
def test_a_plan_whose_subscription_runs_is_neither_offered_nor_paid_again(more: tuple[object, ...]):
    other = "d" * 24
    scene = here(subscribed(), *more, issued(other, plan=CLUB), issued())
    refusal = AlreadySubscribed("club", day(30))
    scene.when(OfferPlan(ana, "club")).refuses(refusal)
    scene.when(ReserveInvoice(ana, other, 130)).refuses(refusal)
    scene.when(ReserveInvoice(ana, ID, 150)).records(reserved(NOW + RESERVED_FOR))
    until = day(30) + GRACE + RESERVED_FOR
    scene.when(ReserveInvoice(ana, other, 130), at=day(30) + GRACE).records(
        reserved(until, other), subscription.reserved("club", until)
    )


def test_one_whose_renewal_is_waited_for_runs_unless_it_was_cancelled():
    other = "d" * 24
    scene = here(subscribed(), issued(other, plan=CLUB))
    scene.when(ReserveInvoice(ana, other, 130), at=day(30) + GRACE - MOMENT).refuses(AlreadySubscribed("club", day(30)))
    scene = here(subscribed(), subscription.canceled(CLUB_ID), issued(other, plan=CLUB))
    until = day(30) + RESERVED_FOR
    scene.when(ReserveInvoice(ana, other, 130), at=day(30)).records(
        reserved(until, other), subscription.reserved("club", until)
    )


def test_who_is_banned_may_not_pay():
    here(issued(), user.banned("spam", until=None)).when(ReserveInvoice(ana, ID, 150)).refuses(UserBanned(None, "spam"))


def test_who_is_vip_for_a_hundred_years_may_not_pay_for_more():
    far = NOW + timedelta(days=36_500)
    here(issued(), vip(far)).when(ReserveInvoice(ana, ID, 150)).refuses(MembershipTooLong(far))


# -- paid -------------------------------------------------------------------------------------------------------------


def test_a_payment_and_what_it_buys_are_one_commit():
    scene = here(issued()).when(RecordPayment(ana, "ch", ID, 150))
    scene.records(
        payment.received("ch", ana, 150, ID, "month", 30, "once", None, "update", None),
        invoice.paid(ID, "ch"),
        membership.granted("month", 30, NOW, day(30), "stars"),
    )
    assert {each.user_id for each in scene.recorded} == {ana}


def test_a_charge_counts_once_however_often_it_is_told():
    scene = here(issued()).when(RecordPayment(ana, "ch", ID, 150))
    scene.when(RecordPayment(ana, "ch", ID, 150)).records_nothing()
    scene.when(RecordPayment(ana, "ch", ID, 150, found_by="reconciliation")).records_nothing()


def test_a_second_charge_for_one_invoice_was_paid_buys_as_much_again_and_is_flagged():
    scene = here(issued()).when(RecordPayment(ana, "ch", ID, 150)).when(RecordPayment(ana, "ch2", ID, 150))
    scene.records(
        payment.received("ch2", days=30, problem="paid_twice"), membership.granted(begins=day(30), until=day(60))
    )


def test_a_payment_for_an_unknown_invoice_is_recorded_and_buys_nothing():
    here().when(RecordPayment(ana, "ch", "-", 150)).records(
        payment.received("ch", ana, 150, None, None, 0, "once", "unknown_invoice", "update", None)
    )


@pytest.mark.parametrize(
    ("payer", "stars", "recurring", "problem"),
    [(bea, 150, False, "not_theirs"), (ana, 149, False, "other_terms"), (ana, 150, True, "other_terms")],
)
def test_a_payment_on_other_terms_is_recorded_and_buys_nothing(payer, stars, recurring, problem):
    scene = here(user.registered(of=bea), issued())
    scene.when(RecordPayment(payer, "ch", ID, stars, recurring)).records(
        payment.received(payer=payer, days=0, problem=problem)
    )


def test_a_payment_of_somebody_banned_meanwhile_buys_what_it_bought_and_is_flagged():
    here(issued(), user.banned("spam", until=None)).when(RecordPayment(ana, "ch", ID, 150)).records(
        payment.received(days=30, problem="banned"), invoice.paid(), membership.granted(until=day(30))
    )


def test_a_payment_that_leads_too_far_is_recorded_all_the_same():
    here(issued(), vip(NOW + timedelta(days=36_500))).when(RecordPayment(ana, "ch", ID, 150)).records(
        payment.received(days=0, problem="too_long")
    )


def test_a_plan_that_is_gone_is_given_to_who_paid_for_it():
    given(nothing, issued()).with_content(ContentPack()).when(RecordPayment(ana, "ch", ID, 150)).records(
        payment.received(days=30, problem=None), invoice.paid(), membership.granted("month", 30)
    )


@pytest.mark.parametrize("charge", ["", "x" * 256, "a\nb"])
def test_a_charge_without_a_proper_name_is_refused(charge: str):
    here(issued()).when(RecordPayment(ana, charge, ID, 150)).refuses(InvalidValue)


@pytest.mark.parametrize("payload", ["", "x", ID + "0", ID.upper(), "g" * 24, "invoice:" + ID, "\x00"])
def test_a_payload_that_is_no_invoice_of_ours_names_none(payload: str):
    assert invoice_in(payload) == "-"


# -- given back -------------------------------------------------------------------------------------------------------


def test_a_refund_is_asked_for_once():
    scene = here(received()).when(RefundPayment(ana, "ch", " sorry "))
    scene.records(payment.refund_requested("ch", "sorry")).when(RefundPayment(ana, "ch", "x")).refuses(
        AlreadyRefunded()
    )


def test_a_refund_takes_back_the_days_that_were_paid():
    here(received(), vip(day(40)), asked_back()).when(RecordRefund(ana, "ch", found_by="call")).records(
        payment.refunded("ch", 150, 30, "call"), membership.shortened(30, day(10), "stars")
    )


def paid(*charges: str) -> Scene:
    """Ana, VIP by these charges, one after the other."""
    bought = [
        (received(charge), membership.granted("month", 30, day(30 * nth), day(30 * nth + 30), "stars", charge))
        for nth, charge in enumerate(charges)
    ]
    return here(*bought)


def test_a_refund_never_ends_a_membership_before_now():
    scene = paid("ch").when(RecordRefund(ana, "ch"), at=day(20))
    scene.records(payment.refunded(days=30), membership.shortened(30, day(20), "stars", "ch"))


def test_a_refund_after_the_end_takes_nothing():
    paid("ch").when(RecordRefund(ana, "ch"), at=day(30)).records(payment.refunded())


def test_a_refund_of_what_is_used_up_takes_nothing_that_another_payment_bought():
    paid("c1", "c2").when(RecordRefund(ana, "c1"), at=day(40)).records(payment.refunded("c1"))


def test_a_refund_takes_what_is_left_of_its_payment_and_what_follows_comes_so_much_earlier():
    scene = paid("c1", "c2", "c3").when(RecordRefund(ana, "c1"), at=day(10))
    scene.records(payment.refunded("c1"), membership.shortened(30, day(70), charge="c1"))
    scene.when(RecordRefund(ana, "c2"), at=day(30))  # it is from day 10 to 40 now
    scene.records(payment.refunded("c2"), membership.shortened(30, day(60), charge="c2"))
    scene.when(RecordRefund(ana, "c3"), at=day(59)).records(payment.refunded(), membership.shortened(30, day(59)))


def test_a_refund_of_what_was_revoked_takes_nothing_of_what_was_given_since():
    scene = paid("c1").when(RevokeMembership(ana, "x"), at=day(10))
    scene.when(GrantMembership(ana, "month", "sorry"), at=day(10))
    scene.when(RecordRefund(ana, "c1"), at=day(11)).records(payment.refunded("c1"))


def test_a_payment_from_before_grants_named_theirs_takes_its_days_from_the_end():
    here(received(), vip(day(40))).when(RecordRefund(ana, "ch"), at=day(20)).records(
        payment.refunded(days=30), membership.shortened(30, day(20), "stars", None)
    )


def test_a_grant_of_before_names_no_charge():
    fields = {"plan": "month", "days": 30}
    assert present_fields(1, "membership.granted", 1, dict(fields)) == {**fields, "charge": None}
    assert present_fields(1, "membership.shortened", 1, dict(fields)) == {**fields, "charge": None}


def test_a_refund_counts_once_by_whichever_way_it_is_told():
    scene = here(received(), vip(day(40))).when(RecordRefund(ana, "ch", found_by="call"))
    scene.when(RecordRefund(ana, "ch")).records_nothing()
    scene.when(RefundPayment(ana, "ch", "x")).refuses(AlreadyRefunded())


def test_a_refund_of_what_bought_nothing_takes_no_days():
    here(received(days=0), vip(day(40))).when(RecordRefund(ana, "ch")).records(payment.refunded(days=0))


def test_a_refund_that_is_told_before_its_payment_lets_the_payment_buy_nothing():
    scene = here(issued()).when(RecordRefund(ana, "ch", ID, 150))
    scene.records(payment.received("ch", ana, 150, days=0, problem="refunded_first"), payment.refunded("ch", 150, 0))
    scene.when(RecordPayment(ana, "ch", ID, 150)).records_nothing()


def test_nobody_is_refunded_what_somebody_else_paid():
    scene = here(user.registered(of=bea), received())
    scene.when(RefundPayment(bea, "ch", "x")).refuses(NotFound("payment", "ch"))
    scene.when(RecordRefund(bea, "ch")).refuses(NotFound("payment", "ch"))
    scene.when(RefundPayment(ana, "other", "x")).refuses(NotFound("payment", "other"))


def test_a_refund_that_telegram_refused_can_be_asked_for_again():
    scene = here(received(), asked_back()).when(RecordRefundFailure(ana, "ch", "CHARGE_NOT_FOUND"))
    scene.records(payment.refund_failed("ch", "CHARGE_NOT_FOUND"))
    scene.when(RefundPayment(ana, "ch", "again")).records(payment.refund_requested("ch", "again"))
    here(received()).when(RecordRefundFailure(ana, "ch", "x")).records_nothing()


def test_what_telegram_does_not_have_is_noted_once():
    scene = here(received()).when(RecordUnmatched(ana, "ch")).records(payment.unmatched("ch", 150))
    scene.when(RecordUnmatched(ana, "ch")).records_nothing()


# -- subscriptions ----------------------------------------------------------------------------------------------------


def test_a_subscription_begins_with_its_first_payment_and_goes_on_with_the_next():
    scene = here(issued(CLUB_ID, plan=CLUB))
    scene.when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30))).records(
        payment.received("s1", kind="first", subscribed_until=day(30)),
        invoice.paid(),
        subscription.started(CLUB_ID, "s1", "club", 130, day(30)),
        membership.granted("club", 30, NOW, day(30)),
        membership.renewal_awaited(day(30), day(30) + GRACE),
    )
    scene.when(RecordPayment(ana, "s2", CLUB_ID, 130, True, day(60)), at=day(30)).records(
        payment.received("s2", kind="renewal"),
        subscription.renewed(CLUB_ID, "s2", day(60)),
        membership.granted("club", 30, day(30), day(60)),
        membership.renewal_awaited(day(60), day(60) + GRACE),
    )


def test_a_subscription_that_begins_anew_is_another_one_by_the_charge_that_began_it():
    scene = here(issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30), first=True))
    again = RecordPayment(ana, "s9", CLUB_ID, 130, True, day(120), first=True)
    scene.when(again, at=day(90)).records(
        payment.received("s9", kind="first", subscribed_until=day(120)),
        subscription.started(CLUB_ID, "s9", "club", 130, day(120)),
        membership.granted("club", 30, day(90), day(120)),
        membership.renewal_awaited(day(120), day(120) + GRACE),
    )
    scene.when(ChangeSubscriptions(ana, True), at=day(91)).records(subscription.change_requested(CLUB_ID, "s9", True))


def twice_subscribed() -> Scene:
    """Ana has paid the link of her subscription again, an hour later."""
    scene = here(issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30), first=True))
    later = NOW + timedelta(hours=1)
    until = day(30) + timedelta(hours=1)
    return scene.when(RecordPayment(ana, "t1", CLUB_ID, 130, True, until, first=True), at=later)


TWIN = beside("t1")


def test_a_subscription_that_is_begun_twice_is_flagged_and_each_can_be_cancelled():
    scene = twice_subscribed().records(
        payment.received("t1", kind="first", days=30, problem="paid_twice"),
        subscription.started(TWIN, "t1", "club", 130, day(30) + timedelta(hours=1)),
        membership.granted("club", 30, day(30), day(60)),
        membership.renewal_awaited(day(60), day(60) + GRACE),
    )
    scene.when(ChangeSubscriptions(ana, True)).records(
        subscription.change_requested(CLUB_ID, "s1", True), subscription.change_requested(TWIN, "t1", True)
    )
    scene.when(RecordSubscription(ana, TWIN, "canceled")).records(subscription.canceled(TWIN))
    scene.when(RecordSubscription(ana, TWIN, "active")).records(subscription.resumed(TWIN))


def test_each_of_two_subscriptions_of_one_invoice_is_renewed_at_its_own_time():
    scene, later = twice_subscribed(), day(60) + timedelta(hours=1)
    scene.when(RecordPayment(ana, "t2", CLUB_ID, 130, True, later), at=day(31))
    assert [each.invoice for each in scene.recorded if each.topic == "subscription.renewed"] == [TWIN]
    scene.when(RecordPayment(ana, "s2", CLUB_ID, 130, True, day(60)), at=day(31))
    assert [each.invoice for each in scene.recorded if each.topic == "subscription.renewed"] == [CLUB_ID]


def test_of_two_subscriptions_of_one_invoice_the_payer_cancels_the_last_begun_then_the_other():
    scene = twice_subscribed()
    scene.when(RecordSubscription(ana, CLUB_ID, "canceled", by_payer=True)).records(subscription.canceled(TWIN))
    scene.when(RecordSubscription(ana, CLUB_ID, "canceled", by_payer=True)).records(
        subscription.canceled(CLUB_ID), membership.renewal_called_off(day(60))
    )
    scene.when(RecordSubscription(ana, CLUB_ID, "active", by_payer=True)).records(
        subscription.resumed(TWIN), membership.renewal_awaited(day(60), day(60) + GRACE)
    )


@pytest.mark.parametrize(
    ("until", "kind"),
    [
        (timedelta(days=60), "renewal"),
        (timedelta(days=60, hours=1), "renewal"),
        (timedelta(days=30, hours=1), "first"),
        (timedelta(days=47), "first"),
        (timedelta(), "renewal"),
    ],
)
def test_a_payment_whose_word_was_lost_begins_another_subscription_where_it_is_out_of_step(
    until: timedelta, kind: str
) -> None:
    scene = here(issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30), first=True))
    lost = RecordPayment(ana, "t1", CLUB_ID, 130, True, NOW + until, found_by="reconciliation", first=None)
    scene.when(lost, at=NOW + timedelta(days=2))
    told = [event for event in scene.recorded if event.topic in ("payment.received", "subscription.started")]
    assert (told[0].kind, told[0].problem) == (kind, "paid_twice" if kind == "first" else None)
    assert [event.invoice for event in told[1:]] == ([TWIN] if kind == "first" else [])


def test_a_refund_of_the_second_leaves_the_first_its_grace():
    scene = twice_subscribed().when(RecordRefund(ana, "t1", CLUB_ID, 130), at=day(1))
    scene.records(
        payment.refunded("t1"),
        subscription.refunded(TWIN, "t1"),
        membership.shortened(30, day(30)),
        membership.renewal_awaited(day(30), day(30) + GRACE),
    )


def renewing(until: datetime = NOW + timedelta(days=30)) -> Scene:
    """Ana, VIP by a subscription that is to be paid anew."""
    paid = (issued(CLUB_ID, plan=CLUB), invoice.paid(CLUB_ID, "s1", of=(CLUB_ID,)), subscribed(until=until))
    return here(*paid, membership.granted("club", 30, NOW, until), membership.renewal_awaited(until, until + GRACE))


def test_a_renewal_that_is_told_late_leaves_no_gap_in_what_was_paid():
    late = day(30) + GRACE - MOMENT
    scene = renewing().when(ExpireMembership(ana), at=late).records_nothing()
    scene.when(RecordPayment(ana, "s2", CLUB_ID, 130, True, day(60)), at=late).records(
        payment.received("s2", kind="renewal"),
        subscription.renewed(CLUB_ID, "s2", day(60)),
        membership.granted("club", 30, day(30), day(60)),
        membership.renewal_awaited(day(60), day(60) + GRACE),
    )


def test_a_renewal_that_is_not_told_in_time_begins_anew():
    over = day(30) + GRACE
    scene = renewing().when(ExpireMembership(ana), at=over).records(membership.expired("club", day(30), "ended"))
    scene.when(RecordPayment(ana, "s2", CLUB_ID, 130, True, day(60)), at=over)
    assert [each.begins for each in scene.recorded if each.topic == "membership.granted"] == [over]


def test_whose_subscription_is_cancelled_is_vip_to_the_end_and_no_longer():
    scene = renewing().when(RecordSubscription(ana, CLUB_ID, "canceled"))
    scene.records(subscription.canceled(CLUB_ID), membership.renewal_called_off(day(30)))
    scene.when(ExpireMembership(ana), at=day(30)).records(membership.expired("club", day(30), "ended"))
    scene = renewing().when(RecordSubscription(ana, CLUB_ID, "canceled"), at=day(30) + MOMENT)
    scene.records(subscription.canceled(CLUB_ID), membership.renewal_called_off(day(30)))


def test_a_subscription_that_is_taken_up_again_is_waited_for_again():
    scene = renewing().when(RecordSubscription(ana, CLUB_ID, "canceled"))
    scene.when(RecordSubscription(ana, CLUB_ID, "active")).records(
        subscription.resumed(CLUB_ID), membership.renewal_awaited(day(30), day(30) + GRACE)
    )
    scene.when(RecordSubscription(ana, CLUB_ID, "active")).records_nothing()


def test_while_another_subscription_goes_on_its_renewal_is_waited_for():
    scene = renewing().when(RecordSubscription(ana, CLUB_ID, "unpaid")).records(subscription.payment_failed(CLUB_ID))
    other = (subscribed("t1", id="d" * 24), membership.granted("club", 30, NOW, day(30)))
    scene = here(subscribed(), *other, membership.renewal_awaited(day(30), day(30) + GRACE))
    scene.when(RecordSubscription(ana, CLUB_ID, "canceled")).records(subscription.canceled(CLUB_ID))


def test_how_long_a_renewal_may_be_late_is_the_plans():
    for plan, grace in (
        (CLUB.model_copy(update={"grace_minutes": 0}), None),
        (CLUB.model_copy(update={"grace_minutes": 90}), timedelta(minutes=90)),
        (MONTH, GRACE),
    ):  # the last: the subscription's own plan is sold no more
        scene = given(nothing, issued(CLUB_ID, plan=CLUB)).with_content(ContentPack(plans=(plan,)))
        scene.when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30)))
        waited = [each.at_latest for each in scene.recorded if each.topic == "membership.renewal_awaited"]
        assert waited == ([] if grace is None else [day(30) + grace])


def test_what_is_given_revoked_or_paid_back_has_no_grace():
    renewing().when(RevokeMembership(ana, "x"), at=day(30) + MOMENT).records(membership.revoked(day(30) + MOMENT))
    scene = renewing().when(GrantMembership(ana, "month", "gift", 1), at=day(30) + MOMENT)
    scene.records(membership.granted("month", 1, day(30), day(31)))
    scene.when(ExpireMembership(ana), at=day(31)).records(membership.expired("month", day(31)))
    back = here(
        *(received("s1", stars=130, invoice=CLUB_ID), subscribed(), membership.granted("club", 30, NOW, day(30))),
        membership.renewal_awaited(day(30), day(30) + GRACE),
    ).when(RecordRefund(ana, "s1", CLUB_ID, 130), at=day(5))
    back.records(payment.refunded("s1"), subscription.refunded(CLUB_ID, "s1"), membership.shortened(30, day(5)))
    back.when(ExpireMembership(ana), at=day(5)).records(membership.expired("club", day(5), "refunded"))


def test_a_refund_of_something_else_leaves_a_subscription_its_grace():
    scene = here(issued(), issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30)))
    scene.when(RecordPayment(ana, "ch", ID, 150))
    scene.when(RecordRefund(ana, "ch"), at=day(30) + MOMENT)
    scene.records(
        payment.refunded("ch"),
        membership.shortened(30, day(30) + MOMENT),
        membership.renewal_awaited(day(30) + MOMENT, day(30) + MOMENT + GRACE),
    )
    scene.when(RecordPayment(ana, "s2", CLUB_ID, 130, True, day(60)), at=day(30) + timedelta(minutes=2))
    assert [each.begins for each in scene.recorded if each.topic == "membership.granted"] == [day(30) + MOMENT]
    scene.when(RecordRefund(ana, "s2"), at=day(40)).records(
        payment.refunded("s2"), subscription.refunded(CLUB_ID, "s2"), membership.shortened(30, day(40))
    )


def test_a_refund_leaves_no_grace_to_a_subscription_that_is_cancelled_or_over():
    for state, at in (("canceled", day(10)), ("unpaid", day(30) + GRACE)):
        scene = here(issued(), issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30)))
        scene.when(RecordPayment(ana, "ch", ID, 150)).when(RecordSubscription(ana, CLUB_ID, state))
        scene.when(RecordRefund(ana, "ch"), at=at).records(payment.refunded("ch"), membership.shortened(30))


def test_without_a_date_a_subscription_runs_thirty_days():
    scene = here(issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True))
    assert [each.until for each in scene.recorded if each.topic == "subscription.started"] == [day(30)]


def test_cancelling_asks_telegram_and_is_done_when_it_says_so():
    scene = here(subscribed()).when(ChangeSubscriptions(ana, True, (CLUB_ID,)))
    scene.records(subscription.change_requested(CLUB_ID, "s1", True)).answers({"subscriptions": [CLUB_ID]})
    scene.when(ChangeSubscriptions(ana, True, (CLUB_ID,))).refuses(NoSubscription())
    scene.when(RecordSubscription(ana, CLUB_ID, "canceled")).records(subscription.canceled(CLUB_ID))
    scene.when(ChangeSubscriptions(ana, False)).records(subscription.change_requested(CLUB_ID, "s1", False))
    scene.when(RecordSubscription(ana, CLUB_ID, "active")).records(subscription.resumed(CLUB_ID))


def test_several_subscriptions_are_cancelled_at_once():
    other = "d" * 24
    scene = here(subscribed(), subscribed("t1", id=other), subscribed("u1", until=NOW, id="e" * 24))
    scene.when(ChangeSubscriptions(ana, True)).records(
        subscription.change_requested(CLUB_ID, "s1", True), subscription.change_requested(other, "t1", True)
    )


def test_of_several_all_are_cancelled_or_none():
    scene = here(subscribed()).when(ChangeSubscriptions(ana, True, (CLUB_ID, "d" * 24))).refuses(NoSubscription())
    scene.when(ChangeSubscriptions(ana, True), at=day(30)).refuses(NoSubscription())
    here().when(ChangeSubscriptions(ana, True)).refuses(NoSubscription())


def test_what_the_user_does_in_telegrams_settings_is_noted():
    scene = here(subscribed()).when(RecordSubscription(ana, CLUB_ID, "canceled"))
    scene.records(subscription.canceled(CLUB_ID))
    scene.when(RecordSubscription(ana, CLUB_ID, "canceled")).records_nothing()
    scene.when(RecordSubscription(ana, CLUB_ID, "unpaid")).records(subscription.payment_failed(CLUB_ID))
    scene.when(RecordSubscription(ana, "d" * 24, "canceled")).records_nothing()


def test_a_change_that_telegram_refused_can_be_asked_for_again():
    scene = here(subscribed()).when(ChangeSubscriptions(ana, True))
    scene.when(RecordSubscription(ana, CLUB_ID, "refused", "x")).records(subscription.change_failed(CLUB_ID, "x"))
    scene.when(RecordSubscription(ana, CLUB_ID, "refused", "x")).records_nothing()
    scene.when(ChangeSubscriptions(ana, True)).records(subscription.change_requested(CLUB_ID, "s1", True))


def test_a_payment_after_all_shows_that_it_was_not_cancelled():
    scene = here(issued(CLUB_ID, plan=CLUB), subscribed(), subscription.canceled(CLUB_ID))
    scene.when(RecordPayment(ana, "s2", CLUB_ID, 130, True, day(60)))
    scene.when(ChangeSubscriptions(ana, True)).records(subscription.change_requested(CLUB_ID, "s1", True))


def test_one_whose_payment_went_back_would_be_charged_again_until_it_is_cancelled_and_then_is_over():
    scene = here(issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30)))
    scene.when(RecordRefund(ana, "s1", CLUB_ID, 130)).records(
        payment.refunded("s1"), subscription.refunded(CLUB_ID, "s1"), membership.shortened(30, NOW, charge="s1")
    )
    scene.when(OfferPlan(ana, "club"), command_id="test:early").refuses(SubscriptionRefunded("club", day(30)))
    scene.when(ChangeSubscriptions(ana, True)).when(RecordSubscription(ana, CLUB_ID, "canceled"))
    scene.when(ChangeSubscriptions(ana, False)).refuses(NoSubscription())
    scene.when(OfferPlan(ana, "club"), command_id="test:again").records(invoice.issued(plan="club"))


def test_one_that_was_cancelled_first_is_over_once_its_payment_went_back():
    scene = here(issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30)))
    scene.when(RecordSubscription(ana, CLUB_ID, "canceled"))
    scene.when(OfferPlan(ana, "club"), command_id="test:early").refuses(AlreadySubscribed("club", day(30)))
    scene.when(RecordRefund(ana, "s1", CLUB_ID, 130)).when(OfferPlan(ana, "club"), command_id="test:again")
    scene.records(invoice.issued(plan="club"))


def test_one_that_telegram_lets_go_on_after_all_is_not_over():
    scene = here(issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30)))
    scene.when(RecordRefund(ana, "s1", CLUB_ID, 130)).when(RecordSubscription(ana, CLUB_ID, "canceled"))
    again = RecordSubscription(ana, CLUB_ID, "active", by_payer=True)
    scene.when(again, at=day(1)).records(subscription.resumed(CLUB_ID))
    scene.when(OfferPlan(ana, "club")).refuses(SubscriptionRefunded("club", day(30)))


def test_a_payment_of_before_that_goes_back_changes_nothing_about_what_runs_and_the_next_one_mends_it():
    scene = here(issued(CLUB_ID, plan=CLUB)).when(RecordPayment(ana, "s1", CLUB_ID, 130, True, day(30)))
    scene.when(RecordPayment(ana, "s2", CLUB_ID, 130, True, day(60)), at=day(30))
    scene.when(RecordRefund(ana, "s1", CLUB_ID, 130), at=day(31)).records(payment.refunded("s1"))
    scene.when(RecordRefund(ana, "s2", CLUB_ID, 130), at=day(31)).records(
        payment.refunded("s2"), subscription.refunded(CLUB_ID, "s2"), membership.shortened(30, day(31))
    )
    scene.when(RecordPayment(ana, "s3", CLUB_ID, 130, True, day(90)), at=day(60))
    scene.when(OfferPlan(ana, "club"), at=day(60)).refuses(AlreadySubscribed("club", day(90)))


# -- plans, and what is asked of Telegram -----------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [{"days": 31}, {"stars": 10_001}, {"title": Text(es="x" * 33, en="x")}])
def test_a_plan_fits_what_telegram_takes(wrong):
    with pytest.raises(ValueError, match=r"subscription|title"):
        PlanDefinition.model_validate(CLUB.model_dump() | wrong)


def test_what_is_to_be_asked_of_telegram_is_planned_once_for_each_event():
    scene = here(received()).when(RefundPayment(ana, "ch", "x"))
    [event] = scene.recorded
    assert event.topic in CALLS
    planned = star_call(event)
    assert planned == star_call(event)
    assert (planned.text, planned.params, planned.user_id, planned.certain) == ("refund", {"charge": "ch"}, ana, True)


# -- invariant 8: active exactly until its end, renewals add, a charge counts once, refunds included ------------------

DEEDS = st.one_of(
    st.tuples(st.just("pay"), st.integers(0, 5)),
    st.tuples(st.just("renew"), st.integers(10, 15)),
    st.tuples(st.just("refund"), st.one_of(st.integers(0, 5), st.integers(10, 15))),
    st.tuples(st.just("grant"), st.integers(1, 40)),
    st.tuples(st.just("expire"), st.just(0)),
)


MINUTES = st.one_of(st.integers(0, 25 * 1_440), st.sampled_from((29 * 1_440, 30 * 1_440, 30 * 1_440 + 59, 59, 60)))


@settings(max_examples=200, deadline=None)
@examples(st.lists(st.tuples(DEEDS, MINUTES, st.sampled_from(("once", "again", "restart"))), max_size=20))
def test_8_vip_lasts_exactly_as_long_as_was_paid_and_granted_and_not_given_back(script):
    scene = here(issued(), issued(CLUB_ID, plan=CLUB))
    bus, now = scene.bus(), datetime(2026, 3, 1, tzinfo=UTC)
    vip, grace, subscribed_until = Lasting(now), timedelta(), now - GRACE
    paid: set[int] = set()
    refunded: set[int] = set()
    for number, ((deed, which), minutes, manner) in enumerate(script):
        now += timedelta(minutes=minutes)
        active = now < vip.end + grace
        vip.pass_to(now)
        command: Command = ExpireMembership(ana)
        if deed == "pay":
            command = RecordPayment(ana, f"ch{which}", ID, 150)
            if which not in paid | refunded:
                paid.add(which)
                vip.add(f"ch{which}", 30, active)
                grace = timedelta()
        elif deed == "renew":
            command = RecordPayment(ana, f"ch{which}", CLUB_ID, 130, True)
            if which not in paid | refunded:
                paid.add(which)
                vip.add(f"ch{which}", 30, active)
                grace, subscribed_until = GRACE, now + timedelta(days=30)
        elif deed == "refund":
            command = RecordRefund(ana, f"ch{which}", *((ID, 150) if which < 10 else (CLUB_ID, 130)))
            if vip.take(f"ch{which}"):
                grace = GRACE if which < 10 and now < subscribed_until + GRACE else timedelta()
            refunded.add(which)
        elif deed == "grant":
            command = GrantMembership(ana, "month", "x", which)
            vip.add(None, which, active)
            grace = timedelta()
        for _ in range(2 if manner == "again" else 1):
            context = bus.context(f"test:{number}", actor="test", source="test", now=now)
            try:
                asyncio.run(bus.execute(command, context))
            except DomainError as refusal:
                raise AssertionError(f"{command} was refused: {refusal}") from refusal
        if manner == "restart":
            bus = scene.bus()
        last = [each for each in scene.store.events if each.topic.startswith("membership.")]
        if last and last[-1].topic != "membership.expired":
            assert vip.end + grace == last[-1].state.get("at_latest", last[-1].until)
        elif last:
            assert vip.end + grace <= now
    counts = [each.charge for each in scene.store.events if each.topic == "payment.received"]
    backs = [each.charge for each in scene.store.events if each.topic == "payment.refunded"]
    assert len(counts) == len(set(counts)) and len(backs) == len(set(backs)) and set(backs) <= set(counts)
