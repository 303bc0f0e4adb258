"""What was seen is known again, however many texts there are, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectdesk.store.intake.marks import Marks


@given(st.lists(st.text(max_size=30), max_size=60), st.lists(st.text(max_size=30), max_size=20))
def test_it_says_of_each_text_whether_it_is_new_as_a_set_does(first: list[str], others: list[str]) -> None:
    marks, known = Marks(first), set(first)
    for text in [*others, *first]:
        assert (text in marks) == (text in known)
        assert marks.add(text) == (text not in known)
        known.add(text)
    assert len(marks) == len(known)


def test_many_texts_take_about_twenty_bytes_each() -> None:
    marks = Marks(f"622848{at:013d}" for at in range(20_000))
    assert all(f"622848{at:013d}" in marks for at in range(0, 20_000, 97))
    assert not any(f"622849{at:013d}" in marks for at in range(0, 20_000, 97))
    assert marks._words.itemsize * len(marks._words) <= 32 * len(marks)
