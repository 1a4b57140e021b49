"""What the site offers as a spreadsheet, in each language.

books         a view, a table or the answer of a question as a workbook
about         its first sheet: what this is, which version, how to cite, what an empty cell means
spreadsheets  the addresses at which they are asked for
"""
