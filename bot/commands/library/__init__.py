"""/library: what moderators do. One file a subcommand, each with its command, its forms and its buttons."""

from bot.commands.library import edit, history, retire
from bot.commands.library.group import GROUP
from bot.forms import Kind
from bot.pressing import Action
from bot.rights import moderated

ACTIONS: dict[str, Action] = {
    name: moderated(action)
    for name, action in {
        **edit.ACTIONS,
        "undo": history.undo,
    }.items()
}
"""The buttons of moderators' cards."""
FORMS: dict[str, Kind] = {**edit.FORMS}
"""The forms that moderators fill in."""

__all__ = ["ACTIONS", "FORMS", "GROUP", "retire"]
