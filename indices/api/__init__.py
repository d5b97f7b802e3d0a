"""The read-only API: the open tables as JSON, a page at a time, described by an OpenAPI document made of them."""
