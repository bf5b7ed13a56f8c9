"""What each page shows, gathered from what is kept."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from firstaid.certificates import access, issuing, pages, queries, rules
from firstaid.certificates.archive import Filed
from firstaid.certificates.errors import DoesNotFit, Misprint, NothingPrinted, PressBroke, PressMissing, TooSlow
from firstaid.certificates.models import Certificate, CertificateState
from firstaid.certificates.pages import Row, Stopped, in_both
from firstaid.certificates.paper import Paper
from firstaid.certificates.rules import Worth
from firstaid.certificates.service import job_key
from firstaid.core.clock import local_date
from firstaid.core.outbox import Job, JobState
from firstaid.core.words import N_, day, gettext, moment, month
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Institution, Issuer, Role
from firstaid.institutions.queries import the_issuer
from firstaid.outcomes.queries import standing_close_out
from firstaid.trainings.models import Training
from firstaid.trainings.pages import Heading
from firstaid.web.pictures.bars import bars

ON_A_PAGE = 50
REASONS = {kind.__name__: kind.message for kind in (Misprint, DoesNotFit, TooSlow, PressBroke, PressMissing)}


def of_training(session: Session, actor: Actor, training: Training, *, at: datetime) -> pages.TrainingCertificatesPage:
    close_out = standing_close_out(session, training.id)
    everybody = issuing.entitled(session, close_out) if close_out else []
    certificates = queries.of_training(session, training.id)
    have = {one.enrolment_id for one in certificates}
    waiting = [who for who in everybody if who.enrolment_id not in have]
    stopped = tuple(Stopped(who.person.name, " ".join(who.missing)) for who in waiting if who.missing)
    proven = {who.enrolment_id for who in everybody}
    unproven = [one for one in certificates if close_out and one.enrolment_id not in proven]
    return pages.TrainingCertificatesPage(
        heading=Heading.of(training),
        closed_out=close_out is not None,
        ready=len(everybody),
        waiting=len(waiting) - len(stopped),
        stopped=stopped,
        unsupported=rows(session, unproven, at=at),
        printed=sum(one.state is CertificateState.ISSUED for one in certificates),
        rows=rows(session, certificates, at=at),
        may_issue=Role.COORDINATOR in actor.roles,
    )


def certificates(
    session: Session,
    actor: Actor,
    *,
    sought: str,
    institution_id: UUID | None,
    worth: Worth | None,
    number: int,
    at: datetime,
) -> pages.CertificatesPage:
    issuer = the_issuer(session)
    today = local_date(at, issuer.zone)
    within = _hers(session, actor, institution_id)
    asked_for = within & queries.worth_now(worth, today) if worth else within
    skip = (number - 1) * ON_A_PAGE
    found = queries.found(session, asked_for, sought, skip=skip, most=ON_A_PAGE + 1)
    asked = {"q": sought, "institution_id": str(institution_id or ""), "state": worth or ""}
    institutions = tuple((str(one.id), one.name) for one in access.institutions_for(session, actor))
    wall_of = asked["institution_id"] or (institutions[0][0] if len(institutions) == 1 else "")
    papers_of = wall_of or str(access.centre_of(actor) or "")
    ends = () if sought or worth or number > 1 else endings(session, within, today)
    return pages.CertificatesPage(
        sought=sought,
        institutions=institutions,
        chosen=asked["institution_id"],
        worths=tuple((one.value, gettext(words)) for one, words in pages.WORTHS.items()),
        worth=asked["state"],
        rows=rows(session, found[:ON_A_PAGE], at=at),
        number=number,
        has_more=len(found) > ON_A_PAGE,
        address=f"/certificates?{urlencode(asked)}&page={{page}}",
        papers_of=papers_of,
        wall_of=wall_of,
        whose=dict(institutions).get(papers_of, ""),
        issuer=issuer.name,
        today=today,
        endings=bars((month(day), several) for day, several in ends) if ends else None,
        ending=sum(several for _, several in ends),
    )


def _hers(session: Session, actor: Actor, institution_id: UUID | None) -> ColumnElement[bool]:
    """What she may see, or of that what belongs to one institution's staff."""
    within: ColumnElement[bool] = access.hers(session, actor)
    if institution_id is None:
        return within
    _, theirs = access.whose_staff(session, actor, institution_id)
    return within & col(Certificate.institution_id).in_(theirs)


def endings(session: Session, within: ColumnElement[bool], today: date) -> list[tuple[date, int]]:
    """The months of the coming year in which something runs out, each by its first day, and how much."""
    days = queries.endings(session, within, today, rules.months_after(today, 12))
    return sorted(Counter(day.replace(day=1) for day in days).items())


def rows(session: Session, certificates: Iterable[Certificate], *, at: datetime) -> tuple[Row, ...]:
    """One line each, as of today in the issuer's zone."""
    listed = list(certificates)
    today = local_date(at, the_issuer(session).zone)
    unprinted = [job_key(one.id) for one in listed if one.state is CertificateState.INTENDED]
    jobs = queries.jobs(session, unprinted)
    return tuple(_row(one, today, jobs.get(job_key(one.id))) for one in listed)


def _row(certificate: Certificate, today: date, job: Job | None) -> Row:
    paper = certificate.paper
    return Row(
        id=certificate.id,
        number=certificate.number,
        name=paper["name"],
        institution=paper["institution"],
        credential=paper["credential"],
        valid_until=certificate.valid_until,
        standing="printing" if job else rules.worth(certificate.valid_until, today).value,
        still="" if job else pages.still(rules.days_left(certificate.valid_until, today)),
        why=_why(job) if job else "",
    )


def _why(job: Job) -> str:
    """What kept a paper from being printed, in words; empty while it simply waits for its turn."""
    if not job.last_error:
        return ""
    reason = gettext(REASONS.get(job.last_error.split()[0], Misprint.message))
    tried = (
        N_("Tried %(tries)s times, given up.")
        if job.state is JobState.FAILED
        else N_("It will be tried again by itself.")
    )
    return f"{reason} {gettext(tried, tries=job.tries)}"


def picture(session: Session, actor: Actor, certificate: Certificate) -> pages.PicturePage:
    """Raises `NotPrintedYet`."""
    paper = certificate.paper
    return pages.PicturePage(
        id=certificate.id,
        number=certificate.number,
        name=paper["name"],
        credential=paper["credential"],
        valid_until=certificate.valid_until,
        digest=queries.digest_of(certificate),
        is_hers=access.is_her_own(session, actor, certificate),
    )


def filed_by_institution(session: Session, theirs: Mapping[UUID, Institution]) -> list[Filed]:
    """The files of these institutions, in a folder for each where there are several; raises `NothingPrinted`."""
    folders = {key: one.name for key, one in theirs.items()} if len(theirs) > 1 else {}
    return filed(queries.of_institutions(session, theirs), folders)


def filed(certificates: Iterable[Certificate], folders: Mapping[UUID, str] = MappingProxyType({})) -> list[Filed]:
    """The files of a ZIP; raises `NothingPrinted` when there would be none."""
    listed = [
        Filed(
            rules.file_name(one.number, one.paper["name"], folders.get(one.institution_id, "")),
            one.pdf_digest,
            one.issued_at,
        )
        for one in certificates
        if one.pdf_digest and one.issued_at
    ]
    if not listed:
        raise NothingPrinted
    return listed


def not_together(number: str, code: str) -> pages.VerifyPage:
    """Nothing was found: the same answer whether there is such a number or not."""
    return pages.VerifyPage(
        number=number,
        code=code,
        word=in_both(lambda: gettext(N_("No match"))),
        verdict=in_both(lambda: gettext(N_("This number and this check code do not belong together."))),
    )


def unknown() -> pages.VerifyPage:
    """No certificate lies at the address that was opened."""
    return pages.VerifyPage(
        word=in_both(lambda: gettext(N_("Unknown"))),
        verdict=in_both(lambda: gettext(N_("No such certificate is known here."))),
    )


def verified(certificate: Certificate, issuer: Issuer, *, at: datetime) -> pages.VerifiedPage:
    """What anybody may know of a printed certificate."""
    paper = Paper.model_validate(certificate.paper)
    standing = rules.standing(certificate.valid_until, local_date(at, issuer.zone))
    ends = certificate.valid_until
    name = rules.masked_name(paper.name)
    until = in_both(lambda: day(ends) if ends else gettext("without limit"))
    facts = (
        (in_both(lambda: gettext("Holder")), {"en": name}),
        (in_both(lambda: gettext("Certificate number")), {"en": paper.number}),
        (in_both(lambda: gettext("Certificate")), paper.credential),
        (in_both(lambda: gettext("Issued on")), in_both(lambda: day(paper.issued_on))),
        (in_both(lambda: gettext("Valid until")), until),
        (in_both(lambda: gettext("Issuer")), paper.issuer),
    )
    more = (
        (in_both(lambda: gettext("Course")), paper.course),
        (in_both(lambda: gettext("Scheme")), paper.scheme),
        (in_both(lambda: gettext("Valid from")), in_both(lambda: day(paper.valid_from))),
    )
    return pages.VerifiedPage(
        valid=standing is rules.Standing.VALID,
        word=in_both(lambda: gettext(pages.VERDICTS[standing])),
        verdict=in_both(lambda: gettext(pages.STANDINGS[standing])),
        until=in_both(lambda: until_words(standing, ends)),
        facts=facts,
        more=more,
        issuer=paper.issuer,
        example=paper.example,
        as_of=in_both(lambda: gettext("Checked: %(moment)s", moment=moment(at, issuer.zone))),
    )


def until_words(standing: rules.Standing, ends: date | None) -> str:
    """The day on which it hangs, as one sentence."""
    if ends is None:
        return gettext("It holds without limit.")
    if standing is rules.Standing.EXPIRED:
        return gettext("It ended on %(ends)s.", ends=ends)
    return gettext("It holds until %(ends)s, that day included.", ends=ends)
