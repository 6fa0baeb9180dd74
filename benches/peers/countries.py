"""What the peers are told of countries, as `volmatch` itself prints it: python countries.py VOLMATCH > FILE"""

import json
import subprocess
import sys


def volmatch(*args):
    done = subprocess.run([sys.argv[1], *args], check=True, capture_output=True)
    return done.stdout.decode()


def words_of(goal):
    """A goal by its names in English, French and Spanish and the titles of its targets."""
    names = [goal["goal_names"][language] for language in ("en", "fr", "es")]
    return ". ".join(names + [target["title"] for target in goal["targets"]])


matches = volmatch("match", "-k1", "-fjsonl", "-q").splitlines()
codes = sorted({json.loads(line)["country"] for line in matches})
goals = [json.loads(volmatch("atlas", str(goal), "-fjson")) for goal in range(1, 18)]
answer = {
    "model": json.loads(volmatch("weights", "-fjson")),
    "goals": [words_of(goal) for goal in goals],
    "countries": [json.loads(volmatch("atlas", code, "-fjson")) for code in codes],
}
json.dump(answer, sys.stdout)
