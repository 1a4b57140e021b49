"""Pictures to take away: each says its title, how to read it, until when was searched and which
version it shows, so that a picture by itself still says so.

canvas                     text in lines, marks and rules, as SVG without style sheet or script
figure                     the frame of a picture: title, note, source
marks, timeline, preview   what is drawn
raster                     SVG as PNG
section_files              the addresses at which they are asked for
"""
