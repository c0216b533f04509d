"""Reproducible workloads (性能基准): how fast the figures are, as ratios within one run."""
