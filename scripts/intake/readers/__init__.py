"""From a file to lines, each with its place, by what the file is."""
