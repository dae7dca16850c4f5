"""/library: what moderators do. One file a subcommand, each with its command, its forms and its buttons."""

from bot.commands.library import (
    add,
    alias,
    carrying,
    drafts,
    edit,
    fact,
    gaps,
    history,
    issue,
    note,
    related,
    retire,
    settings,
    suggestions,
)
from bot.commands.library.add import add_message
from bot.commands.library.group import GROUP
from bot.forms import Kind
from bot.pressing import Action
from bot.rights import moderated

ACTIONS: dict[str, Action] = {
    name: moderated(action)
    for name, action in {
        **drafts.ACTIONS,
        **carrying.ACTIONS,
        **edit.ACTIONS,
        **note.ACTIONS,
        **alias.ACTIONS,
        **issue.ACTIONS,
        **history.ACTIONS,
        **suggestions.ACTIONS,
        **settings.ACTIONS,
        **gaps.ACTIONS,
    }.items()
}
"""The buttons of moderators' cards."""
FORMS: dict[str, Kind] = {
    **add.FORMS,
    **drafts.FORMS,
    **carrying.FORMS,
    **related.FORMS,
    **edit.FORMS,
    **note.FORMS,
    **fact.FORMS,
    **alias.FORMS,
    **issue.FORMS,
    **suggestions.FORMS,
}
"""The forms that moderators fill in."""

__all__ = ["ACTIONS", "FORMS", "GROUP", "add_message", "retire"]
