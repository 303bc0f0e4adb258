"""Files on the disk: opened, sealed, backed up, rekeyed, disposed of, and who has them open.

Never a row of the work.
"""
