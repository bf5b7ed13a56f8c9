"""Every table, imported once, for migrations and for tests."""

from sqlmodel import SQLModel

import firstaid.accounts.models
import firstaid.certificates.models
import firstaid.core.files
import firstaid.core.lease
import firstaid.core.outbox
import firstaid.courses.models
import firstaid.exams.models
import firstaid.facts.models
import firstaid.holdings.models
import firstaid.institutions.models
import firstaid.ledger.models
import firstaid.outcomes.models
import firstaid.practicals.models
import firstaid.questions.models
import firstaid.schemes.models
import firstaid.trainings.models  # noqa: F401 - imported for its tables, like those above

metadata = SQLModel.metadata
