"""The rules of the linter: one family a file, each rule a decorated generator whose docstring is its page."""

from __future__ import annotations

from catalog.model import Rule
from catalog.rules import allow
from catalog.rules.asset import entries as assets
from catalog.rules.asset import hashes as weights
from catalog.rules.body import markup, sections
from catalog.rules.body import outline as body
from catalog.rules.catalog_wide import duplicates as catalog_wide
from catalog.rules.catalog_wide import versions_and_twins as families
from catalog.rules.consistency import model_names as names
from catalog.rules.consistency import path as consistency
from catalog.rules.consistency import versions
from catalog.rules.link import body as markdown_links
from catalog.rules.link import header as links
from catalog.rules.metric import agreement as figures
from catalog.rules.metric import file_names as file_figures
from catalog.rules.metric import values as metrics
from catalog.rules.network import arguments as network_names
from catalog.rules.network import code as networks
from catalog.rules.prose import wording as prose
from catalog.rules.schema import keys as schema
from catalog.rules.schema import module_type as module_types
from catalog.rules.schema import words
from catalog.rules.shape import inputs as shapes
from catalog.rules.smoke import results as smoked
from catalog.rules.syntax import characters
from catalog.rules.syntax import yaml_faults as syntax

FAMILIES = (
    syntax,
    characters,
    schema,
    module_types,
    words,
    shapes,
    assets,
    weights,
    metrics,
    figures,
    file_figures,
    links,
    markdown_links,
    consistency,
    versions,
    names,
    prose,
    body,
    sections,
    markup,
    catalog_wide,
    families,
    networks,
    network_names,
    smoked,
    allow,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (one for family in FAMILIES for one in vars(family).values() if isinstance(one, Rule)),
        key=lambda one: one.code,
    )
)
