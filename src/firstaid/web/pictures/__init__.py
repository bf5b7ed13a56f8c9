"""Numbers as pictures: where each bar, dot and cell lies. The macros of the same names draw them.

Widths and places are per cent of the drawing's own width unless the value says otherwise, so that a picture
grows with its page and its text does not.
"""
