"""The same bytes give the same draft, whatever the seed of Python's hashes; long documents are read in time and within bounds."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from time import process_time

from services.plans.reader import MOST_MEMORY
from services.plans.rules.reading.draft import draft_of
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.text import SourceText
from tests.accuracy.__main__ import OWN
from tests.factories.files import pdf
from tests.factories.ruled_tables import RuledTable

DOCUMENTS = sorted(path for path in OWN.iterdir() if path.suffix in {".txt", ".html"})
_SOME = DOCUMENTS[::3]
_READ = "import sys; from services.plans.reader import main; [main(path, 'name') for path in sys.argv[1:]]"
_LINES = OWN / "boxes_and_fixed_table.txt"


def test_the_same_bytes_give_the_same_draft_whatever_the_seed_of_hashes() -> None:
    made = {_digest(seed) for seed in ("0", "4711")}
    assert len(made) == 1


def _digest(seed: str) -> str:
    """What a process of its own reads out of every document."""
    command = [sys.executable, "-c", _READ, *map(str, _SOME)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[4], env={"PYTHONHASHSEED": seed})
    assert done.stdout.count(b'"result"') == len(_SOME)
    return sha256(done.stdout).hexdigest()


def test_seventy_kilobytes_are_read_within_a_second() -> None:
    text = ""
    for document in DOCUMENTS:
        if len(text.encode()) < 70_000:
            text += document.read_text(encoding="utf-8") + "\n"
    began = process_time()
    draft_of(read_document(SourceText.of(text)), "a.txt")
    assert process_time() - began < 1 and len(text.encode()) > 60_000


def two_hundred_pages() -> bytes:
    """Pages of prose, and pages with a ruled table, by turns."""
    prose = [line for line in _LINES.read_text(encoding="utf-8").splitlines() if "。" in line]
    words = "".join(prose)
    pages, drawn = [], []
    for number in range(200):
        table = RuledTable((60, 88, 230, 262, 306, 350, 450), 780).row("序号", "指标名称", "单位", "2024年", "2027年", "责任单位")
        for row in range(8 if number % 2 else 0):
            table.row(str(row + 1), f"第{number}页居民健康\n素养水平{row}", "%", "31.2", "≥36", "区卫生健康局")
        table.end()
        start = number * 500 % (len(words) - 700)
        lines = [(60.0, 780.0 - 19 * line, words[start + 36 * line : start + 36 * line + 36]) for line in range(0 if number % 2 else 19)]
        pages.append([(200.0, 815.0, "健康栖云"), *lines, *(table.placed if number % 2 else []), (280.0, 30.0, f"— {number + 1} —")])
        drawn.append(table.drawing if number % 2 else "")
    return pdf(pages, size=11, drawn=drawn)


def test_two_hundred_pages_of_pdf_are_read_within_twenty_seconds_and_half_a_gigabyte(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(two_hundred_pages())
    # VmHWM, not ru_maxrss: the latter starts at what the process that forked had used, however large that was.
    measured = "import resource, sys; from services.plans.reader import main; main(sys.argv[1], 'a.pdf'); " + (
        "most = next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]; "
        "sys.stderr.write(f'{resource.getrusage(resource.RUSAGE_SELF).ru_utime} {int(most) * 1024}')"
    )
    done = subprocess.run([sys.executable, "-c", measured, str(file)], capture_output=True, check=True, cwd=Path(__file__).parents[4])
    seconds, memory = map(float, done.stderr.split())
    assert seconds < 20 and memory < 512 * 1024**2 < MOST_MEMORY
    result = json.loads(done.stdout.splitlines()[-1])["result"]
    named = [one for one in result["reading"]["draft"]["indicators"] if one["name"].startswith("第") and "居民健康素养水平" in one["name"]]
    assert result["pages"] == 200 and len(named) == 800
