"""Registers (底册): what the offices hold of people, matched to files."""
