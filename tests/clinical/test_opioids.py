"""Opioids by name: found as people write them, and never where another medicine or a plain word stands."""

import pytest

from ldn_journal.clinical.opioids import match_opioids, opioid_sentences

NAMED = {
    "morphine": "opioid", "codeine": "opioid", "oxycodone": "opioid", "hydrocodone": "opioid", "tramadol": "opioid",
    "fentanyl": "opioid", "methadone": "opioid", "buprenorphine": "opioid", "diphenoxylate": "opioid", "paregoric": "opioid",
    "loperamide": "peripheral", "tapentadol": "ask", "hydromorphone": "ask", "oxymorphone": "ask", "pethidine": "ask",
    "meperidine": "ask", "dihydrocodeine": "ask", "pentazocine": "ask", "butorphanol": "ask", "nalbuphine": "ask",
    "opium": "ask", "kratom": "ask",
}  # fmt: skip

OTHERS = (
    "naloxone naltrexone nalmefene loratadine desloratadine codergocrine methylphenidate dexamethasone metformin "
    "oxytocin oxybutynin trazodone fentermine phentermine hydrocortisone hydroxyzine methotrexate bupropion "
    "buspirone pentoxifylline propranolol tramazoline meprobamate paracetamol acetaminophen ibuprofen naproxen "
    "aspirin diclofenac celecoxib etoricoxib ketorolac amitriptyline nortriptyline duloxetine venlafaxine "
    "sertraline fluoxetine citalopram escitalopram mirtazapine pregabalin gabapentin lamotrigine topiramate "
    "carbamazepine oxcarbazepine valproate lithium quetiapine olanzapine diazepam lorazepam oxazepam clonazepam "
    "zopiclone zolpidem melatonin baclofen tizanidine cyclobenzaprine omeprazole pantoprazole famotidine mesalazine "
    "sulfasalazine budesonide azathioprine infliximab adalimumab hydroxychloroquine prednisolone levothyroxine "
    "liothyronine atorvastatin ramipril losartan amlodipine bisoprolol metoprolol nadolol trandolapril furosemide "
    "warfarin apixaban salbutamol montelukast cetirizine amoxicillin doxycycline fluconazole sumatriptan estradiol "
    "progesterone testosterone levodopa memantine modafinil clonidine ketamine lidocaine cannabidiol curcumin "
    "magnesium colchicine allopurinol dextromethorphan apomorphine ondansetron metoclopramide domperidone Toradol "
    "Paramax Panadol Tylenol Nurofen Fentazin Fortamet Citopam Imuran Transderm "
)

WORDS = (
    "morning evening opinion podium ultra margin shorter travel install instance transfer segments metadata "
    "abstract active dolphin every other day with food tablets capsule patch drops as needed for the tooth "
)


def found(text: str) -> list[tuple[str, str, str]]:
    return [(match.written, match.listed, match.group) for match in match_opioids(text)]


@pytest.mark.parametrize("name", NAMED)
def test_every_named_one_is_found_in_its_group(name: str) -> None:
    ((written, _listed, group),) = found(name.upper())
    assert (written, group) == (name.upper(), NAMED[name])


def test_free_text_holds_one() -> None:
    assert found("paracetamol with codeine, up to three a day") == [("codeine", "codeine", "opioid")]
    assert found("Tramadol 50 mg and Imodium when travelling") == [
        ("Tramadol", "tramadol", "opioid"),
        ("Imodium", "Imodium (loperamide)", "peripheral"),
    ]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Percocet", "Percocet (oxycodone)"),
        ("Vicodin", "Vicodin (hydrocodone)"),
        ("Norco", "Norco (hydrocodone)"),
        ("Ultracet", "Ultracet (tramadol)"),
        ("Targiniq", "Targiniq (oxycodone)"),
        ("Suboxone film", "Suboxone (buprenorphine)"),
        ("Duragesic 12", "Duragesic (fentanyl)"),
        ("Lomotil", "Lomotil (diphenoxylate)"),
        ("Solpadeine Max", "Solpadeine (codeine)"),
        ("co-codamol 30/500", "co-codamol (codeine)"),
        ("Co codamol", "co-codamol (codeine)"),
        ("cocodamol", "co-codamol (codeine)"),
        ("co-dydramol", "co-dydramol (dihydrocodeine)"),
        ("Tylenol #3", "Tylenol 3 (codeine)"),
        ("Tylenol 3", "Tylenol 3 (codeine)"),
        ("Tylenol with codeine", "codeine"),
        ("paracetamol/codeine", "codeine"),
        ("paracetamol-codeine", "codeine"),
        ("Nurofen Plus", "Nurofen Plus (codeine)"),
        ("Paralgin forte", "Paralgin forte (codeine)"),
    ],
)
def test_brands_and_combinations(text: str, listed: str) -> None:
    assert [match.listed for match in match_opioids(text)] == [listed]


@pytest.mark.parametrize(
    ("text", "medicine"),
    [
        ("codiene", "codeine"),
        ("Codéine", "codeine"),
        ("kodein", "codeine"),
        ("tramdol", "tramadol"),
        ("tramadlo", "tramadol"),
        ("fentanly", "fentanyl"),
        ("morphene", "morphine"),
        ("buprenorfine", "buprenorphine"),
        ("buprenorhpin", "buprenorphine"),
        ("Percoset", "Percocet (oxycodone)"),
        ("oxicontine", "OxyContin (oxycodone)"),
        ("hydrocodne", "hydrocodone"),
        ("Immodium", "Imodium (loperamide)"),
        ("loperimide", "loperamide"),
    ],
)
def test_slips_of_spelling(text: str, medicine: str) -> None:
    assert [match.listed for match in match_opioids(text)] == [medicine]


@pytest.mark.parametrize("name", OTHERS.split())
def test_another_medicine_is_not_one(name: str) -> None:
    assert found(name) == []


@pytest.mark.parametrize("word", WORDS.split())
def test_a_plain_word_is_not_one(word: str) -> None:
    assert found(word) == []


@pytest.mark.parametrize(
    "text",
    ["", "Tylenol 3 times a day", "MS continues", "nurofen", "endorphins", "morphineless talk", "T3 and T4", "0.5"],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert found(text) == []


def test_three_slips_are_too_many() -> None:
    assert found("oksikontine") == []


def test_a_medicine_is_named_once() -> None:
    assert found("codeine (codein) with co-codamol") == [("codeine", "codeine", "opioid")]


def test_what_is_said_goes_by_the_group() -> None:
    opioid = " ".join(opioid_sentences(match_opioids("codeine")))
    assert "blocks opioids" in opioid
    assert "Ask your pharmacist or doctor." in opioid
    assert "published sources on naltrexone" in opioid
    ask = " ".join(opioid_sentences(match_opioids("kratom")))
    assert "general pharmacology" in ask
    assert "Ask a pharmacist." in ask
    gut = " ".join(opioid_sentences(match_opioids("Imodium")))
    assert "Ask your pharmacist" in gut
    assert "withdrawal" not in gut
    assert "blocks opioids" not in gut


def test_nothing_is_said_of_other_medicines() -> None:
    assert opioid_sentences(match_opioids("vitamin D")) == []
