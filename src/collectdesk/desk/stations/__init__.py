"""Several PCs of one branch: work given out by parcel, done again on the master; the move to another PC."""
