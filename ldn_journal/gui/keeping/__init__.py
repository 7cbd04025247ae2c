"""The page of backups and password: what keeps the diary from being lost, and from being read by others."""
