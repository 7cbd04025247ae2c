"""The page of import and export: files in, with a preview and a receipt, and everything out."""
