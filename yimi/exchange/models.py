"""Long imports and exports (导入导出): files people send and take away, worked on in the background."""
