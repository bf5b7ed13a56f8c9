from firstaid.core.versions import Version, each_state_once


class FactVersion(Version, table=True):
    """A medical fact, its value by scheme, and its sources."""

    __tablename__ = "fact_version"
    __table_args__ = each_state_once()


class SourceVersion(Version, table=True):
    """Where facts come from, and how much of it was read."""

    __tablename__ = "source_version"
    __table_args__ = each_state_once()
