from ldn_journal.report.letters import MARK, apart, hyphenable, ours_alone, printable, right_to_left, without


def test_latin_greek_and_cyrillic_need_no_other_font() -> None:
    assert ours_alone("Åse, Ωμέγα, Борис: 4.5 mg → −0.4 “x” µ")
    assert not ours_alone("ألم")
    assert not ours_alone("😀")


def test_direction_is_that_of_the_first_letter_that_has_one() -> None:
    assert right_to_left("22:30 ألم Pain")
    assert not right_to_left("Pain ألم")
    assert not right_to_left("22:30")


def test_endless_words_get_places_to_break_and_keep_their_letters() -> None:
    found = printable("short " + "x" * 60)
    assert found.replace("\u200b", "") == "short " + "x" * 60
    assert max(len(piece) for piece in found.replace("\u200b", " ").split()) <= 12


def test_letters_no_pdf_may_hold_are_marked() -> None:
    assert printable("a\ue000b\x07c\nd") == f"a{MARK}b{MARK}c\nd"
    assert printable("a\ufeffb") == "ab"


def test_pictures_are_spelt_out_and_other_letters_marked() -> None:
    assert without("Tea ☕ and 👍🏽 日本", "☕") == "Tea [hot beverage] and [thumbs up sign] 日本"
    assert without("日本 and 韓", "日") == f"{MARK}{MARK} and {MARK}"


def test_narrow_columns_get_soft_hyphens_in_long_words_only() -> None:
    assert hyphenable("Vivid dreams (0–4)") == "Vivid dreams (0–4)"
    assert hyphenable("Kapitaensmuetze") == "Kapitaens\u00admuetze"


def test_what_runs_from_right_to_left_is_set_apart_and_nothing_else() -> None:
    assert apart("Grippe, 4 Tage") == "Grippe, 4 Tage"
    assert apart("Surgery: ألم") == "\u2068Surgery: ألم\u2069"
