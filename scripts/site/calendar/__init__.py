"""What is due, as a calendar (RFC 5545).

due    which days were announced, and what became of each, release by release
ics    the same as iCalendar
"""
