"""Smoke runs: the network of each card is built, run and compared with what the card says."""

FACE = {
    "batch": ("make_jobs", "run_batch"),
    "bisect": ("find_break",),
    "environments": ("Environment", "check_version", "make_environment", "own_environment"),
    "job": ("Options",),
    "probe": ("is_installed",),
    "result_cache": ("CacheFolder",),
    "run": ("NO_MINDSPORE",),
    "selection": ("cards_to_repeat", "changed_cards", "in_shard", "shard_of"),
}
