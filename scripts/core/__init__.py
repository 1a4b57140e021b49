"""What every other folder builds on, and what knows nothing of packages.

errors, diagnostics          the errors, and `file:line: column: reason`
csv_table, strict_json       tables and JSON as text, read and written exactly
atomic                       files put in place all at once, a journal, a lock
sql                          quoting names and values
guard                        what SQL from others may do, and how long
bounded                      work in a process with limits of time and memory
processes                    work shared among copies of this process
result_cache                 results, kept by the hash of what they depend on
git                          git, kept from running what a repository names
unpack                       packed bytes, with a limit to their size
normalize                    kinds of characters; when two texts are the same name
registry                     the modules of a folder that are of one kind
progress                     how far long work is
"""
