"""The Complaints screen: the register, answers, improvements and the chronology."""
