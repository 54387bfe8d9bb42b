"""Run in a clone: configures and releases it as ``make run`` does, and prints its environment as JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path.cwd() / "bin")]

from machine import nginx, redis, run  # noqa: E402


def main(port: int) -> None:
    """Make all that the processes of a site at *port* need."""
    for folder in (run.RUN, Path("var/log"), Path("var/redis"), Path("var/media")):
        folder.mkdir(parents=True, exist_ok=True)
    env = run._environment(port, str(redis.server()), nginx.server())
    run._make_secret_key()
    without_redis = {**os.environ, **env, "REDIS_URL": "", "PAGES_REDIS_URL": ""}
    subprocess.run([sys.executable, "manage.py", "release"], env=without_redis, check=True)
    print(json.dumps(env))


if __name__ == "__main__":
    main(int(sys.argv[1]))
