"""What is planned to be done with many (小组和社区活动). What was held of it is in the ledger."""
