"""The Learn page: what is known of LDN, cautions, and how the charts are to be read."""
