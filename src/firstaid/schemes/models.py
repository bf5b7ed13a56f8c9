from firstaid.core.versions import Version


class SchemeVersion(Version, table=True):
    """One issuer's rules as they stood; trainings lock one, certificates carry it."""

    __tablename__ = "scheme_version"
