"""One module a command: `arguments(parser)` adds its arguments, `run(args)` does the work.

A command reads and prints; what it computes lives in the module of its stage.
"""
