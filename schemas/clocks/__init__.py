"""Clocks (plazos): pure functions over values. None reads the time; the day they are asked on is an argument.

calendar.py      days on which courts work, counted and added; when a notice takes effect
prescription.py  until when each obligor of a promissory note can be sued
lapse.py         when a lawsuit lapses for want of an act (caducidad)
lost_notes.py    what comes next in the cancellation of a lost note, and when the years stand still
terms.py         contracts, loans of originals, procedural terms, requests about personal data

What the law or the office may change comes in as a `RuleTable` (`schemas/rules.py`).
"""
