"""A new package from the versions of a list.

measure     types and rules that every version so far keeps
describe    the descriptor, the schema and the suite
documents   what people read and edit first: the files in templates/, filled in
package     all of these together, written into a new folder
"""
