"""Matching a list of names to our identifiers, by the Reconciliation Service API 0.2.

matching   names against names, as plain data
entities   what can be matched: records, their names and properties, read from the database
sent       what a client sends, read or refused
service    requests in, responses out, as the specification has them
(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/)
"""
