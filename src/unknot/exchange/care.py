"""What was done and what is planned, what came of it, what was agreed to, what is asked, and of whom."""

from __future__ import annotations

from unknot.exchange.elements import Making, Resource, fixed, instant, refer
from unknot.exchange.shared import Agreement, Complaint, Planned, Reacted, Session

MASSAGE = "Pressing sore spots (trigger points) and stretching"


def condition(making: Making, complaint: Complaint) -> Resource:
    """Return what the record is about; a person's own word is never more than unconfirmed."""
    uses = (f"condition.{complaint.id}", *((f"condition.{complaint.id}_chronic",) if complaint.is_chronic else ()))
    return making.resource(
        "Condition",
        f"{making.shared.person}/{complaint.id}",
        [complaint.text],
        clinicalStatus=fixed("condition-clinical", "active"),
        verificationStatus=fixed("condition-ver-status", "unconfirmed"),
        category=[fixed("condition-category", "problem-list-item")],
        code=making.concept(complaint.text, *uses),
        subject=making.subject,
        recordedDate=instant(complaint.at),
        asserter=making.subject,
    )


def procedure(making: Making, session: Session) -> Resource:
    """Return a session: what was pressed, from when to when."""
    return making.resource(
        "Procedure",
        session.id,
        [MASSAGE, *session.pressed],
        status="completed" if session.is_complete else "stopped",
        code=making.concept(MASSAGE, "service.massage"),
        subject=making.subject,
        performedPeriod={"start": instant(session.began_at), "end": instant(session.ended_at)},
        asserter=making.subject,
        bodySite=[{"text": place} for place in session.pressed],
        reasonReference=_reason(making),
    )


def adverse_event(making: Making, reacted: Reacted, event: str) -> Resource:
    """Return something that came of a session; it points at the session where that is shared."""
    is_known = any(session.id == reacted.session for session in making.shared.sessions)
    return making.resource(
        "AdverseEvent",
        f"{reacted.id}/{event}",
        [f"{event} ({reacted.after_h} h)"],
        actuality="actual",
        event=making.concept(event),
        subject=making.subject,
        detected=instant(reacted.at),
        recordedDate=instant(reacted.at),
        recorder=making.subject,
        suspectEntity=[{"instance": refer("Procedure", reacted.session)}] if is_known else None,
    )


def care_plan(making: Making, plan: Planned) -> Resource:
    """Return a plan; nobody ordered it, so it is a proposal."""
    return making.resource(
        "CarePlan",
        plan.id,
        [MASSAGE, *plan.steps],
        status="active",
        intent="proposal",
        title=MASSAGE,
        subject=making.subject,
        created=instant(plan.made_at),
        addresses=_reason(making),
        activity=[
            {"detail": {"status": "not-started", "code": {"text": step}, "description": step}} for step in plan.steps
        ],
    )


def consent(making: Making, agreement: Agreement) -> Resource:
    """Return consent to being pressed, given or taken back; the text that was agreed to is its policy."""
    period = {"end": agreement.until.isoformat()} if agreement.until else None
    return making.resource(
        "Consent",
        agreement.id,
        [agreement.statement],
        status="inactive" if agreement.is_withdrawn else "active",
        scope=fixed("consentscope", "treatment"),
        category=[making.concept("Consent to massage", "consent.category")],
        patient=making.subject,
        dateTime=instant(agreement.at),
        performer=[making.subject],
        policyRule={"text": agreement.statement},
        provision={"period": period} if period else None,
    )


def service_request(making: Making) -> Resource:
    """Return what the person asks, of whom where that was named."""
    shared = making.shared
    return making.resource(
        "ServiceRequest",
        shared.id,
        [shared.question],
        status="active",
        intent="proposal",
        code={"text": "What I ask"},
        subject=making.subject,
        authoredOn=instant(shared.made_at),
        requester=making.subject,
        performer=[refer("PractitionerRole", recipient(making))] if shared.recipient else None,
        reasonReference=_reason(making),
        note=[{"text": shared.question}],
    )


def recipient(making: Making) -> str:
    """Return what the ids of the recipient are made from."""
    return f"{making.shared.person}/{making.shared.recipient}"


def practitioner(making: Making, record: str, name: str) -> tuple[Resource, Resource]:
    """Return somebody by name, and their role; what else they are was not asked."""
    return (
        making.resource("Practitioner", record, [name], name=[{"text": name}]),
        making.resource("PractitionerRole", record, [name], practitioner=refer("Practitioner", record)),
    )


def _reason(making: Making) -> list[Resource] | None:
    complaint = making.shared.complaint
    return [refer("Condition", f"{making.shared.person}/{complaint.id}")] if complaint else None
