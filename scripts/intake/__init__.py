"""From a published text to a proposed printing that a person accepts, and nothing guessed.

One direction:

    reading -> items -> matching -> outcomes -> proposal -> review -> acceptance

`reading` turns bytes into lines with their place, `items` finds the list in them, `matching`
says which body each item may mean, `outcomes` decides (matched, review, unknown), `proposal` lays
the items beside a printing of choice, `review` is the file in which a person answers, and
`acceptance` puts the answered printing in place. The descriptor says which columns take what
(`form`).
"""
