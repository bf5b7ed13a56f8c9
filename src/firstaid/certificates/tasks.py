from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from firstaid.certificates.models import Certificate, CertificateState
from firstaid.certificates.press import Press
from firstaid.certificates.service import keep_printed


def print_paper(session: Session, facts: dict[str, Any]) -> bytes:
    """The certificate's paper as a PDF; nothing if it is printed already."""
    certificate = session.get_one(Certificate, UUID(facts["certificate_id"]))
    if certificate.state is CertificateState.ISSUED:
        return b""
    return Press.shared().print(certificate.paper)


def keep_paper(session: Session, facts: dict[str, Any], pdf: bytes, at: datetime) -> None:
    certificate = session.get_one(Certificate, UUID(facts["certificate_id"]), with_for_update=True)
    keep_printed(session, certificate, pdf, at=at)
