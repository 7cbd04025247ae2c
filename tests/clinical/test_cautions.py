"""The facts shown on request: all there, each with its source, none of them a recommendation."""

import re

from ldn_journal.clinical.cautions import caution_beside, cautions
from ldn_journal.domain.life import ConditionKind

KEYS = {"surgery", "liver", "kidney", "pregnancy", "thyroid", "opioids", "extended_release", "mood"}


def test_each_fact_has_a_title_a_text_and_a_source() -> None:
    found = cautions()
    assert set(found) == KEYS
    for key, caution in found.items():
        assert caution.key == key
        assert caution.title
        assert caution.text.endswith(".")
        assert caution.source


def test_they_say_what_the_sources_say() -> None:
    found = cautions()
    assert "tell your surgical team you take LDN" in found["surgery"].text.replace("Tell", "tell")
    assert "disagree" in found["surgery"].text
    assert "50 to 100 mg" in found["liver"].text
    assert "10.1186/s12902-020-00630-4" in found["thyroid"].source
    assert "immediate release" in found["extended_release"].text
    assert "7 to 10 days" in found["opioids"].text


def test_none_tells_anyone_to_change_a_medicine_or_judges() -> None:
    for caution in cautions().values():
        text = f"{caution.title} {caution.text}".casefold()
        assert not re.search(
            r"\b(stop taking|start taking|increase your|reduce your|significant|effective|working)\b|!", text
        ), text


def test_the_slow_release_fact_is_one_sentence() -> None:
    assert cautions()["extended_release"].text.count(".") == 1


def test_a_health_fact_brings_its_own_caution_and_no_other() -> None:
    found = {kind: caution.key for kind in ConditionKind if (caution := caution_beside(kind)) is not None}
    assert found == {
        ConditionKind.LIVER_DISEASE: "liver",
        ConditionKind.PREGNANCY: "pregnancy",
        ConditionKind.KIDNEY_DISEASE: "kidney",
        ConditionKind.THYROID_DISEASE: "thyroid",
        ConditionKind.DEPRESSION: "mood",
    }
    assert cautions()["pregnancy"].with_source.endswith("or may become so. Source: The trials of LDN.")
