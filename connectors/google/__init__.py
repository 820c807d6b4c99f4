"""Google Workspace: signing in, calendars and mail."""
