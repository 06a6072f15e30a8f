"""train, eval and models from the command line; the figures themselves are tested where they are made."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import time
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from motionsearch.model import DEFAULT_MODEL, REFERENCE, Model
from tests.helpers import tiny_model
from tests.helpers_cli import failed, found, process, run, write_clips

RECIPE = """
name = "small"

[encoder]
width = 24
layers = 1
heads = 2
num_frames = 8
pool_width = 8

[data]
world = { object = 1.0 }
part = 32
first = 1
passes = 2
glossary = false
captions = 2
max_points = 12

[training]
steps = 4
batch_size = 16
warmup = 2
text_hidden = 8
threads = 1
save_every = 2
bfloat16 = false
glossary_weight = 0.0
reference = 0
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """A recipe that trains in seconds."""
    path = tmp_path / "small.toml"
    path.write_text(RECIPE)
    return path


@pytest.mark.slow
def test_train_makes_a_model_that_can_be_used(recipe: Path, tmp_path: Path) -> None:
    result = run("train", recipe, "-o", tmp_path / "run", "--device", "cpu", "-f", "json")
    assert result.exit_code == 0, result.stderr
    (record,) = json.loads(result.stdout)
    assert record["steps"] == 4
    assert record["loss"] > 0
    assert Model.load(record["model"]).name == "small"
    assert not Model.load(record["model"]).has_reference
    files = write_clips(tmp_path / "clips", 2)
    found("add", *files, "--model", record["model"], "-l", tmp_path / "lib")
    assert found("search", "it moves left", "-l", tmp_path / "lib")

    again = failed("train", recipe, "-o", tmp_path / "run", "--device", "cpu")
    assert "a training run lies here already" in again
    assert "hint: pass --resume" in again


def test_train_refuses_what_it_cannot_use(recipe: Path, tmp_path: Path) -> None:
    assert "no such recipe" in failed("train", tmp_path / "none.toml")
    recipe.write_text(RECIPE.replace("steps", "stepps"))
    assert f"error: {recipe}: unknown key training.stepps" in failed("train", recipe)
    recipe.write_text(RECIPE)
    assert "nospace" in failed("train", recipe, "-o", tmp_path / "run", "--space", "nospace")
    assert "no device 'warp'" in failed("train", recipe, "-o", tmp_path / "run", "--device", "warp")
    assert failed("train", recipe, "--steps", "0").startswith("error: invalid value for '--steps'")


@pytest.mark.slow
def test_interrupted_training_goes_on(recipe: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    child = process("train", recipe, "-o", folder, "--device", "cpu", "--steps", "100000")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (folder / "checkpoint.pt").exists() and child.poll() is None:
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (130, "")
    assert "Traceback" not in err
    last = err.splitlines()[-1]
    assert last.startswith("error: interrupted at step ")
    assert f"motionsearch train {recipe} --output {folder} --resume --steps 100000 --device cpu" in last
    step = int(last.split()[4])
    result = run("train", recipe, "-o", folder, "--device", "cpu", "--resume", "--steps", str(step + 1))
    assert result.exit_code == 0, result.stderr
    assert f"going on from step {step}" in result.stderr

    recipe.write_text(RECIPE.replace("reference = 0", "reference = 3"))
    result = run("train", recipe, "-o", folder, "--device", "cpu", "--resume", "--steps", str(step + 2))
    assert result.exit_code == 0, result.stderr  # it may be given to a run that began without
    assert len(load_file(folder / "model" / REFERENCE)["vectors"]) == 3


def test_eval_retrieval_of_the_world() -> None:
    words = ("eval", "retrieval", "world", "--kind", "object", "-k", "40", "--seed", "3", "-p", "all")
    result = run(*words, "-f", "csv")
    assert result.exit_code == 0, result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["direction"], row["who"]) for row in rows] == [
        ("text to track", "model"),
        ("text to track", "chance"),
        ("track to text", "model"),
        ("track to text", "chance"),
    ]
    assert float(rows[0]["gallery"]) == 40
    assert float(rows[1]["R@1"]) == pytest.approx(100 / 40, abs=0.01)
    assert {row["seed"] for row in rows} == {"3"}
    assert {row["model_name"] for row in rows} == {DEFAULT_MODEL}
    for fact in ("procedural world 3", "40 clips", "ties averaged", "seed 3"):
        assert fact in result.stderr

    report = json.loads(found(*words, "-f", "json"))
    assert report["kind"] == "retrieval"
    assert report["tracks"] == 40
    shown = report["results"][0]["text_to_track"]
    assert round(100 * shown["recall"]["R@1"], 2) == float(rows[0]["R@1"])


def test_eval_every_protocol_by_default() -> None:
    rows = found("eval", "retrieval", "world", "--kind", "object", "-k", "12", "-f", "jsonl").splitlines()
    protocols = [json.loads(row)["protocol"] for row in rows]
    assert list(dict.fromkeys(protocols)) == ["all", "threshold", "dissimilar", "small_batches"]


def test_eval_zeroshot_with_prompts(tmp_path: Path) -> None:
    prompts = tmp_path / "prompts.json"
    labels = {"walk": ["a person walks"], "jump": ["a person jumps"], "sit": "a person sits down"}
    prompts.write_text(json.dumps(labels))
    import numpy as np

    from tests.helpers import random_tracks

    for name, label in (("a", "walk"), ("b", "jump")):
        tracks = random_tracks(ord(name))
        np.savez(tmp_path / f"{name}.npz", points=tracks.points, fps=20.0, label=label)
    result = run("eval", "zeroshot", tmp_path / "a.npz", "--prompts", prompts, "-f", "jsonl")
    assert result.exit_code == 0, result.stderr
    rows = {row["measure"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert rows["top-1"]["chance"] == pytest.approx(100 / 3, abs=0.01)
    assert rows["top-1"]["model"] in (0.0, 100.0)
    assert rows["top-1"]["clips"] == 1
    assert "by 3 descriptions" in result.stderr
    assert rows["top-1"]["calibrated"] is Model.load().has_reference
    classes = run("eval", "zeroshot", tmp_path / "a.npz", "--prompts", prompts, "--classes", "-f", "jsonl")
    assert [json.loads(line)["label"] for line in classes.stdout.splitlines()] == ["walk"]

    words = ("eval", "zeroshot", tmp_path / "a.npz", "--mode", "glossary", "--no-calibrated", "-f", "jsonl")
    by_glossary = run(*words)
    assert by_glossary.exit_code == 0, by_glossary.stderr
    assert "as the glossary expands them, plain" in by_glossary.stderr
    assert "not by both" in failed(
        "eval", "zeroshot", tmp_path / "a.npz", "--prompts", prompts, "--mode", "glossary"
    )
    assert "no prompts are shipped for 'a'" in failed(
        "eval", "zeroshot", tmp_path / "a.npz", "--mode", "descriptions"
    )

    prompts.write_text('{"jump": "a person jumps"}')
    assert "the prompts describe none of 'walk'" in failed(
        "eval", "zeroshot", tmp_path / "a.npz", "--prompts", prompts
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("retrieval", "nosuch.npz"), "nosuch.npz: no such file"),
        (("zeroshot", "nosuch.npz"), "nosuch.npz: no such file"),
        (("retrieval", "world", "--kind", "ghost", "-k", "2"), "the world has no kind 'ghost'"),
        (("retrieval", "world", "-p", "some"), "invalid value for '--protocol'"),
        (("retrieval", "world", "-k", "0"), "invalid value for '--limit'"),
        (("zeroshot", "world", "--prompts", "none.toml"), "none.toml: cannot be read"),
    ],
)
def test_eval_refuses_what_it_cannot_use(words: tuple[str, ...], message: str) -> None:
    assert message in failed("eval", *words)


def test_models_lists_shipped_and_own(tmp_path: Path) -> None:
    own = Path(os.environ["MOTIONSEARCH_MODELS"])
    own.mkdir(parents=True, exist_ok=True)
    model = tiny_model(own, seed=7)
    try:
        rows = {row["name"]: row for row in json.loads(found("models", "list", "-f", "json"))}
        assert rows[DEFAULT_MODEL]["origin"] == "shipped"
        assert rows[DEFAULT_MODEL]["default"] is True
        assert rows["model-7"]["origin"] == "yours"
        assert found("models", "path", "model-7") == f"{model}\n"
        assert found("models", "path") == f"{Model.load().folder}\n"
        record = json.loads(found("models", "show", "model-7", "-f", "json"))
        assert record["fingerprint"] == Model.load(model).fingerprint
        assert record["space"] == Model.load().space_name
        assert record["path"] == str(model)
    finally:
        model.rename(tmp_path / "model-7")
