"""What a journal is made of: doses, ratings, nights and the rest, their amounts, moments and rules.

``NewX`` models validate what is entered; ``X`` is the same with identity, as read back. No engine and no widget is known here.
"""

import os

# What is recorded is checked by these models alone: no plugin that another package brings for pydantic is looked for.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
