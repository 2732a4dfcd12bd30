"""What holds for masks of any text: order, bounds, size, and time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import Recipient
from dedupe.masks import Mask, MaskKind, MaskSource, find_masks
from dedupe.masks.letters import count_words, lowered

PIECES = [
    "Dear Maria,", "\n", "\r\n", "\n\n", " ", "Best regards,", "Tom", "12 May 2024",
    "12.05.2024", "14:30", "$1,250.00", "https://a.example/b?c", "x@y.example",
    "+48 123 456 789", "INV-2024-42", "{{name}}", "[First Name]", "亲爱的王女士：",
    "2024年5月12日", "田中様", "김민수 님께,", "500元", "عزيزي أحمد،", "٢٠٢٤/٥/١٢",
    "Szanowna Pani Anno,", "Annę", "z poważaniem", "Иване", "5 май", "one two three", "a", "İ",
    "\ud800", "\x00", "e\u0301", "ß", ".", ",", "@", "://", "/", "\\", "#", "1", "٣", "５", "-",
    "_", "เรียน คุณวิชัย\n", "ขอบคุณค่ะ\nมาลี ศรีสุข", "5 พ.ค. 2567", "नमस्ते राजेश जी,", "5 मई", "3 लाख रुपये",
    "Lan thân mến,", "17 tháng 6, 2024", "thứ hai", "\u200b", "1,250",
]  # fmt: skip
texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=6), st.characters()), max_size=25
).map("".join)


@st.composite
def texts_and_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    return text, [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


def well_placed(masks: tuple[Mask, ...], spans: list[tuple[int, int]]) -> bool:
    ascend = all(a.stop <= b.start for a, b in zip(masks, masks[1:], strict=False))
    inside = all(any(a <= m.start < m.stop <= b for a, b in spans) for m in masks)
    return ascend and inside


@settings(max_examples=300, deadline=None)
@given(texts_and_spans())
def test_masks_ascend_never_overlap_and_lie_inside_one_span(
    case: tuple[str, list[tuple[int, int]]],
) -> None:
    text, spans = case
    recipients = [Recipient(name="Maria Anna", address="tom.baker@one-two.example", company="A")]
    masks = find_masks(
        text, spans, recipients=recipients, sender_name="Tom", fields={"x": "two three", "y": "1"}
    )
    assert well_placed(masks, spans)
    assert masks == find_masks(
        text, spans, recipients=recipients, sender_name="Tom", fields={"x": "two three", "y": "1"}
    )


@settings(max_examples=200, deadline=None)
@given(texts_and_spans())
def test_text_outside_the_spans_is_never_read(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    hidden = list("7" * len(text))
    for start, stop in spans:
        hidden[start:stop] = text[start:stop]
    assert find_masks(text, spans) == find_masks("".join(hidden), spans)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_a_name_has_at_most_four_words(text: str) -> None:
    for mask in find_masks(text, [(0, len(text))]):
        if mask.kind in (MaskKind.NAME, MaskKind.COMPANY):
            assert len(text[mask.start : mask.stop].split()) <= 4
            assert count_words(text[mask.start : mask.stop]) <= 12


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from(["Wiktoria", "blue chair", "ул. Ленина", "7f", "Łódź 12"]))
def test_a_short_row_value_is_masked_wherever_it_stands(text: str, value: str) -> None:
    whole = f"{'word ' * 200}{text}\n {value.upper()} \n{text}"
    at = whole.index(f"\n {value.upper()} \n{text}") + 2
    masks = find_masks(whole, [(0, len(whole))], fields={"field": value})
    assert any(
        m.start <= at and m.stop >= at + len(value) and m.source is MaskSource.ROW for m in masks
    )


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_lower_case_keeps_every_offset(text: str) -> None:
    assert len(lowered(text)) == len(text)


def test_every_single_character_keeps_its_place_in_lower_case() -> None:
    assert all(len(lowered(chr(code))) == 1 for code in range(0x110000))


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "1.", "1,", ".", "a.", "@", "a@", "[", "{", "{{", "a", "A", "word ", "/", "a/"]
    + ["://", "www.", "\n", " ", " \n", "Dear Maria,\n\n", "\n\nDear Maria and ", "Best regards,\n"]
    + ["+1", "(", "$1 ", "1 k", "May 5 ", "5 de ", "王", "5月", "#", "\\", "\u0301", "Maria ", "%("]
    + ["*|", "«a ", "เ", "คุณก", "เรียน คุณก\n", "ขอบคุณ\nก\n", "5 मई ", "5 tháng ", "1,000", "1ab2"],
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    # A quadratic pattern needs minutes for so much text; the slowest linear one about a second.
    text = unit * (300_000 // len(unit))
    before = time.process_time()
    masks = find_masks(text, [(0, len(text))], recipients=[Recipient(name="Maria Lopez")])
    assert time.process_time() - before < 10
    assert well_placed(masks, [(0, len(text))])
