"""Counts at rest: the CountsTable, its file format, and the tables that ship with the package."""
