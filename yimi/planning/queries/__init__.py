"""What can be read of plans, targets, steps and duties."""
