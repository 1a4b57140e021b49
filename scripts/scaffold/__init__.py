"""A new package from the versions of a list.

measure     types and rules that every version so far keeps
describe    the descriptor, the schema and the suite
documents   what people read and edit first: pages, README, metadata, workflow
package     all of these together, written into a new folder
"""
