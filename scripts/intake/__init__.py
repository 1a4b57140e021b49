"""From a published text to a proposed printing that a person accepts, and nothing guessed.

One direction:

    reading -> pieces -> items -> matching -> outcomes -> proposal -> review -> acceptance

`reading` turns bytes into lines with their place, `pieces` puts lines together, `items` finds the
list in them, `matching` says which body each item may mean, `outcomes` decides (matched, review,
unknown), `proposal` lays the items beside a printing of choice, `review` is the file in which a
person answers, `answers` says what is open, and `acceptance` puts the printing in place. The
descriptor says which columns take what (`form`).
"""
