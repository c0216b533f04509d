"""What can be read of publications (信息宣传), logs (工作日志) and the chronicle (大事记)."""
