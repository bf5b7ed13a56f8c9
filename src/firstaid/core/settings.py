"""Every setting, each an environment variable FIRSTAID_<NAME>; docs/guides/operator.en.md matches, by a test."""

from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_SECRET = "only-for-trying-out-on-one-machine"  # noqa: S105 - refused in production, below


class Settings(BaseSettings):
    """How this installation runs; safe unless told otherwise."""

    model_config = SettingsConfigDict(env_prefix="FIRSTAID_", extra="forbid")

    environment: Literal["production", "development"] = Field(
        default="production", description="'development' allows a start without a secret and logs crashes whole"
    )
    data: Path = Field(default=Path(".data"), description="folder of the embedded database")
    database_url: str = Field(default="", description="empty: SQLite in the data folder; else postgresql+psycopg://…")
    secret: str = Field(default="", description="at least 32 random characters; encrypts resident IDs; never change it")
    public_url: str = Field(default="http://127.0.0.1:8000", description="the address people type; stands in every QR")
    language: Literal["zh-CN", "en"] = Field(default="zh-CN", description="language for those who have not chosen")
    trusted_proxies: str = Field(default="", description="addresses of proxies whose X-Forwarded-For is believed")
    workers: bool = Field(default=False, description="true: jobs are left to `firstaid worker` processes")
    log_format: Literal["text", "json"] = Field(default="json", description="'text' for reading in a terminal")

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.environment == "development":
            self.secret = self.secret or DEVELOPMENT_SECRET
        elif len(self.secret) < 32 or self.secret == DEVELOPMENT_SECRET:  # noqa: PLR2004 - 128 bits in hexadecimal
            msg = (
                "FIRSTAID_SECRET must be at least 32 random characters in production; "
                'make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
            )
            raise ValueError(msg)
        return self

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data.absolute() / 'firstaid.db'}"

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")


@cache
def settings() -> Settings:
    return Settings()
