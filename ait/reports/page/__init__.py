"""A report as one web page that needs nothing but itself: no network, no files beside it, hardly any script."""
