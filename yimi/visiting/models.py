"""The approved service list (核定服务名单) and the visits that are due from it."""
