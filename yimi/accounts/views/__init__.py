"""The pages of accounts (账号页面): signing in, one's own account, other people's, the audit."""
