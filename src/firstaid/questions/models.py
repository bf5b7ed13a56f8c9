from sqlmodel import Field

from firstaid.core.tables import Json
from firstaid.core.versions import Version, each_state_once
from firstaid.core.words import Text


class QuestionVersion(Version, table=True):
    """A theory question with its key and reasons; a trainee's pages are never made from this."""

    __tablename__ = "question_version"
    __table_args__ = each_state_once()

    topic: str = Field(default="", index=True)
    topic_title: Text = Field(default_factory=dict, sa_type=Json)
