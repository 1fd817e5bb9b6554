"""Names: what is refused, what real people are called, and that nobody can look like somebody else."""

import itertools
import unicodedata

import pytest
import regex
from confusable_homoglyphs.confusables import confusables_data
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.live.names import LONGEST, LONGEST_KEY, LONGEST_STORED, skeleton, spoken
from roleplay.rules.kernel import Refused


def words(text: str) -> list[str]:
    return text.split()


REAL = words("""
Asha Ravi Rani Ayesha Imran Fatima Zainab Bilal Hamza Usman Omar Umar Saad Sara Sana Saba
Hina Mina Nina Maya Myra Meera Mira Neha Nehal Priya Pooja Rahul Rohan Rohit Arjun Aryan
Anita Amit Ankit Arun Varun Tarun Kiran Karan Kavita Lata Leela Mustaffa Farhan Faisal Faiz
Noor Nur Nazim Nizam Kamran Kabir Kamal Jamal Bashir Nasir Yasir Yusuf Zoë Anne-Marie
D'Souza O’Neill Müller Nguyễn Søren Žofia Łukasz José Çelik Ðorđe İnci عائشہ فاطمہ محمد علی
رضا ناظم نظام نصرت غلام جناح ایوب مُحَمَّد ہُما آمنہ جُنید شہناز گُل ٹیپو ڈاکٹر ژالہ عبداللہ
بی‌بی کٲشُر ۆستاد سنڌي ڏاهو ڄام اياز ڀٽائي ٻگهيو ڳوٺ شيخ प्रिया शर्मा रज़िया कृष्ण श्रीनिवास
ज्योत्स्ना अंजलि क्ष्मा द्रौपदी हृदय ऋषि ॐकार ड़ॉली राम‌चंद्र विद्‌या र्‍याङ्क कॉशुर જ્યોતિ
કૃષ્ણા પટેલ ક્ષિતિજ ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ রহিম ঋতুপর্ণা தமிழ் செல்வன் శ్రీను ಕನ್ನಡ ಗೋವಿಂದ മോഹൻ ശ്രീ
සමන් ශ්‍රී དཀར་མོ ཀརྨ ދިވެހި 王小明 さくら 김철수 Наташа Юлия Νίκος Արամ גיל מרים መሐመድ ดวงใจ ဆန်း
""")
WITH_SPACES = [
    "نصرت فتح علی خان",
    "Ali علی",
    "Ashok भाई",
    "J. R. R. Iyer",
    "डॉ॰ राव",
    "Student 12",
    "Group 3 Asha",
]

OFFICES = words("""
Facilitator facilitators FACILITATOR fAcIlItAtOr Facilit-ator Co-Facilitator Facilitatör
Facil1tator Faci1itator Moderator M0derator Admin ADMIN adm1n Administrator Sysadmin Host
HOST h0st Co-host Cohost Staff STAFF System Systern SYSTEM Baithak baithak
Ba1thak BAITHAK Everyone everyone سہولت‌کار سہولتکار میزبان ایڈمن موڈریٹر بیٹھک سسٹم عملہ
منتظم ہوسٹ اسٹاف सुविधाकर्ता मेज़बान मेजबान मॉडरेटर एडमिन बैठक सिस्टम संचालक सूत्रधार आयोजक
कर्मचारी प्रशासक होस्ट स्टाफ
""")
ABUSED = [
    *OFFICES,
    *(f"The {office}" for office in OFFICES),
    *(f"{office} 1" for office in OFFICES),
    *(f" {office}  " for office in OFFICES),
]
HIDING = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069"
    "\ufeff\u00ad\u034f\u061c\u115f\u180e\u3164\uffa0"
)
CONTROLS = (
    "\x00\x01\x07\x08\x0b\x1b\x7f\x80\x9f\u2028\u2029\ud800\udfff\ue000\uffff\ufffe\U000e0041\U000e0100"
)
SIGNS = '✓✔★☆♛♚⚑🛡👑👍🇮🇳❤️☪✝ॐ卐©®<>&"`\\/|@#$%^*()[]{}=+~:;!?,_¿§¶†‡•⁂⸮₹'
TWISTED = [
    *(f"A{sign}li" for sign in HIDING + CONTROLS),
    *(f"Ali{sign}" for sign in HIDING.replace("\u200c", "").replace("\u200d", "") + CONTROLS),
    *(f"{sign} Ali" for sign in SIGNS.replace("ॐ", "").replace("卐", "").replace("\ufe0f", "")),
    *(
        "",
        " ",
        "   ",
        "\t",
        "\n",
        "\u00a0",
        "\u2003\u2003",
        "\u3000",
        "\u2800",
        "\u200b",
        "-",
        "...",
        "''",
        "1",
        "007",
        "१२",
    ),
    *(
        "a" * 41,
        "a" * 10_000,
        "अ" * 41,
        "क्षि" * 41,
        "a\u0301" * 41,
        "\u0301",
        "\u0301a",
        " \u0301a",
        "-\u0301a",
        "9\u0301a",
    ),
    *("a" + mark * 4 for mark in "\u0300\u0316\u0328\u0488\u20dd"),
    *(
        "Z\u0351\u036b\u0343\u036a\u0302a",
        "ا\u064b\u064c\u064d\u064e\u064f",
        "क" + "\u0902" * 4,
        "a\u20e3",
        "a\u0489",
    ),
    *(
        "Аlice",
        "Aliсе",
        "Αlice",
        "Ali\u0455ha",
        "Raνi",
        "R\u0430vi",
        "P\u043eoja",
        "А\u0301li",
        "ɑlice",
        "ʜina",
        "ǀmran",
        "ꓮlice",
    ),
    *(
        "Aلی",
        "Raviराम",
        "राamली",
        "علىab",
        "Ali٣",
        "٣Ali",
        "गab",
        "ᎪᏞᎥ",
        "𐌀𐌁",
        "𒐫",
        "ⲀⲖⲒ",
        "ᚨᛚᛁ",
        "ΑΝΝΑ",
        "ΝΙΝΑ",
        "Ali\u0336",
        "A\u0338li",
    ),
    *(
        "کـــمال",
        "عـلی",
        "\ufdfd",
        "<b>Ali</b>",
        "<script>",
        "Ali (Host)",
        "Ali [Admin]",
        "Ali ✓",
        "Ali\u2028Khan",
        "javascript:1",
    ),
]
HOSTILE = [*dict.fromkeys(ABUSED + TWISTED)]


def accepted(name: str) -> str | None:
    try:
        return spoken(name)
    except Refused as refused:
        assert refused.code == "bad_name"
        assert refused.say.endswith(".")
        return None


@pytest.mark.parametrize("name", REAL + WITH_SPACES)
def test_real_names_of_these_lands_are_welcome(name: str) -> None:
    assert spoken(name)


def test_joiners_that_a_script_needs_are_kept() -> None:
    assert "\u200d" in spoken("ශ්‍රී")
    assert "\u200c" in spoken("بی‌بی")


def test_a_joiner_that_a_keyboard_left_behind_is_dropped() -> None:
    assert spoken("رضا\u200c خان") == "رضا خان"


def test_names_are_tidied_as_the_nickname_profile_says() -> None:
    assert spoken("  Ａｓｈａ   Rao ") == "Asha Rao"
    assert spoken("ﻣﺤﻤﺪ") == "محمد"


def test_there_are_hundreds_of_hostile_names() -> None:
    assert len(HOSTILE) >= 300


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_are_refused_in_plain_words(name: str) -> None:
    assert accepted(name) is None


def test_names_that_only_contain_the_letters_of_an_office_are_names() -> None:
    for name in ("Mustaffa", "Hostetler", "Staffan", "Nazim", "ناظم حسین", "نظام الدین", "Systra", "Everly"):
        assert spoken(name)


def test_common_names_are_told_apart() -> None:
    keys: dict[str, str] = {}
    for name in REAL:
        twin = keys.setdefault(skeleton(spoken(name)), name)
        alike = {twin, name}
        assert twin == name or alike in ({"Noor", "Nur"}, {"محمد", "مُحَمَّد"}), f"{twin} and {name}"


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("Asha", "ASHA"),
        ("Asha", " asha "),
        ("Asha Rao", "AshaRao"),
        ("Asha Rao", "Asha-Rao."),
        ("Ali", "AIi"),
        ("Ali", "A1i"),
        ("Omar", "0mar"),
        ("Mina", "rnina"),
        ("Waqar", "VVaqar"),
        ("Zoe", "Zoë"),
        ("Asha", "Ạshá"),
        ("Сара", "Capa"),
        ("محمد", "مُحَمَّد"),
        ("علی", "علي"),
        ("کمال", "كمال"),
        ("بی‌بی", "بیبی"),
        ("STRASSE", "Straße"),
    ],
)
def test_names_that_look_alike_have_one_key(name: str, twin: str) -> None:
    assert skeleton(spoken(name)) == skeleton(spoken(twin))


def lookalikes(letter: str) -> list[str]:
    found = [one["c"].strip("\u200e") for one in confusables_data.get(letter, [])]
    beyond = [one["c"].strip("\u200e") for near in found for one in confusables_data.get(near, [])]
    return [*found, *beyond]


@pytest.mark.parametrize("name", ["Ali", "Imran", "Omar", "Pooja", "Waqar", "SABA", "Nina", "YUSUF", "Hamza"])
def test_a_letter_swapped_for_its_double_gains_nothing(name: str) -> None:
    """Such a name is taken or refused: there is never a second person who looks the same."""
    for place, letter in enumerate(name):
        for double in lookalikes(letter):
            shown = accepted(name[:place] + double + name[place + 1 :])
            assert shown is None or skeleton(shown) == skeleton(name), ascii(double)


@pytest.mark.parametrize("name", ["ANNA", "HINA", "NINA", "Sara", "BETA", "MAX", "KATE"])
def test_a_whole_name_in_another_alphabet_gains_nothing(name: str) -> None:
    for script in ("CYRILLIC", "GREEK", "ARMENIAN"):
        doubles = [
            [d for d in lookalikes(letter) if unicodedata.name(d[0], "").startswith(script)]
            for letter in name
        ]
        if not all(doubles):
            continue
        for letters in itertools.islice(itertools.product(*doubles), 300):
            shown = accepted("".join(letters))
            assert shown is None or skeleton(shown) == skeleton(name), ascii(shown)


LETTERS = st.characters(categories=["L", "M", "Nd", "Zs", "P", "S", "Cf"])
NAMELIKE = st.one_of(
    st.text(max_size=60),
    st.text(LETTERS, max_size=50),
    st.text("aeiAIO01lrnm '-.\u200c\u0301कराँ्िعلی", max_size=45),
)


@settings(max_examples=1500, deadline=None)
@given(NAMELIKE)
@example("\u1e9e")
@example("\ufdfa" * 3)
def test_whatever_is_accepted_is_small_plain_and_settled(name: str) -> None:
    shown = accepted(name)
    if shown is None:
        return
    assert spoken(shown) == shown
    assert skeleton(shown)
    assert skeleton(name) == skeleton(shown)
    assert len(regex.findall(r"\X", shown)) <= LONGEST
    assert len(shown) <= LONGEST_STORED
    assert len(skeleton(shown)) <= LONGEST_KEY
    assert not regex.search(
        r"[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]", shown
    )
    assert not regex.search(r"\p{M}{4}", shown)
    assert regex.search(r"\p{L}", shown)


@settings(max_examples=500, deadline=None)
@given(st.lists(NAMELIKE, max_size=12))
def test_people_in_one_workshop_are_distinct_by_look(wanted: list[str]) -> None:
    people: dict[str, str] = {}
    for name in wanted:
        if shown := accepted(name):
            people.setdefault(skeleton(shown), shown)
    folded = {unicodedata.normalize("NFKC", name).casefold() for name in people.values()}
    assert len(folded) == len(people)
