"""What a journal is made of: doses, ratings, nights and the rest, their amounts, moments and rules.

``NewX`` models validate what is entered; ``X`` is the same with identity, as read back. No engine and no widget is known here.
"""
