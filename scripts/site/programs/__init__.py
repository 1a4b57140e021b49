"""Our own addresses, for programs: one list, read by all that describes or checks them.

model       an address and its parameters
addresses   the list itself
openapi     the same as an OpenAPI description
llms        the same for language models, in Markdown
parameters  which parameters an address takes
"""
