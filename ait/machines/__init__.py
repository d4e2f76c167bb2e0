"""Small universal machines, one file each: definition, encode and decode, run."""
