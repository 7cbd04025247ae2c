"""What is taken: LDN now, doses in the period, other medicines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from ldn_journal.analysis.adherence import Adherence
from ldn_journal.analysis.phases import DayState, Phase, PhaseKind
from ldn_journal.analysis.present_dose import PresentDose, PresentState
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.domain.amounts import PICOGRAMS, format_amount
from ldn_journal.domain.days import DEFAULT_BOUNDARY
from ldn_journal.domain.doses import Dose, DoseState, Form, Prescription, TitrationStep, plan_on
from ldn_journal.domain.life import Medicine
from ldn_journal.report.content import Section, Text, as_string, joined, plain, rich
from ldn_journal.report.figures import dated, shortened, stretch
from ldn_journal.report.letters import apart

REASONS_SHOWN = 3
TIMED_DOSES = 3
"""Doses with a clock time from which the usual time is taken from them, not from the plan."""
DAY = 24 * 60
NOTE_LETTERS = 80
ROUNDED_TO_PG = PICOGRAMS["µg"] * 10
"""To how many pg a mean amount is rounded: 0.01 mg."""


def current_phase(trends: Trends) -> Phase | None:
    """Return the phase at the end of the period: of the dose taken last, be it a while ago, or the break."""
    return trends.present.phase or next(iter(trends.phases), None)


def ldn_now(
    trends: Trends,
    now: date,
    doses: Sequence[Dose],
    steps: Sequence[TitrationStep],
    prescriptions: Sequence[Prescription],
    boundary: time = DEFAULT_BOUNDARY,
) -> Section:
    """Return the block about LDN at the end of the period, and what became of the period's doses."""
    title = (_("LDN now ({day})") if trends.last == now else _("LDN on {day}")).format(day=dated(trends.last))
    present = trends.present
    told = _present(trends, present, doses, prescriptions, boundary)
    found: list[Text] = []
    if trends.ldn_start is not None and trends.ldn_start <= trends.last:
        if present.since is not None and trends.ldn_start < present.since:
            told.append(rich(_("LDN began on {day}."), day=dated(trends.ldn_start)))
        found = doses_in_period(trends, steps, doses, now)
    return Section("now", title, side=True, paragraphs=(joined(told), *found))


def present_words(
    trends: Trends,
    doses: Sequence[Dose],
    prescriptions: Sequence[Prescription],
    boundary: time = DEFAULT_BOUNDARY,
) -> str:
    """Return in sentences what is taken at the end of the range, or what the record says instead."""
    return as_string(joined(_present(trends, trends.present, doses, prescriptions, boundary)))


def _present(
    trends: Trends,
    present: PresentDose,
    doses: Sequence[Dose],
    prescriptions: Sequence[Prescription],
    boundary: time,
) -> list[Text]:
    """Return what is taken, or what the record says instead: a break, no dose since a day, none at all."""
    phase, step = present.phase, present.step
    if phase is None:
        return [rich(_("No dose of LDN is recorded yet.")), *_planned_only(step)]
    since = {"since": dated(phase.since), "day": (trends.last - phase.since).days + 1}
    if present.state is PresentState.ON_BREAK:
        return [_on_break(trends, phase, since)]
    if present.state is PresentState.NO_DOSE_RECORDED:
        return [*_last_dose_of(phase, present), *_silent_since(present), *_planned_only(step)]
    return [
        _taken(trends, present, phase, _form(step, prescriptions, trends.last), doses, boundary, since),
        *_last_dose(present),
        *(_planned_only(step) if _is_other(step, phase) else _plan_note(step)),
    ]


def _is_other(step: TitrationStep | None, phase: Phase) -> bool:
    """Whether the plan in force is for another daily amount than is taken."""
    return step is not None and step.amount_pg * step.times_per_day != phase.amount_pg


def _on_break(trends: Trends, phase: Phase, since: Mapping[str, object]) -> Text:
    before = [other for other in trends.phases if other.kind is PhaseKind.DOSE and other.last < phase.first]
    if before:
        return rich(
            _("<b>On a break from LDN</b> since {since} (day\u00a0{day}); before that {amount}."),
            amount=phase_amount(before[-1]),
            **since,
        )
    return rich(_("<b>On a break from LDN</b> since {since} (day\u00a0{day})."), **since)


def phase_amount(phase: Phase) -> str:
    """Return the daily amount of a dose for reading; where amounts changed all the time, from which to which."""
    if phase.lowest_pg is None:
        return format_amount(phase.amount_pg)
    return _("changing amounts, {lowest} to {highest}").format(
        lowest=format_amount(phase.lowest_pg), highest=format_amount(phase.amount_pg)
    )


def _taken(
    trends: Trends,
    present: PresentDose,
    phase: Phase,
    form: str,
    doses: Sequence[Dose],
    boundary: time,
    since: Mapping[str, object],
) -> Text:
    if phase.lowest_pg is not None:
        return rich(
            _(
                "<b>Changing amounts, {lowest} to {highest}</b>, since {since} (day\u00a0{day}); on average {mean} on days "
                "with a dose."
            ),
            lowest=format_amount(phase.lowest_pg),
            highest=format_amount(phase.amount_pg),
            mean=format_amount(_mean_amount(trends, phase)),
            **since,
        )
    amount, times = format_amount(phase.amount_pg), present.times_per_day
    if times > 1:
        amount = ngettext("{amount} {times} time a day", "{amount} {times} times a day", times).format(
            amount=format_amount(phase.amount_pg // times), times=times
        )
    at = _usual_time(doses, phase, trends.last, present.step, boundary)
    fields = {"amount": amount, "form": form, "time": at.strftime("%H:%M") if at else "", **since}
    if form and at:
        return rich(_("<b>{amount}</b> {form}, about {time}, since {since} (day\u00a0{day})."), **fields)
    if form:
        return rich(_("<b>{amount}</b> {form}, since {since} (day\u00a0{day})."), **fields)
    if at:
        return rich(_("<b>{amount}</b>, about {time}, since {since} (day\u00a0{day})."), **fields)
    return rich(_("<b>{amount}</b> since {since} (day\u00a0{day})."), **fields)


def _mean_amount(trends: Trends, phase: Phase) -> int:
    """Return the mean pg of the days of ``phase`` up to the end of the period on which a dose was taken."""
    part = trends.whole.timeline.cut(phase.first, min(phase.last, trends.last))
    return round(float(part.amounts[part.states == DayState.TAKEN].mean()) / ROUNDED_TO_PG) * ROUNDED_TO_PG


def _last_dose(present: PresentDose) -> list[Text]:
    """Return the last dose where it was another amount than that of the phase, and than planned where there is a plan."""
    phase = present.phase
    if present.last_dose_as_planned is not False or present.last_dose_pg is None or present.last_dose_day is None:
        return []
    if phase is not None and phase.lowest_pg is None and present.last_dose_pg == phase.amount_pg:
        return []
    words = (
        _("Last dose: {amount} on {day}, other than planned.")
        if present.step is not None and present.step.amount_pg
        else _("Last dose: {amount} on {day}, other than before.")
    )
    return [rich(words, amount=format_amount(present.last_dose_pg), day=dated(present.last_dose_day))]


def _last_dose_of(phase: Phase, present: PresentDose) -> list[Text]:
    if present.last_dose_day is None:
        return []
    if phase.kind is PhaseKind.BREAK:
        return [rich(_("Break from LDN until {day}."), day=dated(phase.last))]
    return [
        rich(
            _("<b>{amount}</b> from {since} to {day}."),
            amount=phase_amount(phase),
            since=dated(phase.since),
            day=dated(present.last_dose_day),
        ),
        *_last_dose(present),
    ]


def _silent_since(present: PresentDose) -> list[Text]:
    """Return since when no dose is recorded as taken, and on how many days one is recorded as left out."""
    if present.last_dose_day is None:
        return [rich(_("No dose of LDN is recorded yet."))]
    day, silent = dated(present.last_dose_day), present.unrecorded_since
    if not present.left_out_since:
        words = ngettext(
            "<b>No dose is recorded since {day}</b> ({count}\u00a0day).",
            "<b>No dose is recorded since {day}</b> ({count}\u00a0days).",
            silent,
        )
        return [rich(words, day=day, count=format_number(silent))]
    words = _(
        "<b>No dose is recorded as taken since {day}</b>: {left_out}\u00a0days left out, {open}\u00a0not\u00a0recorded."
    )
    return [rich(words, day=day, left_out=format_number(present.left_out_since), open=format_number(silent))]


def _planned_only(step: TitrationStep | None) -> list[Text]:
    """Return the plan in force where the doses do not show that it is followed."""
    if step is None or not step.amount_pg:
        return []
    amount = format_amount(step.amount_pg * step.times_per_day)
    return [rich(_("{amount} is planned since {day}."), amount=amount, day=dated(step.day)), *_plan_note(step)]


def _plan_note(step: TitrationStep | None) -> list[Text]:
    """Return the plan's note, which may say what the plan cannot: every other day."""
    note = " ".join((step.note or "").split()) if step is not None else ""
    if not note:
        return []
    return [rich(_("Note on the plan: “{note}”."), note=apart(shortened(note, NOTE_LETTERS)))]


def _form(step: TitrationStep | None, prescriptions: Sequence[Prescription], last: date) -> str:
    form = step.form if step else None
    if form is None:
        filled = [one for one in prescriptions if one.day <= last]
        form = filled[-1].form if filled else None
    words = {
        Form.CAPSULE: _("capsule"),
        Form.TABLET: _("tablet"),
        Form.LIQUID: _("liquid"),
        Form.DROPS: _("sublingual drops"),
        Form.CREAM: _("cream"),
        Form.TROCHE: _("troche"),
    }
    return words[form] if form else ""


def _usual_time(
    doses: Sequence[Dose], phase: Phase, last: date, step: TitrationStep | None, boundary: time
) -> time | None:
    """Return the middle clock time of the last 28 days' doses, to 5 minutes; the plan's where too few have a time."""
    if step is not None and step.times_per_day > 1:
        return None
    first = max(phase.first, last - timedelta(days=27))
    begins = boundary.hour * 60 + boundary.minute
    minutes = sorted(
        (dose.at.hour * 60 + dose.at.minute - begins) % DAY
        for dose in doses
        if dose.state is DoseState.TAKEN and dose.at is not None and first <= dose.day <= last
    )
    if len(minutes) < TIMED_DOSES:
        return step.usual_time if step else None
    middle = (round(minutes[len(minutes) // 2] / 5) * 5 + begins) % DAY
    return time(middle // 60, middle % 60)


def doses_in_period(trends: Trends, steps: Sequence[TitrationStep], doses: Sequence[Dose], now: date) -> list[Text]:
    """Return what became of the doses of the period: taken, skipped and why, missed, not recorded; what is left out."""
    found = trends.adherence
    if not found.scheduled:
        return [_without_plan(trends)]
    reasons = _reasons(found)
    sentence = (
        _(
            "Doses {days}: <b>{taken}\u00a0taken</b>, {skipped}\u00a0skipped ({reasons}), {missed}\u00a0missed, "
            "{open}\u00a0not\u00a0recorded."
        )
        if reasons
        else _(
            "Doses {days}: <b>{taken}\u00a0taken</b>, {skipped}\u00a0skipped, {missed}\u00a0missed, "
            "{open}\u00a0not\u00a0recorded."
        )
    )
    told = [
        rich(
            sentence,
            days=stretch(found.first, found.last),
            taken=format_number(found.taken),
            skipped=format_number(found.skipped),
            reasons=reasons,
            missed=format_number(found.missed),
            open=format_number(found.not_recorded),
        )
    ]
    if found.other_amount:
        words = ngettext(
            "{n} of those taken was of another amount than planned.",
            "{n} of those taken were of another amount than planned.",
            found.other_amount,
        )
        told.append(plain(words.format(n=format_number(found.other_amount))))
    paused = _break_days(steps, found.first, found.last)
    if paused:
        words = ngettext("Without the {count} day of the break.", "Without the {count} days of the break.", paused)
        told.append(plain(words.format(count=paused)))
    step = plan_on(now, list(steps))
    if found.last == now and step is not None and step.amount_pg and all(dose.day != now for dose in doses):
        told.append(plain(_("Today’s dose ({day}) is not recorded yet.").format(day=dated(now, "short"))))
    if found.unscheduled:
        beyond = ngettext(
            "{count} dose taken beyond the plan.", "{count} doses taken beyond the plan.", found.unscheduled
        )
        told.append(plain(beyond.format(count=found.unscheduled)))
    return [joined(told)]


def _break_days(steps: Sequence[TitrationStep], first: date, last: date) -> int:
    """Return on how many days from ``first`` to ``last`` the plan has a break: no dose is scheduled on them."""
    ordered = sorted(steps, key=lambda step: (step.day, step.recorded_at))
    ends = [*(step.day - timedelta(days=1) for step in ordered[1:]), last]
    begun, found = False, 0
    for step, end in zip(ordered, ends, strict=True):
        begun = begun or bool(step.amount_pg)
        if begun and not step.amount_pg:
            found += max((min(end, last) - max(step.day, first)).days + 1, 0)
    return found


def _reasons(found: Adherence) -> str:
    given = [(reason, count) for reason, count in found.skipped_reasons.items() if reason]
    named = [
        reason if count == found.skipped else _("{reason} {count}").format(reason=reason, count=count)
        for reason, count in given[:REASONS_SHOWN]
    ]
    others = found.skipped - sum(count for _reason, count in given[:REASONS_SHOWN])
    if others and named:
        named.append(_("other or no reason {count}").format(count=others))
    return ", ".join(named)


def _without_plan(trends: Trends) -> Text:
    """Without a plan nothing can be said to be unrecorded: days are counted by what is known of them."""
    states = Counter(int(state) for state in trends.timeline.states)
    taken, skipped, missed = (states[int(state)] for state in (DayState.TAKEN, DayState.SKIPPED, DayState.MISSED))
    sentence = ngettext(
        "Taken on <b>{taken} day</b> of the period, skipped on {skipped}, missed on {missed}; no plan is entered.",
        "Taken on <b>{taken} days</b> of the period, skipped on {skipped}, missed on {missed}; no plan is entered.",
        taken,
    )
    return rich(sentence, taken=taken, skipped=skipped, missed=missed)


def medicines(all_of_them: Sequence[Medicine], first: date, last: date) -> Section | None:
    """Return the other medicines taken at any time of the period, those still taken apart; ``None`` if there are none."""
    there = taken_between(all_of_them, first, last)
    ended = [one for one in there if one.until is not None and one.until <= last]
    still = [one for one in there if one not in ended]
    found = []
    if still:
        listed = "; ".join(_medicine(one, last) for one in still)
        found.append(rich(_("<b>Now ({day}):</b> {medicines}."), day=dated(last), medicines=listed))
    if ended:
        found.append(rich(_("<b>Ended:</b> {medicines}."), medicines="; ".join(_medicine(one, last) for one in ended)))
    return Section("medicines", _("Other medicines"), side=True, paragraphs=tuple(found)) if found else None


def taken_between(medicines: Sequence[Medicine], first: date, last: date) -> list[Medicine]:
    """Return the medicines taken on any day from ``first`` to ``last``."""
    return [one for one in medicines if one.day <= last and (one.until is None or one.until >= first)]


def _medicine(medicine: Medicine, last: date) -> str:
    name = _("{name} {dose}").format(name=medicine.name, dose=medicine.dose) if medicine.dose else medicine.name
    if medicine.until is not None and medicine.until <= last:
        return _("{medicine}, {days}").format(medicine=apart(name), days=stretch(medicine.day, medicine.until))
    return _("{medicine}, since {first}").format(medicine=apart(name), first=dated(medicine.day))
