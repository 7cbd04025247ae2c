"""Makes the small journal that is kept for each released schema version: run it once at a release, never again.

python tests/store/make_released.py tests/store/released/v0001.ldnj
"""

import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal

MG = 10**9
DAY = date(2026, 3, 10)
BED = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)

ONE_OF_EACH = [
    (Kind.MEASURE, {"key": "stiffness", "name": "Morning stiffness", "anchors": {"0": "none"}}),
    (Kind.STEP, {"day": DAY, "amount_pg": 4500 * MG // 1000, "usual_time": "22:30", "form": "capsule"}),
    (Kind.PRESCRIPTION, {"day": DAY, "form": "liquid", "pg_per_ml": MG, "quantity": 100.0}),
    (Kind.DOSE, {"day": DAY, "state": "taken", "amount_pg": 4500 * MG // 1000, "at": BED + timedelta(days=1)}),
    (Kind.RATING, {"day": DAY, "measure": "pain", "value": 0}),
    (
        Kind.NIGHT,
        {"day": DAY, "to_bed": BED, "out_of_bed": BED + timedelta(hours=8), "minutes_to_sleep": 20, "quality": 6},
    ),
    (Kind.NOTE, {"day": DAY, "text": "Slept well – æøå, ünïcode"}),
    (Kind.EVENT, {"day": DAY, "what": "flare", "until": DAY}),
    (Kind.MEDICINE, {"day": DAY, "name": "Vitamin D", "dose": "20 µg"}),
    (Kind.CONDITION, {"day": DAY, "condition": "liver_disease", "name": "hepatitis B"}),
    (Kind.VISIT, {"day": DAY, "reason": "Review", "questions": ["Morning or evening?"]}),
    (
        Kind.PHASE_EDIT,
        {"day": DAY, "edit": "split", "name": "Mornings", "reason": "Taken in the morning from here on."},
    ),
    (Kind.RESPONSE, {"day": DAY, "questionnaire": "peg", "answers": {"pain": 4, "enjoyment": 5, "activity": 6}}),
]

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        folder = DataFolder(Path(temporary) / "data")
        with Journal.create(folder, clock=FixedClock(datetime(2026, 3, 10, 22, 31, tzinfo=UTC))) as journal:
            journal.record(*(validate(kind, fields) for kind, fields in ONE_OF_EACH))
            journal.change_settings(name="A. Person")
        Path(sys.argv[1]).write_bytes(folder.journal.read_bytes())
