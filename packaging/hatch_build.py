"""Puts `resources/` into the wheel, where `ldn_journal.base.assets` looks first."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface):
    """Adds the folder to every wheel but an editable one, whose copy would go stale (hatch #1627)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Tell the builder about the folder; `version` is `standard` or `editable`."""
        if version != "editable":
            build_data["force_include"]["resources"] = "ldn_journal/resources"
