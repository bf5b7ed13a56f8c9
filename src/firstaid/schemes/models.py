from firstaid.core.versions import Version, each_state_once


class SchemeVersion(Version, table=True):
    """One issuer's rules as they stood; trainings lock one, certificates carry it."""

    __tablename__ = "scheme_version"
    __table_args__ = each_state_once()
