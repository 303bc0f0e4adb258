"""x"""


def run(*a): ...
