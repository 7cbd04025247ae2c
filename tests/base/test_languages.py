"""Which language is spoken where, and that every catalogue is whole, up to date and has the fields of its sentences."""

import pytest

from ldn_journal.base.languages import language_for, system_language


@pytest.mark.parametrize(
    ("told", "spoken"),
    [
        ("de_AT.UTF-8", "de_AT"),
        ("de", "de"),
        ("nn_NO.UTF-8", "nb_NO"),
        ("no", "nb"),
        ("es_MX@euro", "es_MX"),
        ("es-419", "es_419"),
        ("en_US.UTF-8", "en"),
        ("C.UTF-8", None),
        ("xx_YY", None),
        ("", None),
    ],
)
def test_what_a_system_calls_a_language(told: str, spoken: str | None) -> None:
    assert language_for(told) == spoken


def test_the_first_variable_that_is_set_says_what_is_spoken() -> None:
    assert system_language({"LC_ALL": "", "LC_MESSAGES": "nb_NO.UTF-8", "LANG": "de_DE.UTF-8"}) == "nb_NO"
    assert system_language({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}) == "en"
    assert system_language({"LANG": "sv_SE.UTF-8"}) == "en"
