"""What to make again: cards to records, records to a hub, a hub to a site of keyed pages."""

FACE = {
    "read_hub": ("HubRead", "HubRequest", "read_hub"),
    "site": ("SitePlan", "SiteRequest", "plan_site"),
    "store": ("RecordStore", "store_path"),
    "unchanged": ("BuildState", "build_sources"),
}
