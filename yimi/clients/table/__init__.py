"""People as tables (服务对象表格): the template, what comes in by it, and the rosters that go out."""
