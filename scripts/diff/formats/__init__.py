"""How a difference is written, a module a format. Each has `render(diff)`, which gives the text
in pieces; csv and json read the events as a stream, the others need them in a tuple."""
