"""The one template environment: everything escaped, everything undefined refused."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from firstaid.core.assets import asset_dir
from firstaid.core.words import day, gettext, moment, ngettext, pick, wall_clock
from firstaid.web.assets import static
from firstaid.web.seen import Frame


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(asset_dir("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined] # added by the i18n extension
        gettext, ngettext, newstyle=True
    )
    made.globals |= {"static": static, "frame": Frame()}
    made.filters |= {"day": day, "moment": moment, "wall_clock": wall_clock, "pick": pick}
    return made
