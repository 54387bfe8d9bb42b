"""What this house must never do, said as tests."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / line for line in listed.splitlines() if line.endswith(endings)]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("folder", ["site", "jinja2"])
def test_a_folder_with_a_librarys_name_is_never_a_package(folder):
    assert not (ROOT / folder / "__init__.py").exists()


@pytest.mark.parametrize("path", [None, ".", f".{os.pathsep}site", str(ROOT)])
@pytest.mark.parametrize("where", [ROOT, ROOT.parent])
def test_django_starts_whatever_the_python_path_says(path, where):
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment |= {"PYTHONPATH": path} if path else {}
    ran = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        cwd=where,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_no_template_has_inline_script_style_or_handlers():
    bad = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|<style|\sstyle=|\son[a-z]+=|hx-on|hx-vals=.js:|javascript:"
    )
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in tracked(".html")
        if "jinja2" in path.relative_to(ROOT).parts[:1]
        for line in path.read_text().splitlines()
        if bad.search(line)
    ]
    assert found == []


def test_htmx_triggers_have_no_filters_because_they_need_eval():
    found = [
        path for path in tracked(".html") if re.search(r"hx-trigger=\"[^\"]*\[[^\"]*\"", path.read_text())
    ]
    assert found == []


def test_no_script_of_readers_listens_for_the_end_of_parsing():
    """It would run in the task of the page's first layout, which then waits for the script; see stands.js."""
    scripts = [path for path in tracked(".js") if path.parent == ROOT / "assets/js"]
    found = [path.name for path in scripts if re.search(r"DOMContentLoaded|readystate", path.read_text())]
    assert scripts
    assert found == []


def test_reading_rooms_ask_the_cache_for_the_time():
    """ruff bans the import; this bans the attribute ``timezone.now`` however it is reached."""
    rooms = ("blog/", "pages/", "site/front/", "site/seo/")
    found = [
        path
        for path in tracked(".py")
        if str(path.relative_to(ROOT)).startswith(rooms)
        and path != ROOT / "blog/series.py"  # verbs, as content's are
        and re.search(r"timezone\.now|datetime\.now|time\.time", path.read_text())
    ]
    assert found == []


def test_only_verbs_write_content():
    """Outside the verbs nothing saves, creates, updates or deletes a row of content."""
    writes = re.compile(
        r"\.(save|create|update|delete|bulk_create|bulk_update|get_or_create|update_or_create)\("
    )
    rooms = ("blog/", "pages/", "site/front/", "site/seo/", "site/studio/", "site/importers/")
    # Post.place keeps the copied dates, for the verbs; series have their verbs where their models are.
    # Two verbs of the studio are about rows of its own.
    own = {"site/studio/sharing.py", "site/studio/gate/rules.py"}
    allowed = {"blog/models.py", "blog/series.py"} | own
    found = [
        f"{name}: {line.strip()}"
        for path in tracked(".py")
        if (name := str(path.relative_to(ROOT))).startswith(rooms)
        and "migrations" not in name
        and name not in allowed
        for line in path.read_text().splitlines()
        if writes.search(line) and "objects" in line
    ]
    assert found == []


def test_every_public_function_says_its_purpose():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in tracked(".py")
        if path.relative_to(ROOT).parts[0] in {"site", "blog", "pages"} and "migrations" not in path.parts
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and node.name not in {"Command", "DatabaseWrapper"}
        and not any("public" in ast.unparse(mark) for mark in node.decorator_list)  # an address says it
        and path.name not in {"apps.py", "urls.py", "admin.py"}
    ]
    assert found == []


def test_no_file_names_a_machine_or_a_registry():
    named = re.compile(
        r"(?<![\w.])/(?:work|root|home/\w+)/|registry\.npmjs|pypi\.org/simple|files\.pythonhosted"
    )
    found = [
        path.relative_to(ROOT)
        for path in tracked(
            ".py",
            ".toml",
            ".txt",
            ".md",
            ".sh",
            ".conf",
            ".json",
            ".html",
            ".css",
            ".lua",
            "Makefile",
            "Procfile",
            "run",
        )
        if path != Path(__file__).resolve() and named.search(path.read_text(errors="replace"))
    ]
    assert found == []


def test_the_migrations_say_what_the_models_say():
    ran = subprocess.run(
        [sys.executable, ROOT / "manage.py", "makemigrations", "--check", "--dry-run"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
