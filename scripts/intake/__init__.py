"""From a published text to a proposed printing that a person accepts, and nothing guessed.

One direction, a folder for each step:

    readers/ -> parse/ -> match/ -> review/

`readers` turn bytes into lines with their place. `parse` puts lines together and finds the list in
them. `match` says which body each item may mean, and decides (matched, review, unknown). `review`
lays the items beside a printing of choice, asks a person, says what is open, and puts the printing
in place. The descriptor says which columns take what (`mapping`); `pipeline` runs it all, `report`
describes it.
"""
