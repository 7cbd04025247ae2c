import re

from ldn_journal.clinical.measures import built_in_measures, measure_rows, night_field, usual_measures
from ldn_journal.domain.measures import KEY_PATTERN, BuiltInMeasure, Scale
from ldn_journal.domain.nights import Night

VERIFIED_LOINC = {
    "72514-3", "38208-5", "93832-4", "103212-7", "103211-9", "103215-0", "103213-5", "29463-7",
}  # fmt: skip
VERIFIED_SNOMED = set(
    re.findall(
        r"\d+",
        "419145002 193462001 301345002 422587007 422400008 62315008 14760008 21522001 25064002 404640003 84229001 271782001 "
        "48694002 55929007 79890006 87715008 80313002 415690000 26079004 418290006 271807003 57676002 55300003",
    )
)


def test_codes_are_only_verified_ones() -> None:
    for measure in built_in_measures().values():
        assert set(measure.codes) <= {"loinc", "snomed"}
        if "loinc" in measure.codes:
            assert measure.codes["loinc"] in VERIFIED_LOINC
        if "snomed" in measure.codes:
            assert measure.codes["snomed"] in VERIFIED_SNOMED


def test_measures_are_whole() -> None:
    for key, measure in built_in_measures().items():
        assert KEY_PATTERN.fullmatch(key)
        for value in measure.anchors:
            assert measure.low <= float(value) <= measure.high
        if measure.scale is Scale.SEVERITY:
            assert [measure.in_words(value) for value in range(5)] == [
                "none",
                "mild",
                "moderate",
                "severe",
                "very severe",
            ]
        if field := night_field(measure):
            assert hasattr(Night, field) or field in Night.model_fields


def test_the_usual_set() -> None:
    assert usual_measures() == ["pain", "sleep", "sleep_quality", "vivid_dreams", "nausea"]


def test_every_row_that_ships_is_valid_and_read_as_validation_would() -> None:
    rows = measure_rows()
    checked = {row["key"]: BuiltInMeasure.model_validate(row) for row in rows}
    assert len(checked) == len(rows)
    assert built_in_measures() == checked
    assert list(built_in_measures()) == list(checked)
