"""``make judge-studio``: axe, the keyboard and the checkers of HTML and CSS on every page of the studio.

Light, dark, and 320 px wide, in the states that ``bench.studio_scenes`` brings about. ``ONLY=axe`` asks one.
"""

import json
import sys
from pathlib import Path

from bench.as_author import way_in
from bench.judging import judge, plain, set_up
from bench.whole import python, whole_site
from tests.deploy.running import Running

OF_LOOKS, OF_WORDS = "axe keyboard", "validity"
AT_ONCE = 6  # pages: each judge has a minute or two for them, also where the machine has other work


def main() -> int:
    """0 when no judge found a defect."""
    folder = set_up()
    with whole_site(()) as site:
        return judge_studio(folder, site)


def judge_studio(folder: Path, site: Running) -> int:
    """Every page that an author can look at, and what answers a form; 0 when nothing is found."""
    scenes = json.loads(python(site, "-m", "bench.studio_scenes").splitlines()[-1])
    paths = [*scenes["pages"], *scenes["answers"]]
    print(f"{len(scenes['pages'])} pages of the studio, {len(scenes['answers'])} answers", flush=True)
    code = 0
    for judges, told in ((OF_LOOKS, plain), (OF_WORDS, str)):
        with way_in(site.port, scenes["cookie"], scenes["answers"], told) as port:
            for start in range(0, len(paths), AT_ONCE):
                some = paths[start : start + AT_ONCE]
                print("\n", *some, flush=True)
                code = judge(folder, port, some, judges) or code
    return code


if __name__ == "__main__":
    sys.exit(main())
