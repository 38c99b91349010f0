"""The bounded cache against the plainest model of what it promises."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from adapters.mongodb.bounded_cache import BoundedCache

SIZE, SECONDS, KEY_COUNT = 3, 30.0, 5


class Model:
    """The cache beside a list of (key, value, expiry), the one not asked for the longest first."""

    def __init__(self) -> None:
        self.time = 0.0
        self.cache = BoundedCache[int, int](SIZE, SECONDS, lambda: self.time)
        self.entries: list[tuple[int, int, float]] = []

    def put(self, key: int, value: int) -> None:
        self.cache.put(key, value)
        self.entries = [*(each for each in self.entries if each[0] != key), (key, value, self.time + SECONDS)][-SIZE:]

    def get(self, key: int) -> None:
        found = [each for each in self.entries if each[0] == key]
        self.entries = [each for each in self.entries if each[0] != key]
        found = [each for each in found if self.time < each[2]]
        self.entries += found
        assert self.cache.get(key) == (found[0][1] if found else None)

    def discard(self, key: int) -> None:
        self.cache.discard(key)
        self.entries = [each for each in self.entries if each[0] != key]

    def wait(self, seconds: int) -> None:
        self.time += seconds


KEYS = st.integers(min_value=0, max_value=KEY_COUNT - 1)
STEPS = st.one_of(
    st.tuples(st.just(Model.put), KEYS, st.integers()),
    st.tuples(st.just(Model.get), KEYS),
    st.tuples(st.just(Model.discard), KEYS),
    st.tuples(st.just(Model.wait), st.integers(min_value=1, max_value=6)),
)


def test_the_one_not_asked_for_the_longest_goes_first() -> None:
    cache = BoundedCache[str, int](2, SECONDS, lambda: 0.0)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]

    cache.put("a", 4)
    cache.put("d", 5)
    assert [cache.get(key) for key in "acd"] == [4, None, 5]


@given(st.lists(STEPS, min_size=10, max_size=60))
def test_it_keeps_what_was_asked_for_lately_within_its_size_and_time(
    steps: list[tuple[Callable[..., None], int]],
) -> None:
    model = Model()
    for step, *arguments in steps:
        step(model, *arguments)
        assert len(model.cache) == len(model.entries) <= SIZE
    for key in range(KEY_COUNT):
        model.get(key)
