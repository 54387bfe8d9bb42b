"""The guards that ``make mutants`` takes out are where it looks for them."""

import pytest

from bench.mutants import MUTANTS, ROOT, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_guard_of_a_mutant_stands_once(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text(encoding="utf-8").count(mutant.guard) == 1
    assert all((ROOT / tests).exists() for tests in mutant.tests.split())
