"""What a card says, as figures and facts: its claims with their places, and what the site shows."""

FACE = {
    "card_claims": ("CardClaims", "claims_of"),
    "counts": ("Resolution", "parse_count"),
    "digest": ("digest_claims", "is_fresh"),
    "facts": (
        "Facts",
        "Label",
        "STATES",
        "card_facts",
        "relabel_facts",
        "safe_link",
        "sort_facts",
        "with_findings",
        "without_places",
    ),
    "header": ("is_metric_key", "read_evaluation"),
    "loaded_cards": ("LoadedCard",),
    "outline": ("card_outline",),
}
