"""What changed since a release, and which version that makes.

difference, structure   what differs between two states of the package
compare_packages        the same for two releases or folders, table by table
notes                   the same for people
patches                 what each release changed in every CSV file, for incremental updates
bump, versioning        which version the changes demand
transaction_time        since which release each event is stated as it is now
proposed, comment       what a proposed change means, for a pull request
"""
