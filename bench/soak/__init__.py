"""A busy year in a few hours: real deeds, with kills, clock jumps, full disks and locked files among them."""
