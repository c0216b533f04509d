"""Pages of the register of requests (填报事项)."""
