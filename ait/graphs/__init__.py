"""Graphs by their adjacency matrices: block decomposition, knock-outs, and what follows from them."""
