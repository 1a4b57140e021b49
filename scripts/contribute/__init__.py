"""What readers send in without git: forms, the address that leads to one, and what a filled-in form
means for the tables."""
