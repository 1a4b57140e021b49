"""What is due, as a calendar (RFC 5545).

due    which days were announced, and what happened to each, by release
ics    the same as iCalendar
"""
