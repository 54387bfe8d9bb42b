"""docs/deploy.md followed line by line in an empty Debian that is booted for it (``make deploy-debian``)."""
