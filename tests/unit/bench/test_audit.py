"""An audit that could ask nobody is not clean."""

from bench.audit import of_npm, of_pip


def package(name, **said):
    return {"name": name, "version": "1.0", **said}


def test_what_was_not_looked_up_is_no_clean_bill():
    told = {"dependencies": [package("jinja2", vulns=[]), package("django", skip_reason="not found")]}
    assert (of_pip(told).looked_up, of_pip(told).skipped, of_pip(told).is_clean) == (1, ["django"], False)
    assert not of_pip({"dependencies": []}).is_clean


def test_all_looked_up_and_nothing_known_is_clean():
    assert of_pip({"dependencies": [package("jinja2", vulns=[])]}).is_clean


def test_what_is_known_is_named():
    told = {"dependencies": [package("jinja2", vulns=[{"id": "PYSEC-1"}])]}
    assert of_pip(told).known == ["jinja2 1.0: PYSEC-1"]


def test_npm_that_reached_nobody_is_not_clean():
    assert not of_npm({"error": {"code": "ENOTFOUND"}}, 9).is_clean
    assert of_npm({"vulnerabilities": {}}, 9).is_clean
