"""Google Workspace: who signs in, what their calendar says, and what is written to it. https://developers.google.com/workspace"""
