"""The nouns of a catalog, frozen. Standard library only; every other room builds on these.

Positions are half-open ranges of characters in ``Source.text`` (a ``Span``) until a finding is
made; only then do they become lines and columns, counted from 1.
"""

from catalog.model.card import Asset, Card, CodeBlock, Count, Input, Metric, Section, once
from catalog.model.finding import Finding, Hit, Rule
from catalog.model.hub import SEVERITIES, Hub, Settings, Severity, Term, Vocabulary, fold
from catalog.model.page import CardBody, Page
from catalog.model.smoke import Check, SmokeResult
from catalog.model.source import CatalogError, Edit, Fault, Fix, Place, Route, Source, Span
from catalog.model.suggestion import did_you_mean
from catalog.model.uid import Uid
from catalog.model.verdict import Verdict

__all__ = [
    "SEVERITIES",
    "Asset",
    "Card",
    "CardBody",
    "CatalogError",
    "Check",
    "CodeBlock",
    "Count",
    "Edit",
    "Fault",
    "Finding",
    "Fix",
    "Hit",
    "Hub",
    "Input",
    "Metric",
    "Page",
    "Place",
    "Route",
    "Rule",
    "Section",
    "Settings",
    "Severity",
    "SmokeResult",
    "Source",
    "Span",
    "Term",
    "Uid",
    "Verdict",
    "Vocabulary",
    "did_you_mean",
    "fold",
    "once",
]
