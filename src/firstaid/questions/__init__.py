"""The theory questions: the bank, its versions, what may be asked."""
