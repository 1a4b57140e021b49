"""Pictures to take away: each says its title, how to read it, how far was searched and which
version it is of, so that a cut-out picture still says them.

canvas                     text in lines, marks and rules, as SVG without style sheet or script
figure                     the frame of a picture: title, note, source
marks, timeline, preview   what is drawn
raster                     SVG as PNG
section_files              the addresses at which they are asked for
"""
