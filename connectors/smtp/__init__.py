"""Letters over SMTP, and a folder in its place for trying out. RFC 5321, RFC 8314."""
