"""Fills the answers of a questions.jsonl from functions that compute them from its tables."""

import json
import math
import re
import sys
from pathlib import Path

import pandas as pd

GOLD = {}


def gold(number):
    """Registers the function that computes the answers of one question: {key: text}."""

    def register(compute):
        assert number not in GOLD, number
        GOLD[number] = compute
        return compute

    return register


def r(value, places):
    """The value rounded, as text. Refuses a value so near a tie that its last digit hangs on the arithmetic."""
    value = float(value)
    assert math.isfinite(value), value
    scaled = abs(value) * 10**places
    assert abs(scaled - math.floor(scaled) - 0.5) > 1e-6, f"{value} lies on a tie at {places} places"
    text = f"{value:.{places}f}"
    return text[1:] if text.startswith("-") and float(text) == 0 else text


def n(value):
    """A whole number, as text."""
    assert float(value) == int(value), value
    return str(int(value))


def yes(flag):
    """The answer to a yes-or-no question, as text."""
    return "yes" if flag else "no"


def run(folder):
    """Writes the answers into the folder's questions.jsonl; with --check only compares them."""
    path = Path(folder) / "questions.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert {line["id"] for line in lines} == set(GOLD), {line["id"] for line in lines} ^ set(GOLD)
    differing = 0
    for line in lines:
        table = pd.read_csv(Path(folder) / "tables" / line["file_name"])
        try:
            answers = [[key, text] for key, text in GOLD[line["id"]](table).items()]
        except Exception as error:
            raise SystemExit(f"question {line['id']}: {error!r}") from error
        asked = re.findall(r"@(\w+)\[", line["format"])
        assert asked == [key for key, _ in answers], (line["id"], asked, answers)
        differing += answers != line["answers"]
        line["answers"] = answers
    if "--check" in sys.argv:
        raise SystemExit(f"{differing} of {len(lines)} differ" if differing else 0)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
