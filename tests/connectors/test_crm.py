"""The CRM's list: read as people really save it, every bad row named, nothing lost beside it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.crm import LARGEST, CrmRecord, read_crm
from connectors.errors import Unreadable

HEADER = "name,domains,address,value,currency,tier\n"
BRUKET = CrmRecord("Bruket AB", ("bruket.example",), "Storgatan 1", Decimal(1200000), "SEK", "A")


def read(text: str | bytes) -> tuple[tuple[CrmRecord, ...], list[tuple[int, str]]]:
    data = text if isinstance(text, bytes) else text.encode()
    records, unread = read_crm(data, source="accounts.csv")
    return records, [(row.line, row.why) for row in unread]


def test_a_plain_row_is_read_whole() -> None:
    assert read(HEADER + "Bruket AB,bruket.example,Storgatan 1,1200000,SEK,A\n") == ((BRUKET,), [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_all_separate(delimiter: str) -> None:
    text = HEADER + "Bruket AB,bruket.example,Storgatan 1,1200000,SEK,A\n"
    assert read(text.replace(",", delimiter))[0] == (BRUKET,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_a_spreadsheet_writes_is_read(encoding: str) -> None:
    records, unread = read((HEADER + "Åkerö Färg,akero.example,Ångströmsgatan 2,,,\n").encode(encoding))
    assert (records[0].name, records[0].address, unread) == ("Åkerö Färg", "Ångströmsgatan 2", [])


def test_columns_come_in_any_order_and_case_and_others_are_ignored() -> None:
    text = "Owner,TIER,Domains,  Name ,Phone\nAstrid,B,bruket.example,Bruket,070\n"
    assert read(text)[0] == (CrmRecord("Bruket", ("bruket.example",), tier="B"),)


def test_excels_own_hint_about_the_separator_is_stepped_over() -> None:
    records, unread = read("sep=;\nname;domains\nBruket;bruket.example\nNorrgruvan;inte en domän\n")
    assert [record.name for record in records] == ["Bruket"]
    assert [line for line, _ in unread] == [4]


@pytest.mark.parametrize(
    ("cell", "domains"),
    [
        ("bruket.example", ("bruket.example",)),
        ("Bruket.Example; bruket.example ;norr.example", ("bruket.example", "norr.example")),
        ("https://www.bruket.example/om-oss", ("bruket.example",)),
        ("@bruket.example", ("bruket.example",)),
        ("maja.berg@gmail.com", ("maja.berg@gmail.com",)),
        ("åkerö.example", ("åkerö.example",)),
    ],
)
def test_domains_are_read_as_people_write_them(cell: str, domains: tuple[str, ...]) -> None:
    assert read(f'name,domains\nBruket,"{cell}"\n')[0][0].domains == domains


@pytest.mark.parametrize(
    ("cell", "value", "currency"),
    [
        ("", None, ""),
        ("n/a", None, ""),
        ("1200000", "1200000", ""),
        ("1 200 000,50", "1200000.50", ""),
        ("1\N{NO-BREAK SPACE}200\N{NARROW NO-BREAK SPACE}000", "1200000", ""),
        ("1.200.000,50", "1200000.50", ""),
        ("1,200,000.50", "1200000.50", ""),
        ("1'200'000", "1200000", ""),
        ("12.500", "12500", ""),
        ("12,500", "12500", ""),
        ("0,500", "0.500", ""),
        ("12,5", "12.5", ""),
        ("1.2e6", "1200000", ""),
        ("1,234E3", "1234", ""),
        ("1 200 kr", "1200", ""),
        ("1 200:-", "1200", ""),
        ("€1,200", "1200", "EUR"),
        ("1200 $", "1200", "USD"),
        ("SEK 900", "900", "SEK"),
        ("1,2 Mkr", "1200000", ""),
        ("900 tkr", "900000", ""),
    ],
)
def test_amounts_are_read_as_people_write_them(cell: str, value: str | None, currency: str) -> None:
    records, unread = read(f'name,domains,value\nBruket,bruket.example,"{cell}"\n')
    assert unread == []
    assert records[0].value == (None if value is None else Decimal(value))
    assert records[0].currency == currency


def test_the_currency_column_wins_over_the_sign_in_the_amount() -> None:
    assert read("name,domains,value,currency\nBruket,bruket.example,$12,nok\n")[0][0].currency == "NOK"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Norr,,,,,", "domains"),
        ("Norr,inte en domän,,,,", "domains"),
        ("Norr,bruket,,,,", "domains"),
        ("Norr,norr.example,,mycket,,", "value"),
        ("Norr,norr.example,,-500,,", "value"),
        ("Norr,norr.example,,NaN,,", "value"),
        ("Norr,norr.example,,1e99,,", "value"),
        ("Norr,norr.example,,12,kronor och öre,", "currency"),
        ("Norr,norr.example,,12,SEK,A,och,mer", "more cells than columns"),
        ('Norr,"norr.example,,12,SEK,A', "quotation marks"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column_and_the_rest_is_kept(row: str, column: str) -> None:
    text = HEADER + f"Bruket AB,bruket.example,Storgatan 1,1200000,SEK,A\n{row}\nSist,sist.example,,,,\n"
    records, unread = read(text)
    assert [record.name for record in records] == ["Bruket AB", "Sist"]
    assert [line for line, _ in unread] == [3]
    assert column in unread[0][1]


def test_line_breaks_inside_a_cell_do_not_move_the_lines_that_are_named() -> None:
    text = HEADER + '"Bruket\nAB",bruket.example,"Storgatan 1\nTrollhättan",,,\nNorr,,,,,\n'
    records, unread = read(text)
    assert (records[0].name, records[0].address) == ("Bruket AB", "Storgatan 1 Trollhättan")
    assert [line for line, _ in unread] == [5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" \n\n", "empty"),
        ("domains\nbruket.example\n", '"name"'),
        ("name,doman,value\nBruket,bruket.example,1\n", '"doman"'),
        ("name,domains,adress\nBruket,bruket.example,1\n", '"adress"'),
        ("name,domains,name\nBruket,bruket.example,1\n", "twice"),
        ("<html><body>Logga in</body></html>", '"name"'),
        ("Bruket AB,bruket.example,Storgatan 1,1200000,SEK,A\n", '"name"'),
    ],
)
def test_a_file_with_wrong_columns_says_which_and_where(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert said in str(caught.value)
    assert "accounts.csv" in str(caught.value)
    assert "line 1" in str(caught.value) or "empty" in str(caught.value)


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7"])
def test_a_workbook_is_asked_for_as_csv(data: bytes) -> None:
    with pytest.raises(Unreadable, match="save it as CSV"):
        read(data)


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(Unreadable, match="larger than 20 MB"):
        read_crm(b"x" * (LARGEST + 1), source="accounts.csv")


def test_a_formula_stays_the_text_it_is() -> None:
    formula = '=HYPERLINK(""https://ond.example"",""Klicka"")'
    records, _ = read(f'name,domains\n"{formula}",bruket.example\n')
    assert records[0].name == '=HYPERLINK("https://ond.example","Klicka")'


def test_control_characters_do_not_reach_a_terminal() -> None:
    records, unread = read(HEADER + "Bru\x1b[31mket\u202e,bruket.example,,,,\nNorr,\x1b]0;x\x07,,,,\n")
    assert records[0].name == "Bru [31mket"
    assert "\x1b" not in unread[0][1]


def test_a_quotation_mark_in_the_middle_of_a_cell_is_text() -> None:
    records, unread = read(HEADER + 'Rör 12" AB,ror.example,,,,\nBruket,bruket.example,,,,\n')
    assert [record.name for record in records] == ['Rör 12" AB', "Bruket"]
    assert unread == []


def test_a_file_wrong_in_every_row_is_told_of_a_thousand_times_and_no_more() -> None:
    _, unread = read(HEADER + "x,,,,,\n" * 5_000)
    assert len(unread) == 1_000


@given(st.binary(max_size=400))
def test_whatever_comes_is_rows_or_one_clear_line(data: bytes) -> None:
    said = ""
    records: tuple[CrmRecord, ...] = ()
    try:
        records, unread = read_crm(data, source="x")
        said = "".join(row.why for row in unread)
    except Unreadable as why:
        said = str(why)
    assert "\n" not in said
    assert all(record.domains for record in records)


@given(st.text(max_size=300))
def test_whatever_stands_under_the_header_never_breaks_the_reading(text: str) -> None:
    records, unread = read_crm((HEADER + text).encode("utf-8", "replace"), source="x")
    assert all(record.domains for record in records)
    assert all(row.line >= 2 for row in unread)
