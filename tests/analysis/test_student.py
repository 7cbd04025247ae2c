import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.analysis.student import incomplete_beta, t_quantile, t_tail

PUBLISHED_975 = {
    1: 12.7062047362, 2: 4.3026527297, 3: 3.1824463053, 4: 2.7764451052, 5: 2.5705818356, 6: 2.4469118511,
    7: 2.3646242516, 8: 2.3060041352, 9: 2.2621571628, 10: 2.2281388520, 15: 2.1314495456, 20: 2.0859634473,
    30: 2.0422724563, 40: 2.0210753903, 60: 2.0002978221, 100: 1.9839715185, 120: 1.9799304051,
}  # fmt: skip
PUBLISHED_95 = {1: 6.3137515147, 2: 2.9199855804, 5: 2.0150483733, 10: 1.8124611228, 30: 1.6972608866}


@pytest.mark.parametrize(("df", "t"), PUBLISHED_975.items())
def test_published_table_975(df, t):
    assert t_quantile(0.975, df) == pytest.approx(t, abs=1e-9)


@pytest.mark.parametrize(("df", "t"), PUBLISHED_95.items())
def test_published_table_95(df, t):
    assert t_quantile(0.95, df) == pytest.approx(t, abs=1e-9)


def test_many_degrees_of_freedom_approach_the_normal():
    assert t_quantile(0.975, 1e7) == pytest.approx(1.959963985, abs=1e-6)


@given(df=st.floats(0.3, 5000), p=st.floats(0.55, 0.999))
def test_quantile_inverts_the_tail(df, p):
    assert t_tail(t_quantile(p, df), df) == pytest.approx(1 - p, rel=1e-9)


def test_closed_forms():
    # df = 1 is Cauchy, df = 2 has a closed form too.
    assert t_tail(1.0, 1) == pytest.approx(0.25, abs=1e-14)
    assert t_tail(1.0, 2) == pytest.approx(0.5 - 1 / (2 * math.sqrt(3)), abs=1e-14)
    assert incomplete_beta(2, 3, 0.4) == pytest.approx(0.5248, abs=1e-12)
    assert incomplete_beta(2, 3, 0.0) == 0
    assert incomplete_beta(2, 3, 1.0) == 1


@pytest.mark.parametrize(("p", "df"), [(0.5, 3), (1.0, 3), (0.975, 0), (0.975, float("nan"))])
def test_impossible_arguments(p, df):
    with pytest.raises(ValueError, match="no t quantile"):
        t_quantile(p, df)
