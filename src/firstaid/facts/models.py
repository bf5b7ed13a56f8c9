from firstaid.core.versions import Version


class FactVersion(Version, table=True):
    """A medical fact, its value by scheme, and its sources."""

    __tablename__ = "fact_version"


class SourceVersion(Version, table=True):
    """Where facts come from, and how much of it was read."""

    __tablename__ = "source_version"
