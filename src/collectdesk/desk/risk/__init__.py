"""What a case is worth going for: scores with reasons, next steps, and what the branch has learnt.

Never the last word.
"""
