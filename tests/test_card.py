"""The model card: figures measured, beside chance, other seeds, ablations and untrained encoders."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch.errors import InputError
from motionsearch.model import CONFIG, REFERENCE, Model
from motionsearch.train import card as module
from motionsearch.train import exam as exam_module
from motionsearch.train.card import (
    FIGURES,
    Card,
    Row,
    make_card,
    read_ablations,
    read_notes,
    read_rows,
    read_seeds,
    untrained,
    write_card,
)
from motionsearch.train.card_text import readme_tables, table
from motionsearch.train.conditions import CONDITIONS
from motionsearch.train.exam import ZEROSHOT_SETS, Exam, load_exam
from motionsearch.train.reference import add_reference
from motionsearch.train.targets import TARGETS
from tests.helpers import random_tracks, tiny_model
from tests.helpers_formats import write_corpus
from tests.test_runs import with_recipe


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpora that a card measures on, two clips each."""
    folder = tmp_path_factory.mktemp("data")
    write_corpus(
        folder / "cmu.npz",
        [
            {"id": "cmu_02_01", "captions": ["a person walks"]},
            {"id": "cmu_13_01", "captions": ["a person sits down"]},
        ],
    )
    for name in ZEROSHOT_SETS:
        write_corpus(folder / f"{name}.npz", [{"label": "wave"}, {"label": "kick"}])
    return folder


@pytest.fixture(scope="module")
def exam(corpora: Path) -> Exam:
    """The card's sets, small ones."""
    prompts = {"wave": ("a hand moves from side to side",), "kick": ("a leg shoots forward", "a foot kicks")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exam_module, "WORLD_GALLERY", 12)
        patch.setattr(exam_module, "training_wordings", lambda **_: np.zeros(0, np.uint64))
        patch.setattr(exam_module, "shipped_prompts", lambda name: prompts)
        return load_exam(corpora)


def set_seed(folder: Path, seed: int) -> None:
    """As if the model had been trained from that seed."""
    config = json.loads((folder / CONFIG).read_text())
    config["recipe"]["seed"] = seed
    (folder / CONFIG).write_text(json.dumps(config))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Model]:
    """The shipped model, two other seeds, one without a motion and one with fewer steps.

    The first three have a reference.
    """
    folder = tmp_path_factory.mktemp("models")
    own = folder / "own"
    shutil.copytree(Model.load().folder, own)
    (own / FIGURES).unlink(missing_ok=True)
    set_seed(own, 0)
    models = {
        "own": Model.load(own),
        "one": with_recipe(folder / "a", 1),
        "two": with_recipe(folder / "b", 2),
        "without kicks": with_recipe(folder / "c", 3, data_leave_out=["kick"], training_steps=9),
        "short": with_recipe(folder / "d", 4, training_steps=9),
    }
    for name, model in models.items():
        (model.folder / REFERENCE).unlink(missing_ok=True)
        if name in ("own", "one", "two"):
            add_reference(model.folder, 6)
    return models


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int, str]]:
    """What was said of progress."""
    return []


@pytest.fixture(scope="module")
def card(models: dict[str, Model], exam: Exam, told: list[tuple[int, int, str]]) -> Card:
    """A card with everything; for untrained models, whose export takes seconds, stand three others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            module, "untrained", lambda model, folder, seed: Model.load(tiny_model(folder, seed=50 + seed))
        )
        return make_card(
            models["own"],
            exam,
            also=[models["one"], models["two"]],
            leave_out=models["without kicks"],
            ablations=[("fewer steps", "9 of 1920", models["short"]), ("itself", "", models["own"])],
            on_set=lambda *now: told.append(now),
        )


@pytest.fixture(scope="module")
def text(models: dict[str, Model], card: Card, exam: Exam) -> str:
    """The card as written."""
    path = write_card(models["own"], card, exam, "Made for a test.")
    assert path == models["own"].folder / "MODEL_CARD.md"
    return path.read_text(encoding="utf-8")


def section(text: str, title: str) -> list[str]:
    """The lines of the tables under a heading."""
    body = text.split(f"### {title}", 1)[1].split("\n### ", 1)[0]
    return [line for line in body.splitlines() if line.startswith("|")]


def test_a_card_says_what_was_measured_and_how(text: str, models: dict[str, Model], exam: Exam) -> None:
    assert models["own"].fingerprint[:12] in text
    assert "Made for a test." in text
    flowing = " ".join(text.split())
    assert "of 12 made clips" in flowing
    assert f"the {sum(map(len, exam.queries))} whose wording" in flowing
    assert "the 2 different captions" in flowing
    assert "seeds 0, 1, 2" in text
    assert len(section(text, "Targets")) == 2 + len(TARGETS)
    for name in ZEROSHOT_SETS:
        assert [
            line for line in section(text, "Zero-shot") if line.startswith(f"| {name} | 2 | 2 | glossary |")
        ]
        assert len(section(text, f"{name}, by class")) == 4
    lines = [line for line in text.splitlines() if line.startswith("| all | text to track |")]
    assert [line.split("|")[3].strip() for line in lines] == ["model", "untrained", "chance"] * 2
    assert len(section(text, "Under worse conditions")) == 2 + 1 + 2 * len(CONDITIONS)


def test_the_file_of_figures_says_the_same(text: str, models: dict[str, Model], card: Card) -> None:
    plain = json.loads((models["own"].folder / FIGURES).read_text())
    assert plain == json.loads(json.dumps(card.to_dict()))
    assert table(plain["targets"]) in text
    assert plain["shipped"]["figures"]["clean/utd_mhad/names/top-1"] in (0, 50, 100)
    assert [row["seed"] for row in plain["seeds"]] == [1, 2]
    assert len({row["fingerprint"] for row in plain["untrained"]}) == 3
    for row, target in zip(plain["targets"], TARGETS, strict=True):
        seeds = [row["shipped"], *(scores["figures"][target.key] for scores in plain["seeds"])]
        assert row["mean"] == pytest.approx(np.mean(seeds), abs=0.01)
        assert row["spread"] == pytest.approx(np.std(seeds, ddof=1), abs=0.01)


def test_the_readme_can_take_its_tables_from_the_file_of_figures(card: Card) -> None:
    tables = readme_tables(json.loads(json.dumps(card.to_dict())))
    first = next(line for line in tables.splitlines() if line.startswith("| utd_mhad"))
    row = card.targets()[[target.title for target in TARGETS].index("utd_mhad, names, top-1")]
    assert first.split(" | ")[1] == f"{row['mean']:.1f} ± {row['spread']:.1f} (50.0)"
    assert len(tables.split("\n\n")[0].splitlines()) == 2 + len(ZEROSHOT_SETS)


def test_the_readme_says_what_the_shipped_card_says() -> None:
    file = Model.load().folder / FIGURES
    if not file.is_file():
        pytest.skip("the shipped model's card has no file of figures yet: motionsearch eval card writes it")
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    assert readme_tables(json.loads(file.read_text(encoding="utf-8"))) in readme


def test_the_model_without_a_motion_stands_beside_the_nearest_recipe(card: Card, text: str) -> None:
    left = card.left_out
    assert left is not None
    assert left.classes == ("kick",)
    assert left.reference == card.rows[0].scores  # it too has 9 steps
    assert left.differences == ()
    lines = section(text, "Motions left out")
    assert len(lines) == 2 + 2 * len(ZEROSHOT_SETS)
    kicks = left.without.classes["utd_mhad/names"]["kick"]
    own = next(line for line in lines if line.startswith("| utd_mhad | names |"))
    assert float(own.split("|")[5]) == kicks


def test_main_figures_are_calibrated_and_runs_are_compared_without(
    models: dict[str, Model], card: Card, exam: Exam, text: str
) -> None:
    figures = card.shipped.scores.figures
    assert card.shipped.scores.calibrated
    assert "**calibrated**" in text
    head, _, *lines = section(text, "Zero-shot")
    cells = [dict(zip(head.split(" | "), line.split(" | "), strict=True)) for line in lines]
    for name in ZEROSHOT_SETS:
        (row,) = (row for row in cells if row["| set"] == f"| {name}" and row["mode"] == "names")
        assert float(row["top-1"]) == figures[f"clean/{name}/names/top-1"]
        assert float(row["even top-1"]) == figures[f"even/clean/{name}/names/top-1"]
        assert float(row["plain top-1"]) == figures[f"plain/clean/{name}/names/top-1"]
    head, _, shipped, *_ = section(text, "Ablations")
    row = dict(zip(head.split(" | "), shipped.split(" | "), strict=True))
    for name in ZEROSHOT_SETS:
        assert float(row[f"{name} names"]) == figures[f"plain/clean/{name}/names/top-1"]
    assert float(row["lost"]) == figures["plain/lost/half the points/descriptions"]

    measured = replace(card.shipped, scores=card.shipped.scores.plain())
    without = module.render_card(models["own"], replace(card, shipped=measured), exam, "")
    assert "**calibrated**" not in without
    assert "plain top-1" not in without


def test_no_model_is_measured_twice_and_progress_ends_at_the_end(
    card: Card, told: list[tuple[int, int, str]]
) -> None:
    assert card.rows[1].scores is card.shipped.scores
    whole, brief = 1 + len(CONDITIONS), 2
    assert len(told) == 5 * (3 * whole + (3 + 2) * brief)
    assert told[-1][:2] == (len(told), len(told))


def test_rows_of_runs_that_are_gone_come_from_earlier_cards(
    models: dict[str, Model], card: Card, exam: Exam, text: str
) -> None:
    (fewer, itself) = read_rows([models["own"].folder / FIGURES])
    assert fewer == Row("fewer steps", "9 of 1920", card.rows[0].scores)
    old = Row("gone", "on other clips", module.Scores.from_dict({
        **fewer.scores.to_dict(), "date": "2020-02-02", "digests": {"world": "other"},
    }))  # fmt: skip
    again = Card(card.shipped, (), card.untrained, None, (itself, old))
    lines = section(module.render_card(models["own"], again, exam, ""), "Ablations")
    assert lines[-1].startswith("| gone * | on other clips |")
    assert "| 2020-02-02 |" in lines[-1]
    assert lines[-2].startswith("| itself |")


def test_seeds_whose_runs_are_gone_come_from_earlier_cards(
    models: dict[str, Model], card: Card, exam: Exam, text: str, tmp_path: Path
) -> None:
    own, figures = models["own"], models["own"].folder / FIGURES
    assert read_seeds([figures], own, []) == list(card.others)
    assert read_seeds([figures], own, [models["two"]]) == [card.others[0]]
    assert read_seeds([figures], models["short"], []) == []
    table = json.loads(figures.read_text())
    table["seeds"] = [{**table["seeds"][0], "date": "2020-02-02"}, {**table["seeds"][1], "recipe": {}}]
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(table))
    (old,) = read_seeds([figures, changed], own, [models["two"]])
    assert old.date == "2020-02-02"
    again = Card(card.shipped, (old, card.others[1]), card.untrained, None, ())
    said = module.render_card(own, again, exam, "")
    assert "the seeds 0, 1, 2; shipped is the one from seed 0. Seed 1 was measured on 2020-02-02." in said
    other = replace(old, digests={"world": "other"})
    with pytest.raises(InputError, match="measured on other states of the test sets"):
        make_card(own, exam, seeds=[other])
    table["seeds"] = [{"seed": 1}]
    changed.write_text(json.dumps(table))
    with pytest.raises(InputError, match=r"changed\.json: a seed: "):
        read_seeds([changed], own, [])


def test_other_recipes_are_no_seeds_and_nothing_left_out_is_no_row(
    models: dict[str, Model], exam: Exam
) -> None:
    with pytest.raises(InputError, match=r"training\.steps \d+ -> 9"):
        make_card(models["own"], exam, also=[models["short"]])
    with pytest.raises(InputError, match="left no motion out"):
        make_card(models["own"], exam, leave_out=models["short"])


@pytest.mark.slow
def test_untrained_models_have_the_sizes_and_no_knowledge(tmp_path: Path) -> None:
    small = tmp_path / "small"
    shutil.copytree(Model.load().folder, small)
    config = json.loads((small / CONFIG).read_text())
    config["encoder"] |= {"width": 24, "layers": 1, "heads": 2, "pool_width": 8}
    (small / CONFIG).write_text(json.dumps(config))
    model = Model.load(small)
    blind = untrained(model, tmp_path, 1)
    assert blind.config == model.config
    clips = [random_tracks(seed) for seed in range(3)]
    assert abs((blind.embed_tracks(clips) * model.embed_tracks(clips)).sum(axis=1)).max() < 0.5
    text = ["a person waves"]
    assert blind.embed_text(text) == pytest.approx(model.space.embed_text(text), abs=1e-6)


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"msraction3d\.npz"):
        load_exam(tmp_path)


def test_notes_come_from_a_file_or_from_beside_the_recipe(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("mine")
    assert read_notes("daylight", str(tmp_path / "n.md")) == "mine"
    assert "What it was trained on" in read_notes("daylight", None)
    assert read_notes("somebody-elses", None) == ""
    with pytest.raises(InputError, match=r"none\.md"):
        read_notes("daylight", str(tmp_path / "none.md"))


def test_ablations_from_toml_and_json(tmp_path: Path, models: dict[str, Model]) -> None:
    short = models["short"].folder
    (tmp_path / "runs").mkdir()
    shutil.copytree(short, tmp_path / "runs" / "b" / "model")
    toml = tmp_path / "a.toml"
    toml.write_text(f'short = "{short}"\n["in a run"]\nmodel = "runs/b"\nnote = "beside the file"\n')
    found = read_ablations(toml)
    assert [(name, note, model.fingerprint) for name, note, model in found] == [
        ("short", "", models["short"].fingerprint),
        ("in a run", "beside the file", models["short"].fingerprint),
    ]
    (tmp_path / "a.json").write_text(json.dumps({"short": {"model": str(short)}}))
    assert read_ablations(tmp_path / "a.json")[0][0] == "short"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.toml", "x = ", "not valid JSON or TOML"),
        ("a.json", "[" * 100_000, "not valid JSON or TOML"),
        ("a.json", "[]", "must be a table"),
        ("a.toml", "x = 3", "row 'x' needs a model"),
        ("a.toml", "[x]\nnote = 'n'", "row 'x' needs a model"),
        ("a.toml", "[x]\nmodel = 'm'\nseed = 1", "row 'x' needs a model"),
    ],
)
def test_wrong_ablations_are_named(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(InputError, match=message) as caught:
        read_ablations(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "not the figures of a model card"),
        ({"format": 99, "ablations": []}, "not the figures of a model card"),
        ({"format": 1, "ablations": [{}]}, "has no name"),
        ({"format": 1, "ablations": [{"name": "x", "scores": {}}]}, "row 'x': the scores of a model need"),
    ],
)
def test_wrong_results_are_named(tmp_path: Path, content: dict[str, Any], message: str) -> None:
    path = tmp_path / "card.json"
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match=message) as caught:
        read_rows([path])
    assert str(path) in str(caught.value)
    with pytest.raises(InputError, match=r"none\.json"):
        read_rows([tmp_path / "none.json"])
