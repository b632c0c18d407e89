"""The rules of the linter: a folder for each family, a decorated generator for each rule."""

from catalog.rules.registry import RULES

__all__ = ["RULES"]

FACE = {
    "allowance.comments": (
        "allow_without_rule",
        "allowances",
        "allowances_without_rule",
        "unused_allow",
        "unused_allowances",
    ),
    "define": ("rule_page",),
    "link.body_targets": ("files_beside",),
}
