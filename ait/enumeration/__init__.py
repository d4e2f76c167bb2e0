"""Walks over whole program spaces with exact integer mass, and the driver that shares them out."""
