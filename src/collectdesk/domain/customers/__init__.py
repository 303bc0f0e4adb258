"""A customer as the branch knows them: case, products, people around them, worklists."""
