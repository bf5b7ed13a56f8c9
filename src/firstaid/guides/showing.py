"""What each page shows, gathered from the files."""

from firstaid.guides import pages
from firstaid.guides.files import Guide, Task, guides
from firstaid.guides.rules import own_first, own_guides
from firstaid.guides.text import task_html
from firstaid.web.pages import inside


def everything(roles: frozenset[str], came_from: str) -> pages.HelpPage:
    """Her work is hers to be shown; that anybody may also learn need not be said."""
    mine = own_guides(roles)
    marked = frozenset(mine[:-1] or mine)
    listed = (guides()[key] for key in own_first(roles))
    return pages.HelpPage(
        tuple(pages.ListedGuide(guide.key, guide.title, guide.about, guide.key in marked) for guide in listed),
        inside(came_from, ""),
    )


def guide(one: Guide, came_from: str) -> pages.GuidePage:
    return pages.GuidePage(one.key, one.title, one.about, tuple(map(_listed, one.tasks)), inside(came_from, ""))


def task(one: Guide, shown: Task, came_from: str) -> pages.TaskPage:
    place = one.tasks.index(shown)
    before, after = one.tasks[:place], one.tasks[place + 1 :]
    return pages.TaskPage(
        guide_key=one.key,
        guide_title=one.title,
        title=shown.title,
        text=task_html(shown),
        previous=_listed(before[-1]) if before else None,
        following=_listed(after[0]) if after else None,
        came_from=inside(came_from, ""),
    )


def _listed(task: Task) -> pages.ListedTask:
    return pages.ListedTask(task.key, task.title)
