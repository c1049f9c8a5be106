"""The clauses of a service contract: from what is registered, with what lacks said in words."""

from datetime import UTC, date, datetime

from schemas.contract_draft import BLANK, LACKS, clause_texts, drafted, lacking, values_of
from schemas.contracts import PROCESSOR_CLAUSES
from schemas.registry.contracts import ServiceContract

WHOLE = {
    "number": "AC-1", "represented_by": "Lic. Rosa Ibarra", "represented_as": "Directora", "scope": "créditos vencidos.",
    "territory": ("Hermosillo", "Guaymas"), "commission": "12.50", "acknowledgement_days": 5, "report_days": 10,
    "return_days": 15, "penalties": "el 5 % de la comisión.",
}  # fmt: skip


def contract(**known):
    nothing = dict.fromkeys(("represented_by", "represented_as", "scope", "commission", "acknowledgement_days", "report_days",
                             "return_days", "penalties", "ended_on", "end_reason", "signed_on", "document_id"))  # fmt: skip
    same = {"id": "1", "lawyer_id": "l", "lawyer": "ANA", "starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31),
            "last_on": date(2027, 12, 31), "territory": (), "commission_stages": {}, "clauses": (), "missing_clauses": (),
            "version": 1, "updated_at": datetime(2026, 1, 1, tzinfo=UTC)}  # fmt: skip
    return ServiceContract(**{**nothing, **same, "number": "AC-1", **known})


def texts(**known):
    return {one.code: one for one in drafted(values_of(contract(**known), "SOLA800101AB1"), ())}


def test_a_whole_contract_lacks_nothing_and_has_no_blank():
    values = values_of(contract(**WHOLE), "SOLA800101AB1")
    assert lacking(values) == ()
    assert not any(BLANK in one.text or "{" in one.text or not one.complete for one in drafted(values, ()))


def test_what_is_registered_stands_in_the_clauses():
    found = texts(**WHOLE)
    assert "del 1 de enero de 2027 al 31 de diciembre de 2027" in found["term"].text
    assert "el 12.5 %" in found["commission"].text and "Hermosillo, Guaymas" in found["territory"].text
    assert found["object"].text.endswith("créditos vencidos.") and "15 días hábiles" in found["originals"].text


def test_what_is_not_registered_is_said_in_words_and_left_blank():
    found = lacking(values_of(contract(), None))
    assert [one.member for one in found] == [name for name in LACKS if name not in ("starts_on", "ends_on")]
    assert all(one.sentence.startswith("Falta") for one in found)
    assert BLANK in texts()["report"].text and not texts()["report"].complete


def test_a_commission_by_stage_names_each():
    said = texts(commission="10", commission_stages={"SENTENCIA": "12.5", "CONVENIO_JUDICIAL": "8"})["commission"].text
    assert "el 12.5 % si se recupera en sentencia" in said and "el 8 %" in said and "el 10 % en los demás casos" in said


def test_every_clause_of_the_law_on_processors_is_drafted_and_told_apart():
    found = [one for one in drafted({}, ("security",)) if one.processor]
    assert len(found) == len(PROCESSOR_CLAUSES) == sum(bool(one.processor) for one in clause_texts())
    assert [one.code for one in found if one.registered] == ["security"]
