"""LDN Journal: a private symptom diary for people on low-dose naltrexone."""

__version__ = "0.1.0"
