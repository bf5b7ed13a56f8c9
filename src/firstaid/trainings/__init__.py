"""One run of a course for one group: roster, sessions, attendance."""
