"""Evaluation end to end, with models simple enough to know the right figures."""

from __future__ import annotations

import hashlib
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch import Cutting, InputError, ModelError, QueryError, Tracks
from motionsearch.train.evaluate import (
    PROTOCOLS,
    corpus_items,
    evaluate_retrieval,
    evaluate_zeroshot,
    read_prompts,
    world_items,
)
from tests.test_metrics import KS, assert_equals_naive, naive_retrieval, unit

DIRECTIONS = {"right": (1, 0), "left": (-1, 0), "down": (0, 1), "up": (0, -1)}


def moving(*directions, seconds=1.0, fps=10.0):
    """A point that moves for ``seconds`` in each direction."""
    steps = [np.tile(DIRECTIONS[d], (int(seconds * fps), 1)) for d in directions]
    path = 300 + 5.0 * np.cumsum(np.concatenate(steps), axis=0)
    return Tracks(path[:, None], None, fps, (640, 480))


class Compass:
    """Knows in which direction a clip goes, and the words for it."""

    name, fingerprint = "compass", "c0ffee"

    def __init__(self):
        self.texts = []

    def embed_tracks(self, clips):
        net = np.array([clip.points[-1, 0] - clip.points[0, 0] for clip in clips], np.float32)
        return net / np.maximum(np.linalg.norm(net, axis=1, keepdims=True), 1e-9)

    def embed_text(self, texts):
        self.texts += texts
        found = [next((v for word, v in DIRECTIONS.items() if word in text), (0.6, 0.8)) for text in texts]
        return np.array(found, np.float32)


class Scrambler:
    """Random but fixed unit vectors; with a space of its own for comparing texts."""

    name, fingerprint, space_name = "scrambler", "5c4a", "noise"

    def __init__(self, dim=4, space=None):
        self.dim = dim
        if space:
            self.space = space

    def embed_tracks(self, clips):
        return np.array([self._vector(clip.points.tobytes()) for clip in clips], np.float32)

    def embed_text(self, texts):
        return np.array([self._vector(text.encode()) for text in texts], np.float32)

    def _vector(self, data):
        seed = int.from_bytes(hashlib.sha256(data).digest()[:8], "big")
        return unit(np.random.default_rng(seed).normal(size=(1, self.dim)))[0]


COMPASS_TRACKS = [moving(d) for d in DIRECTIONS]
COMPASS_CAPTIONS = [[f"goes {d}", f"it moves {d}"] for d in DIRECTIONS]


def scrambled_set(count=15, seed=0):
    rng = np.random.default_rng(seed)
    tracks = [Tracks(rng.uniform(0, 400, (5, 3, 2)), None, 10, (640, 480)) for _ in range(count)]
    captions = [[f"sentence {rng.integers(20)}" for _ in range(rng.integers(1, 4))] for _ in range(count)]
    return tracks, captions


# --- retrieval --------------------------------------------------------------------------------------------


def test_a_model_that_knows_gets_everything():
    report = evaluate_retrieval(Compass(), COMPASS_TRACKS, COMPASS_CAPTIONS, source="four ways", seed=5)
    assert [r.protocol for r in report.results] == list(PROTOCOLS)
    for result in report.results:
        assert result.text_to_track.recall[1] == 1
        assert result.track_to_text.recall[1] == 1
        assert result.text_to_track.chance_recall[1] == pytest.approx(0.25, abs=0.01)
    assert (report.model, report.fingerprint, report.source) == ("compass", "c0ffee", "four ways")
    assert (report.tracks, report.captions, report.seed) == (4, 8, 5)
    assert report.text_similarity == "model"
    assert "averaged" in report.ties


@pytest.mark.parametrize("seed", range(3))
def test_retrieval_agrees_with_naive_loops_over_single_embeddings(seed):
    tracks, captions = scrambled_set(seed=seed)
    model = Scrambler()
    report = evaluate_retrieval(model, tracks, captions, ["all", "threshold"], threshold=0.8)
    pairs = [(text, n) for n, texts in enumerate(captions) for text in dict.fromkeys(texts)]
    text = [model.embed_text([t])[0] for t, _ in pairs]
    track = [model.embed_tracks([t])[0] for t in tracks]
    similarity = [[round(float(a @ b), 6) for b in track] for a in text]
    transposed = [list(column) for column in zip(*similarity, strict=True)]
    for result, alike in zip(
        report.results, (lambda a, b: False, lambda a, b: (1 + a @ b) / 2 > 0.8), strict=True
    ):
        there, back = [], []
        for i, (_, n) in enumerate(pairs):
            there.append({m for j, (_, m) in enumerate(pairs) if m == n or alike(text[i], text[j])})
        for n in range(len(tracks)):
            own = [i for i, (_, m) in enumerate(pairs) if m == n]
            back.append(
                {j for j in range(len(pairs)) if j in own or any(alike(text[i], text[j]) for i in own)}
            )
        assert_equals_naive(result.text_to_track, naive_retrieval(similarity, there, KS)[:3])
        assert_equals_naive(result.track_to_text, naive_retrieval(transposed, back, KS)[:3])
    assert report.captions == len(pairs)


def test_equal_captions_of_different_clips_tie():
    tracks = [moving("left"), moving("left"), moving("right")]
    captions = [["goes left"], ["goes left"], ["goes right"]]
    model = Compass()
    result = evaluate_retrieval(model, tracks, captions, ["all", "threshold"]).results
    assert result[0].text_to_track.recall[1] == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert result[0].text_to_track.tied == pytest.approx(2 / 3)
    assert result[1].text_to_track.recall[1] == result[1].track_to_text.recall[1] == 1
    assert model.texts.count("goes left") == 1  # embedded once, so that equal ones are equal


def test_many_equal_captions_tie_however_large_the_matrix():
    rng = np.random.default_rng(0)
    model = Scrambler(dim=384)
    tracks = [Tracks(rng.uniform(0, 400, (3, 2, 2)), None, 10, (640, 480)) for _ in range(301)]
    captions = [["the same sentence"]] * 300 + [["another one"]]
    there = evaluate_retrieval(model, tracks, captions, ["all"]).results[0].track_to_text
    common, other = model.embed_text(["the same sentence", "another one"])
    nearer = [float(v @ common) > float(v @ other) for v in model.embed_tracks(tracks)]
    assert there.recall[1] == pytest.approx((sum(nearer[:300]) / 300 + (not nearer[300])) / 301)
    assert there.tied == pytest.approx(300 / 301)


def test_the_space_compares_captions_where_the_model_has_one():
    class Everything(Scrambler):
        def embed_text(self, texts):
            return np.tile(np.float32([1, 0]), (len(texts), 1))

    tracks, captions = scrambled_set()
    plain = evaluate_retrieval(Scrambler(), tracks, captions, ["threshold"])
    forgiving = evaluate_retrieval(Scrambler(space=Everything()), tracks, captions, ["threshold"])
    assert plain.text_similarity == "model"
    assert forgiving.text_similarity == "space noise"
    assert forgiving.results[0].text_to_track.recall[1] == 1 > plain.results[0].text_to_track.recall[1]
    unused = evaluate_retrieval(Scrambler(space=Everything()), tracks, captions, ["all"])
    assert unused.text_similarity == "not used"


def test_long_clips_by_mean_or_by_best_window():
    back_and_forth = moving("right", "left", seconds=4.0)
    tracks, captions = [back_and_forth, moving("up")], [["goes right"], ["goes up"]]
    cutting = Cutting(longest=5, window=4, hop=4)

    def rank(windows):
        report = evaluate_retrieval(Compass(), tracks, captions, ["all"], windows=windows, cutting=cutting)
        assert report.windows == windows
        return report.results[0].track_to_text.recall[1]

    assert rank("best") == 1
    assert rank("mean") < 1
    zero = evaluate_zeroshot(Compass(), tracks, ["right", "up"], windows="best", cutting=cutting)
    assert zero.metrics.top1 == 1


def test_small_batches_follow_the_seed():
    tracks, captions = scrambled_set(20)
    figures = [
        evaluate_retrieval(Scrambler(), tracks, captions, ["small_batches"], seed=s, batch=5).results
        for s in (1, 1, 2)
    ]
    assert figures[0] == figures[1] != figures[2]
    assert figures[0][0].parameters == {"batch": 5, "batches": 4, "seed": 1}


def test_the_table_has_a_row_of_chance_beside_every_row_of_the_model():
    report = evaluate_retrieval(Compass(), COMPASS_TRACKS, COMPASS_CAPTIONS)
    rows = report.rows()
    assert len(rows) == 2 * 2 * len(PROTOCOLS)
    first, second = rows[:2]
    assert first == {
        "protocol": "all", "direction": "text to track", "who": "model", "R@1": 100.0, "R@2": 100.0,
        "R@3": 100.0, "R@5": 100.0, "R@10": 100.0, "MedR": 1.0, "queries": 8, "gallery": 4.0,
    }  # fmt: skip
    assert (second["who"], second["R@1"], second["R@3"], second["MedR"]) == ("chance", 25.0, 75.0, 2.5)
    plain = json.loads(json.dumps(report.to_dict()))
    assert plain["kind"] == "retrieval"
    assert plain["results"][0]["text_to_track"]["gallery"] == 4
    assert plain["results"][1]["parameters"]["threshold"] == 0.95


def test_progress_reaches_the_end():
    calls = []
    evaluate_retrieval(
        Compass(), COMPASS_TRACKS * 80, COMPASS_CAPTIONS * 80, ["all"], on_progress=lambda *c: calls.append(c)
    )
    assert calls == [("texts", 8, 8), ("tracks", 256, 320), ("tracks", 320, 320)]


# --- zero-shot --------------------------------------------------------------------------------------------


def test_zeroshot_by_the_labels_themselves():
    report = evaluate_zeroshot(Compass(), COMPASS_TRACKS, list(DIRECTIONS), seed=3, source="four ways")
    assert report.metrics.top1 == report.metrics.balanced == 1
    assert (report.metrics.chance, report.metrics.majority) == (0.25, 0.25)
    assert report.mode == "names"
    assert set(report.prompts.values()) == {1}
    assert (report.seed, report.source, report.fingerprint) == (3, "four ways", "c0ffee")
    assert report.rows()[0] == {
        "measure": "top-1", "model": 100.0, "chance": 25.0, "majority": 25.0, "clips": 4, "classes": 4,
    }  # fmt: skip
    assert json.loads(json.dumps(report.to_dict()))["kind"] == "zeroshot"


def test_prompts_are_averaged_as_unit_vectors():
    tracks, _ = scrambled_set(12)
    model = Scrambler()
    prompts = {"a": ["one", "two", "three"], "b": ["four"], "c": ["five", "six"]}
    labels = [("a", "b")[i % 2] for i in range(12)]
    report = evaluate_zeroshot(model, tracks, labels, prompts)
    right = 0
    for clip, label in zip(tracks, labels, strict=True):
        z = model.embed_tracks([clip])[0]
        cosines = {}
        for name, texts in prompts.items():
            mean = sum(model.embed_text([t])[0] for t in texts) / len(texts)
            cosines[name] = float(z @ mean / np.linalg.norm(mean))
        right += max(cosines, key=cosines.get) == label
    assert report.metrics.top1 == pytest.approx(right / 12)
    assert report.metrics.classes == 3  # "c" is to choose from though no clip is one
    assert report.metrics.chance == pytest.approx(1 / 3)
    assert report.prompts == {"a": 3, "b": 1, "c": 2}
    assert report.mode == "descriptions"


@pytest.mark.parametrize("windows", ["mean", "best"])
def test_a_label_that_is_near_every_clip_is_held_back(windows):
    class Referred(Compass):
        has_reference = True

        def commonness(self, texts):
            return np.float32([0.9 if text[0] == 1 else 0 for text in texts])  # "right" is common

    tracks, words = [moving("right", "down", seconds=4.0)], {"down": ["down"], "right": ["right"]}
    options = {"windows": windows, "cutting": Cutting(5, 4, 4)}
    for model, calibrated, expected, top1 in (
        (Referred(), True, True, 1),
        (Referred(), False, False, 0.5),  # as near to the one as to the other
        (Compass(), True, False, 0.5),
    ):
        report = evaluate_zeroshot(model, tracks, ["down"], words, calibrated=calibrated, **options)
        assert (report.calibrated, report.metrics.top1) == (expected, top1)
        assert report.to_dict()["calibrated"] is expected


def test_labels_evened_out_over_the_set():
    tracks = [moving("right"), moving("right", "up"), moving("right", "right", "down")]
    labels, words = ["right", "up", "down"], {"right": ["right"], "up": ["up"], "down": ["down"]}
    plain = evaluate_zeroshot(Compass(), tracks, labels, words)
    report = evaluate_zeroshot(Compass(), tracks, labels, words, even=True)
    assert report.even
    assert not report.calibrated
    assert not plain.even
    vectors = Compass().embed_tracks(tracks)
    cosines = vectors.astype(float) @ Compass().embed_text(list(words)).T
    right = 0
    for clip, label in zip(cosines, labels, strict=True):
        scores = {
            name: clip[c] - math.log(sum(math.exp(20 * one[c]) for one in cosines) / 3) / 20
            for c, name in enumerate(words)
        }
        right += max(scores, key=scores.get) == label
    assert report.metrics.top1 == pytest.approx(right / 3)
    assert report.metrics.top1 > plain.metrics.top1
    with pytest.raises(QueryError, match="2 clips cannot show 3 labels equally often"):
        evaluate_zeroshot(Compass(), tracks[:2], labels[:2], words, even=True)


def test_mistakes_are_told():
    labels = ["right", "left", "up", "right"]  # the third goes down, the fourth up
    report = evaluate_zeroshot(Compass(), COMPASS_TRACKS, labels)
    assert report.metrics.top1 == 0.5
    assert {(r["label"], r["taken for"]) for r in report.confusion_rows()} >= {("right", "up")}
    by_label = {r["label"]: r for r in report.class_rows()}
    assert by_label["right"] == {"label": "right", "clips": 2, "accuracy": 50.0, "taken for": "up"}
    assert by_label["left"]["taken for"] is None
    assert report.metrics.majority_label == "right"


def test_prompts_must_cover_the_labels():
    with pytest.raises(QueryError, match="describe none of 'left', 'up'") as caught:
        evaluate_zeroshot(
            Compass(), COMPASS_TRACKS, list(DIRECTIONS), {"right": ["r"], "down": ["d"], "up": []}
        )
    assert "every label" in caught.value.hint


# --- wrong input ------------------------------------------------------------------------------------------


class Broken(Compass):
    def __init__(self, tracks=None, text=None):
        super().__init__()
        self.tracks_answer, self.text_answer = tracks, text

    def embed_tracks(self, clips):
        return super().embed_tracks(clips) if self.tracks_answer is None else self.tracks_answer

    def embed_text(self, texts):
        return super().embed_text(texts) if self.text_answer is None else self.text_answer


@pytest.mark.parametrize(
    ("model", "error", "message"),
    [
        (
            Broken(tracks=np.array([[1, 0], [0, 1], [np.nan, 0], [1, 0]])),
            InputError,
            "tracks 2 is not finite",
        ),
        (Broken(text=np.full((8, 2), np.inf)), InputError, "text 0 is not finite"),
        (Broken(tracks=np.ones((3, 2))), ModelError, r"shape \(3, 2\) for 4"),
        (Broken(tracks=np.ones((4, 3))), ModelError, "tracks 3 numbers and texts 2"),
    ],
)
def test_bad_vectors_are_refused(model, error, message):
    with pytest.raises(error, match=message):
        evaluate_retrieval(model, COMPASS_TRACKS, COMPASS_CAPTIONS)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([], []), InputError, "got 0 clips"),
        ((COMPASS_TRACKS, COMPASS_CAPTIONS[:3]), InputError, "got 4 clips, 3 of captions"),
        ((COMPASS_TRACKS, [["a"], [], ["b"], ["c"]]), InputError, "clip 1 needs"),
        ((COMPASS_TRACKS, ["left", "right", "up", "down"]), InputError, "clip 0 needs a list"),
        ((COMPASS_TRACKS, COMPASS_CAPTIONS, ["guo"]), QueryError, "no protocol 'guo'"),
    ],
)
def test_wrong_arguments_are_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        evaluate_retrieval(Compass(), *arguments)


def test_wrong_options_of_both_are_refused():
    with pytest.raises(QueryError, match="no windows 'all'"):
        evaluate_retrieval(Compass(), COMPASS_TRACKS, COMPASS_CAPTIONS, windows="all")
    with pytest.raises(QueryError, match="no windows 'all'"):
        evaluate_zeroshot(Compass(), COMPASS_TRACKS, list(DIRECTIONS), windows="all")
    with pytest.raises(InputError, match="4 clips and 1 labels"):
        evaluate_zeroshot(Compass(), COMPASS_TRACKS, ["left"])
    with pytest.raises(QueryError, match="threshold"):
        evaluate_retrieval(Compass(), COMPASS_TRACKS, COMPASS_CAPTIONS, threshold=2)


# --- test sets --------------------------------------------------------------------------------------------


@pytest.fixture
def corpus(tmp_path):
    """Six 3D clips, one 3D clip without words, and one 2D clip."""
    rng = np.random.default_rng(0)
    lines, arrays, offset = [], [], 0
    for number in range(8):
        dims = 2 if number == 7 else 3
        walk = np.cumsum(rng.normal(0, 20, (20, 5, dims)), axis=0) + 100 * rng.normal(size=(1, 5, dims))
        coords = walk.round().astype(np.int16)
        line = {"id": f"take_{number:02}", "shape": list(coords.shape), "offset": offset, "scale": 0.01}
        line |= {"origin": [0.0] * dims, "fps": 20.0, "split": ("train", "test")[number % 2]}
        if number != 6:
            line |= {"label": f"label {number % 3}", "captions": [f"motion {number}", "some motion"]}
        if dims == 2:
            line |= {"img_wh": [640, 480]}
        lines.append(json.dumps(line))
        arrays.append(coords.ravel())
        offset += coords.size
    np.savez(tmp_path / "moves.npz", coords=np.concatenate(arrays))
    (tmp_path / "moves.jsonl").write_text("\n".join(lines))
    return tmp_path / "moves.npz"


def same_tracks(a, b):
    return np.array_equal(a.points, b.points) and np.array_equal(a.visible, b.visible) and a.fps == b.fps


def test_corpus_items_of_a_pair(corpus):
    items = corpus_items(corpus)
    assert len(items) == 8
    assert items.ids[0] == "take_00"
    assert items.captions[0] == ("motion 0", "some motion")
    assert (items.labels[1], items.labels[6]) == ("label 1", None)
    assert "take_06" not in items.captioned().ids
    assert len(items.captioned()) == len(items.labelled()) == 7
    assert "moves" in items.source
    assert "default camera" in items.source


def test_corpus_items_by_split_ids_and_limit(corpus):
    assert corpus_items(corpus, split="test").ids == ("take_01", "take_03", "take_05", "take_07")
    assert corpus_items(corpus, ids=["take_0[12]", "*7"]).ids == ("take_01", "take_02", "take_07")
    some = corpus_items(corpus, limit=3, seed=1)
    assert len(some) == 3
    assert list(some.ids) == sorted(some.ids)
    assert some.ids == corpus_items(corpus, limit=3, seed=1).ids
    assert len({corpus_items(corpus, limit=3, seed=s).ids for s in range(6)}) > 1
    with pytest.raises(InputError, match="no clip is left of 8") as caught:
        corpus_items(corpus, split="valid")
    assert "test, train" in caught.value.hint
    with pytest.raises(InputError, match="no clip has a caption"):
        corpus_items(corpus, ids=["take_06"]).captioned()


def test_random_cameras_are_seeded_per_clip(corpus):
    one = corpus_items(corpus, camera="random", seed=4)
    again = corpus_items(corpus, camera="random", seed=4, split="test")
    other = corpus_items(corpus, camera="random", seed=5)
    default = corpus_items(corpus)
    for clip, tracks in zip(again.ids, again.tracks, strict=True):
        assert same_tracks(tracks, one.tracks[one.ids.index(clip)])
    differ = [not same_tracks(a, b) for a, b in zip(one.tracks, other.tracks, strict=True)]
    assert differ == [True] * 7 + [False]  # the 2D clip has no camera to choose
    assert same_tracks(one.tracks[7], default.tracks[7])
    assert one.captions == default.captions


def test_random_cameras_need_a_corpus(tmp_path):
    moving("left").save(tmp_path / "one.npz")
    assert len(corpus_items(tmp_path / "one.npz")) == 1
    with pytest.raises(InputError, match="need a corpus"):
        corpus_items(tmp_path / "one.npz", camera="random")
    with pytest.raises(QueryError, match="camera must be default or random"):
        corpus_items(tmp_path / "one.npz", camera="fisheye")


def test_world_items_are_the_same_every_time():
    items = world_items(3, 4, ["object"])
    again = world_items(3, 2, ["object"])
    assert len(items) == 4
    assert all(same_tracks(a, b) for a, b in zip(items.tracks, again.tracks, strict=False))
    assert items.captions[:2] == again.captions
    assert all(items.captions)
    assert all(items.labels)
    assert not same_tracks(items.tracks[0], world_items(4, 1, ["object"]).tracks[0])
    assert items.seed == 3
    report = evaluate_retrieval(Scrambler(), items.tracks, items.captions)
    assert report.tracks == 4


def test_world_items_refuse_what_there_is_not():
    with pytest.raises(QueryError, match="no kind 'ghost'") as caught:
        world_items(0, 1, ["ghost"])
    assert "animal" in caught.value.hint
    with pytest.raises(QueryError, match="at least 1"):
        world_items(0, 0)


@pytest.mark.data
def test_the_real_cmu_trials(shared_data):
    items = corpus_items(shared_data / "cmu.npz", ids=["cmu_02_*", "cmu_07_*"]).captioned()
    assert len(items) > 10
    assert {i.split("_")[1] for i in items.ids} == {"02", "07"}
    report = evaluate_retrieval(Scrambler(), items.tracks, items.captions, source=items.source)
    for result in report.results:
        metrics = result.text_to_track
        assert metrics.recall[10] == pytest.approx(metrics.chance_recall[10], abs=0.35)


# --- prompt files -----------------------------------------------------------------------------------------


def test_prompts_from_toml_and_json(tmp_path):
    toml = tmp_path / "p.toml"
    toml.write_text(
        'wave = ["a person waves", " a hand moves ", "a hand moves"]\n"sit down" = "a person sits"\n'
    )
    expected = {"wave": ("a person waves", "a hand moves"), "sit down": ("a person sits",)}
    assert read_prompts(toml) == expected
    as_json = tmp_path / "p.json"
    as_json.write_text(json.dumps({label: list(texts) for label, texts in expected.items()}))
    assert read_prompts(as_json) == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.toml", b'wave = ["a" x]', "not valid TOML .*line 1"),
        ("p.json", b"[" * 100_000, "not valid JSON"),
        ("p.json", b'{"a": "b",\n}', "not valid JSON .*line 2"),
        ("p.json", b"[1, 2]", "holds no label"),
        ("p.json", b"{}", "holds no label"),
        ("p.toml", b"", "holds no label"),
        ("p.json", b'{"a": []}', "label 'a' needs a description"),
        ("p.json", b'{"a": [1]}', "label 'a' needs a description"),
        ("p.json", b'{"a": "  "}', "label 'a' needs a description"),
        ("p.toml", b"[wave]\nx = 1", "label 'wave' needs a description"),
        ("p.json", b"\xff\xfe", "not valid JSON"),
        ("p.txt", b"wave", "must be a .toml or .json"),
    ],
)
def test_wrong_prompt_files_are_named(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_prompts(path)
    assert str(path) in str(caught.value)


def test_a_missing_prompt_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.toml: cannot be read"):
        read_prompts(tmp_path / "none.toml")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.sampled_from(["json", "toml"]))
def test_any_bytes_give_prompts_or_an_input_error(tmp_path_factory, content, suffix):
    path = tmp_path_factory.mktemp("prompts") / f"p.{suffix}"
    path.write_bytes(content)
    prompts, complaint = {}, ""
    try:
        prompts = read_prompts(path)
    except InputError as error:
        complaint = str(error)
    assert prompts or str(path) in complaint
    assert all(texts and all(text.strip() for text in texts) for texts in prompts.values())
