"""The rules of the linter: a folder a family, each rule a decorated generator with its page as docstring."""

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
    "registry": ("RULES",),
}
