"""The sweep (全面巡检): every page and operation, as every role, on rows within reach, out of reach and absent."""
