"""The demonstration partnership: ten fictional partners with a lived-in programme.

`partners`, `series`, `gone`, `coming`, `colleagues` and `teachmeets` are plain data: what people
would type. `founding`, `happening` and `claims` type it, through the same forms, predicates and
actions as the pages use, at the time at which each thing would have been done.
"""
