import json
import math

FIGURES = {
    "phase", "days", "days_possible", "days_recorded", "days_with_dose", "n", "mean", "median", "lower_quartile",
    "upper_quartile", "worst", "worst_day", "comparison",
}  # fmt: skip
COMPARISON = {
    "title", "reference", "difference", "percent", "interval", "trend_difference", "trend_interval", "drift", "nap", "rho", "se",
    "df", "caution", "exploratory", "sentences",
}  # fmt: skip


def numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for one in value for number in numbers(one)]
    return [value] if isinstance(value, float) else []


def test_json_has_every_figure_and_never_nan(cli, sample_root):
    done = cli("trends", "--format", "json", data=sample_root)
    assert done.code == 0
    assert "NaN" not in done.out
    trends = json.loads(done.out)
    assert all(math.isfinite(number) for number in numbers(trends))
    phases = [phase["key"] for phase in trends["phases"]]
    assert phases == ["baseline", "1.5mg-1", "3mg-1", "4.5mg-1", "break-1", "4.5mg-2"]
    assert trends["reference"] == "baseline"
    assert trends["primary"] == "pain"
    pain = trends["measures"][0]
    assert pain["key"] == "pain"
    assert [row["phase"] for row in pain["phases"]] == phases
    assert all(set(row) == FIGURES for row in pain["phases"])
    assert pain["phases"][0]["comparison"] is None
    for row in pain["phases"][1:]:
        compared = row["comparison"]
        assert set(compared) == COMPARISON
        assert compared["difference"] == row["mean"] - pain["phases"][0]["mean"]
        assert not compared["exploratory"]
    low, high = pain["phases"][3]["comparison"]["interval"]
    assert low < pain["phases"][3]["comparison"]["difference"] < high
    adherence = trends["adherence"]
    parts = ("taken", "skipped", "missed", "not_recorded")
    assert sum(adherence[part] for part in parts) == adherence["scheduled"] > 100


def test_the_table_says_what_the_figures_say(cli, sample_root):
    table = cli("trends", "--measure", "pain", data=sample_root)
    assert table.code == 0
    trends = json.loads(cli("trends", "--measure", "pain", "--format", "json", data=sample_root).out)
    assert [measure["key"] for measure in trends["measures"]] == ["pain"]
    row = trends["measures"][0]["phases"][3]
    line = next(line for line in table.out.splitlines() if line.startswith("4.5 mg  "))
    assert f"{row['n']} of {row['days']}" in line
    assert f"{row['mean']:.1f}" in line
    assert f"{row['comparison']['difference']:.1f}".replace("-", "−") in line
    assert "28 % of the participants" in table.out
    assert table.out.count("28 % of the participants") == 1


def test_little_and_nothing(made):
    assert "Nothing is recorded yet" in made("trends").out
    made("log", "pain=3")
    few = made("trends", "--format", "json")
    assert few.code == 0
    assert json.loads(few.out)["measures"][0]["phases"][0]["mean"] is None
    assert made("trends").code == 0


def test_a_measure_that_is_none(made):
    refused = made("trends", "--measure", "kitten")
    assert (refused.code, refused.one_sentence) == (2, True)


def test_distributions_are_in_the_json(cli, sample_root):
    trends = json.loads(cli("trends", "--measure", "pain", "--format", "json", data=sample_root).out)
    (pain,) = trends["measures"]
    assert [spread["phase"] for spread in pain["distributions"]] == [phase["key"] for phase in trends["phases"]]
    for spread, row in zip(pain["distributions"], pain["phases"], strict=True):
        assert spread["n"] == row["n"] == len(spread["values"])
        assert spread["median"] == row["median"]
        assert spread["low"] == min(spread["values"])
        assert spread["high"] == max(spread["values"])


def test_compared_with_another_phase(cli, sample_root):
    asked = ("trends", "--measure", "pain", "--compare-with", "1.5mg-1")
    trends = json.loads(cli(*asked, "--format", "json", data=sample_root).out)
    assert trends["reference"] == "1.5mg-1"
    (pain,) = trends["measures"]
    baseline, low, middle = pain["phases"][:3]
    assert low["comparison"] is None
    assert middle["comparison"]["difference"] == middle["mean"] - low["mean"]
    assert baseline["comparison"]["reference"] == "1.5mg-1"
    assert "3 mg compared with 1.5 mg" in cli(*asked, data=sample_root).out


def test_a_phase_that_is_none(cli, sample_root):
    refused = cli("trends", "--compare-with", "kitten", data=sample_root)
    assert (refused.code, refused.one_sentence) == (2, True)
    assert "4.5mg-2" in refused.err


def test_associations(cli, sample_root):
    asked = ("trends", "--measure", "pain", "--associations", "vivid_dreams")
    trends = json.loads(cli(*asked, "--format", "json", data=sample_root).out)
    assert [measure["key"] for measure in trends["measures"]] == ["pain"]
    found = trends["associations"]
    assert (found["outcome"], found["exploratory"]) == ("vivid_dreams", True)
    strengths = [abs(one["rho"]) for one in found["ranked"]]
    assert strengths == sorted(strengths, reverse=True)
    assert {"dose_time", "pain"} <= {one["first"] for one in found["ranked"]}
    assert "vivid_dreams" not in {one["first"] for one in found["ranked"]}
    assert all(one["n"] >= 20 and 3 <= one["effective_n"] <= one["n"] for one in found["ranked"])
    assert all(any("Exploratory" in sentence for sentence in one["sentences"]) for one in found["ranked"])
    table = cli(*asked, data=sample_root).out
    assert "What went together with Vivid dreams, strongest first" in table
    assert table.count("Exploratory: among several measures") == 1
    assert max(len(line) for line in table.splitlines() if "   " in line) <= 120


def test_associations_of_little_and_of_nothing(made):
    refused = made("trends", "--associations", "pain")
    assert (refused.code, refused.one_sentence) == (2, True)
    made("log", "pain=3")
    few = made("trends", "--associations", "pain")
    assert few.code == 0
    assert "it takes 20 days" in few.out


def test_since_the_last_visit_lists_its_phases_and_changes_no_figure(cli, sample_root):
    whole = json.loads(cli("trends", "--measure", "pain", "--format", "json", data=sample_root).out)
    since = json.loads(cli("trends", "--measure", "pain", "--since-visit", "--format", "json", data=sample_root).out)
    assert (since["first"], since["last"]) == ("2025-10-30", "2026-03-10")
    assert since["measures"] == whole["measures"]
    assert since["adherence"]["scheduled"] < whole["adherence"]["scheduled"]
    table = cli("trends", "--measure", "pain", "--since-visit", data=sample_root)
    assert table.code == 0
    assert "2025-10-30 to 2026-03-10" in table.out
    assert "each figure rests on all days of its phase" in table.out
    listed = [line.split("  ")[0] for line in table.out.splitlines() if "2025-" in line or "2026-" in line][1:]
    touching = [phase["name"].replace("\u00a0", " ") for phase in since["phases"] if phase["last"] >= since["first"]]
    assert listed == touching
    assert 0 < len(touching) < len(since["phases"])
    assert "no earlier visit" not in table.err


def test_since_a_visit_that_never_was(made):
    made("log", "pain=4")
    refused = made("trends", "--since-visit")
    assert (refused.code, refused.one_sentence) == (2, True)
