"""The code lists: complete, named, and never without words."""

import pytest

from app.domain import codes
from app.domain.codes import CodeList, EvaluationOutcome, UnknownCode


def test_every_list_is_registered_under_its_english_name() -> None:
    assert set(codes.LISTS.values()) == set(CodeList.__subclasses__())
    assert codes.LISTS["contract_type"] is codes.ContractType
    assert codes.LISTS["target_group_situation"] is codes.TargetGroupSituation


@pytest.mark.parametrize("name", sorted(codes.LISTS))
def test_codes_and_labels_are_filled_and_different(name: str) -> None:
    choices = codes.by_name(name)
    assert choices
    assert all(value and words for value, words in choices)
    assert len({words for _, words in choices}) == len(choices)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("contract_type", ["ONBEP", "BEP", "VERV", "DUIDELIJK_WERK", "ART60"]),
        ("phase", ["VOORTRAJECT", "JOBMATCHING", "STAGE", "NAZORG"]),
        ("appeal_outcome", ["BEVESTIGD", "HERZIEN", "ONONTVANKELIJK", "INGETROKKEN"]),
        ("measure", ["CMW", "IMW", "AMA", "WZT", "WIJK", "TWE", "ARBZ", "NEC", "ZORG", "UIT"]),
        ("stop_kind", ["VOLLEDIG", "GEDEELTELIJK"]),
        ("language", ["nl", "fr", "en"]),
    ],
)
def test_codes_are_those_of_the_field(name: str, expected: list[str]) -> None:
    assert [value for value, _ in codes.by_name(name)] == expected


def test_label_of_one_code() -> None:
    assert codes.label("measure", "AMA") == "Arbeidsmatige activiteiten"


def test_unknown_list_and_unknown_code_are_refused() -> None:
    with pytest.raises(UnknownCode, match="nonsense"):
        codes.by_name("nonsense")
    with pytest.raises(UnknownCode, match="XYZ"):
        codes.label("measure", "XYZ")


def test_evaluation_outcome_and_route_of_the_diagram_are_one_to_one() -> None:
    routes = {outcome.route: outcome for outcome in EvaluationOutcome if outcome.route}
    assert routes == {
        "ready": EvaluationOutcome.DOORSTROOMKLAAR,
        "extension": EvaluationOutcome.VERLENGING_6,
        "internal": EvaluationOutcome.INTERN,
        "other_measure": EvaluationOutcome.PASSENDE_MAATREGEL,
        "reindicate": EvaluationOutcome.HERINDICATIE,
    }
    assert all(EvaluationOutcome.from_route(route) is outcome for route, outcome in routes.items())
    assert EvaluationOutcome.NIET_BEOORDEELD.route is None
    with pytest.raises(UnknownCode):
        EvaluationOutcome.from_route("perhaps")


def test_a_code_is_plain_text_where_it_is_stored() -> None:
    assert f"{codes.Phase.STAGE}" == "STAGE"
    assert codes.Phase("STAGE") is codes.Phase.STAGE
