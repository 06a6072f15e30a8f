"""Retrieval and zero-shot metrics against naive loops that try every order of tied entries."""

from __future__ import annotations

import itertools
import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch import InputError, QueryError
from motionsearch.train.metrics import KS, expected_ranks, hit_probability, retrieval, zeroshot
from motionsearch.train.protocols import (
    PROTOCOLS,
    Pairs,
    ProtocolOptions,
    dissimilar_subset,
    run_protocol,
)

# --- naive oracles ----------------------------------------------------------------------------------------


def naive_places(scores, targets):
    """Every equally likely place, 1-based, of the first target: one for each order of the tied entries."""
    best = max(scores[g] for g in targets)
    ahead = sum(1 for score in scores if score > best)
    tied = [g for g, score in enumerate(scores) if score == best]
    hits = [g for g in tied if g in targets]
    return [ahead + min(spots) + 1 for spots in itertools.combinations(range(len(tied)), len(hits))]


def naive_retrieval(similarity, targets, ks):
    places = [naive_places(row, wanted) for row, wanted in zip(similarity, targets, strict=True)]
    ranks = [sum(p) / len(p) for p in places]
    middle = sorted(ranks)
    half = len(ranks) // 2
    median = middle[half] if len(ranks) % 2 else (middle[half - 1] + middle[half]) / 2
    recall = {k: sum(sum(x <= k for x in p) / len(p) for p in places) / len(places) for k in ks}
    return recall, median, sum(ranks) / len(ranks), ranks


def naive_chance(gallery, targets, ks):
    everything = [naive_places([0.0] * gallery, wanted) for wanted in targets]
    return {k: sum(sum(x <= k for x in p) / len(p) for p in everything) / len(everything) for k in ks}


def naive_median_chance(gallery, targets):
    """Median over every place every query's first target can take, each query weighing the same."""
    weighted = []
    for wanted in targets:
        places = naive_places([0.0] * gallery, wanted)
        weighted += [(place, Fraction(1, len(places))) for place in places]
    found, half, low = Fraction(0), Fraction(len(targets), 2), None
    for place in range(1, gallery + 1):
        found += sum((weight for p, weight in weighted if p == place), Fraction(0))
        if low is None and found >= half:
            low = place
        if found > half:
            return (low + place) / 2
    raise AssertionError("everything is found by the last place")


@st.composite
def problems(draw):
    """Few different values, so that ties and duplicate rows are common; galleries from a single entry up."""
    queries, gallery = draw(st.integers(1, 6)), draw(st.integers(1, 7))
    values = draw(
        st.sampled_from([(0.5,), (0.0, 1.0), (-1.0, 0.0, 0.25, 0.5), tuple(np.linspace(-1, 1, 41))])
    )
    row = st.lists(st.sampled_from(values), min_size=gallery, max_size=gallery)
    similarity = draw(st.lists(row, min_size=queries, max_size=queries))
    wanted = st.sets(st.integers(0, gallery - 1), min_size=1, max_size=gallery)
    targets = draw(st.lists(wanted, min_size=queries, max_size=queries))
    return similarity, targets


def as_mask(targets, gallery):
    return np.array([[g in wanted for g in range(gallery)] for wanted in targets])


# --- ranks and recalls ------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(problems(), st.sampled_from([np.float32, np.float64]))
def test_retrieval_agrees_with_naive_loops(problem, kind):
    similarity, targets = problem
    gallery = len(similarity[0])
    got = retrieval(np.array(similarity, kind), as_mask(targets, gallery))
    recall, median, mean, ranks = naive_retrieval(np.array(similarity, kind).tolist(), targets, KS)
    assert got.recall == pytest.approx(recall)
    assert got.median_rank == pytest.approx(median)
    assert got.mean_rank == pytest.approx(mean)
    assert got.chance_recall == pytest.approx(naive_chance(gallery, targets, KS))
    assert got.chance_rank == naive_median_chance(gallery, targets)
    assert expected_ranks(similarity, as_mask(targets, gallery)) == pytest.approx(ranks)
    assert (got.queries, got.gallery) == (len(similarity), gallery)
    assert got.targets == pytest.approx(np.mean([len(t) for t in targets]))
    wrongly_tied = [
        any(row[g] == max(row[t] for t in wanted) for g in range(gallery) if g not in wanted)
        for row, wanted in zip(similarity, targets, strict=True)
    ]
    assert got.tied == pytest.approx(np.mean(wrongly_tied))


@settings(max_examples=60, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_gallery_does_not_matter(problem, random):
    similarity, targets = problem
    mask = as_mask(targets, len(similarity[0]))
    order = list(range(mask.shape[1]))
    random.shuffle(order)
    shuffled = retrieval(np.array(similarity)[:, order], mask[:, order])
    assert shuffled == retrieval(similarity, mask)


@given(st.integers(1, 7), st.data())
def test_hit_probability_counts_every_draw(entries, data):
    targets = data.draw(st.integers(1, entries))
    draws = data.draw(st.integers(-2, entries + 3))
    hands = list(itertools.combinations(range(entries), min(max(draws, 0), entries)))
    naive = sum(any(card < targets for card in hand) for hand in hands) / len(hands)
    assert hit_probability([entries], [targets], [draws])[0] == pytest.approx(naive)


def test_a_model_that_sees_no_difference_scores_chance():
    got = retrieval(np.zeros((50, 40)), np.arange(50) % 40)
    assert got.recall == pytest.approx(got.chance_recall)
    assert got.recall[10] == pytest.approx(10 / 40)
    assert got.median_rank == got.chance_rank == 20.5
    assert got.tied == 1


def test_a_perfect_and_a_reversed_ranking():
    similarity = np.eye(20)
    best = retrieval(similarity, np.arange(20))
    assert set(best.recall.values()) == {1.0}
    assert best.median_rank == 1
    assert best.chance_recall[5] == pytest.approx(0.25)
    worst = retrieval(-similarity, np.arange(20))
    assert worst.recall[10] == 0
    assert worst.median_rank == 20


def test_a_gallery_of_one_is_always_right_and_so_is_chance():
    got = retrieval([[0.3], [-0.2]], [0, 0])
    assert set(got.recall.values()) == set(got.chance_recall.values()) == {1.0}


def test_single_target_ranks_are_tmrs_average_of_tied_places():
    rng = np.random.default_rng(0)
    similarity = rng.integers(0, 4, (30, 30)) / 4
    ordered = -np.sort(-similarity, axis=1)
    own = np.diag(similarity)[:, None]
    places = [np.flatnonzero(row == value).mean() + 1 for row, value in zip(ordered, own, strict=True)]
    assert expected_ranks(similarity, np.arange(30)) == pytest.approx(places)


def test_large_matrices_are_worked_on_in_blocks(monkeypatch):
    rng = np.random.default_rng(1)
    similarity = rng.normal(size=(37, 11)).round(1)
    targets = rng.integers(0, 11, 37)
    whole = retrieval(similarity, targets)
    monkeypatch.setattr("motionsearch.train.metrics._BLOCK", 40)
    assert retrieval(similarity, targets) == whole


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_similarities_that_are_not_finite_are_refused(bad):
    similarity = np.zeros((3, 4))
    similarity[1, 2] = bad
    with pytest.raises(InputError, match=r"query 1 to entry 2 is .*not a finite number"):
        retrieval(similarity, [0, 1, 2])
    with pytest.raises(InputError, match="not a finite number"):
        zeroshot(similarity, [0, 1, 2], list("abcd"))


@pytest.mark.parametrize(
    ("similarity", "targets", "message"),
    [
        (np.zeros((0, 3)), [], "neither empty"),
        (np.zeros((2, 0)), [0, 0], "neither empty"),
        (np.zeros(3), [0], "must have shape"),
        (np.zeros((2, 3)), [0, 3], r"lie in 0\.\.2, got 0\.\.3"),
        (np.zeros((2, 3)), [-1, 0], "lie in"),
        (np.zeros((2, 3)), [0], "must be 2 integers"),
        (np.zeros((2, 3)), [0.0, 1.0], "must be 2 integers"),
        (np.zeros((2, 3)), np.zeros((2, 2), bool), r"shape \(2, 3\)"),
        (np.zeros((2, 3)), np.array([[True, False, False], [False] * 3]), "query 1 has no target"),
        (np.array([["a"]]), [0], "must be numbers"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(similarity, targets, message):
    with pytest.raises(InputError, match=message):
        retrieval(similarity, targets)


def test_metrics_become_json():
    plain = json.loads(json.dumps(retrieval(np.eye(3), np.arange(3)).to_dict()))
    assert plain["recall"]["R@1"] == 1.0
    assert plain["chance_recall"]["R@2"] == pytest.approx(2 / 3)


# --- zero-shot --------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 8), st.integers(1, 7), st.integers(0, 10_000), st.sampled_from([1, 3, 1000]))
def test_zeroshot_agrees_with_naive_loops(clips, classes, seed, levels):
    rng = np.random.default_rng(seed)
    similarity = rng.integers(0, levels, (clips, classes)) / levels
    truth = rng.integers(0, classes, clips)
    labels = [f"label {c}" for c in range(classes)]
    got = zeroshot(similarity, truth, labels)
    table = [[0.0] * classes for _ in range(classes)]
    top5 = 0.0
    for row, right in zip(similarity.tolist(), truth.tolist(), strict=True):
        nearest = [c for c in range(classes) if row[c] == max(row)]
        for c in nearest:
            table[right][c] += 1 / len(nearest)
        places = naive_places(row, {right})
        top5 += sum(p <= 5 for p in places) / len(places)
    sizes = [int((truth == c).sum()) for c in range(classes)]
    accuracy = {labels[c]: table[c][c] / sizes[c] for c in range(classes) if sizes[c]}
    assert got.top1 == pytest.approx(sum(table[c][c] for c in range(classes)) / clips)
    assert got.top5 == pytest.approx(top5 / clips)
    assert {s.label: s.accuracy for s in got.per_class} == pytest.approx(accuracy)
    assert {s.label: s.count for s in got.per_class} == {
        labels[c]: sizes[c] for c in range(classes) if sizes[c]
    }
    assert got.balanced == pytest.approx(sum(accuracy.values()) / len(accuracy))
    assert got.majority == pytest.approx(max(sizes) / clips)
    assert sizes[labels.index(got.majority_label)] == max(sizes)
    assert (got.chance, got.chance5) == (1 / classes, min(5, classes) / classes)
    for score in got.per_class:
        row = table[labels.index(score.label)]
        mistakes = [share for c, share in enumerate(row) if labels[c] != score.label]
        if score.taken_for is None:
            assert not any(mistakes)
        else:
            assert row[labels.index(score.taken_for)] == max(mistakes) > 0
            assert score.taken_for != score.label
    wrong = sorted((table[a][b] for a in range(classes) for b in range(classes) if a != b), reverse=True)
    counts = [c.count for c in got.confusions]
    assert counts == pytest.approx([w for w in wrong[:10] if w > 0])
    assert all(c.true != c.predicted for c in got.confusions)
    assert all(table[labels.index(c.true)][labels.index(c.predicted)] == c.count for c in got.confusions)


def test_zeroshot_refuses_labels_that_do_not_fit():
    with pytest.raises(InputError, match="3 columns need as many different labels, got 2"):
        zeroshot(np.zeros((1, 3)), [0], ["a", "b", "a"])
    json.dumps(zeroshot(np.eye(2), [0, 0], ["a", "b"]).to_dict())


# --- TMR's protocols --------------------------------------------------------------------------------------


def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def some_pairs(seed, tracks=12, most_captions=3, dim=3):
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, most_captions + 1, tracks)
    owner = np.repeat(np.arange(tracks), counts)
    text = unit(rng.normal(size=(len(owner), dim)))
    text[rng.random(len(owner)) < 0.3] = text[0]  # the same sentence for several tracks
    tracks_vectors = unit(rng.normal(size=(tracks, dim)))
    return Pairs((text @ tracks_vectors.T).round(2), owner, text)


def naive_both(pairs, same):
    """``same(c, d)``: whether two captions count as the same."""
    captions, tracks = pairs.similarity.shape
    of_track = [[c for c in range(captions) if pairs.owner[c] == n] for n in range(tracks)]
    there = [{n for n in range(tracks) if any(same(c, d) for d in of_track[n])} for c in range(captions)]
    back = [{c for c in range(captions) if any(same(c, d) for d in of_track[n])} for n in range(tracks)]
    return (
        naive_retrieval(pairs.similarity.tolist(), there, KS)[:3],
        naive_retrieval(pairs.similarity.T.tolist(), back, KS)[:3],
    )


def assert_equals_naive(metrics, naive):
    assert metrics.recall == pytest.approx(naive[0])
    assert metrics.median_rank == pytest.approx(naive[1])
    assert metrics.mean_rank == pytest.approx(naive[2])


@pytest.mark.parametrize("seed", range(8))
def test_all_and_threshold_against_naive_loops(seed):
    pairs = some_pairs(seed, tracks=9)
    there, back = naive_both(pairs, lambda c, d: pairs.owner[c] == pairs.owner[d])
    result = run_protocol(pairs, "all")
    assert_equals_naive(result.text_to_track, there)
    assert_equals_naive(result.track_to_text, back)
    assert result.text_to_track.gallery == 9
    assert result.track_to_text.gallery == result.text_to_track.queries == len(pairs.owner)
    for threshold in (0.6, 0.95):

        def alike(c, d, threshold=threshold):
            close = (1 + pairs.text_vectors[c] @ pairs.text_vectors[d]) / 2 > threshold
            return close or pairs.owner[c] == pairs.owner[d]

        there, back = naive_both(pairs, alike)
        result = run_protocol(pairs, "threshold", ProtocolOptions(threshold=threshold))
        assert_equals_naive(result.text_to_track, there)
        assert_equals_naive(result.track_to_text, back)
        assert result.parameters == {"threshold": threshold, "cosine": round(2 * threshold - 1, 6)}


@pytest.mark.parametrize("seed", range(4))
def test_single_captions_make_both_ways_transposes(seed):
    pairs = some_pairs(seed, most_captions=1)
    flipped = Pairs(pairs.similarity.T.copy(), pairs.owner, pairs.text_vectors)
    for protocol in PROTOCOLS:
        one, other = run_protocol(pairs, protocol), run_protocol(flipped, protocol)
        assert one.text_to_track == other.track_to_text
        assert one.track_to_text == other.text_to_track


def test_the_same_sentence_for_other_tracks_is_forgiven_by_the_threshold_only():
    text = unit(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    similarity = np.array([[0.1, 0.9, 0.0], [0.1, 0.9, 0.0], [0.0, 0.0, 1.0]])
    pairs = Pairs(similarity, np.arange(3), text)
    assert run_protocol(pairs, "all").text_to_track.recall[1] == pytest.approx(2 / 3)
    assert run_protocol(pairs, "threshold").text_to_track.recall[1] == 1


def naive_dissimilar(alike, count):
    entries = range(len(alike))
    first = min(entries, key=lambda i: (sum(alike[i][j] for j in entries if j != i), i))
    chosen = [first]
    while len(chosen) < min(count, len(alike)):
        rest = [i for i in entries if i not in chosen]
        chosen.append(min(rest, key=lambda i: (max(alike[i][j] for j in chosen), i)))
    return sorted(chosen)


@given(st.integers(1, 9), st.integers(1, 10), st.integers(0, 1000))
def test_the_dissimilar_subset_is_the_naive_greedy_choice(entries, count, seed):
    half = np.random.default_rng(seed).integers(-4, 5, (entries, entries)) / 4
    alike = half + half.T
    assert dissimilar_subset(alike, count).tolist() == naive_dissimilar(alike.tolist(), count)


def test_the_dissimilar_subset_keeps_duplicates_out():
    rng = np.random.default_rng(5)
    distinct = unit(rng.normal(size=(20, 16)))
    vectors = np.repeat(distinct, 5, axis=0)
    chosen = dissimilar_subset(vectors @ vectors.T, 20)
    assert sorted(chosen // 5) == list(range(20))


@pytest.mark.parametrize("seed", range(4))
def test_the_dissimilar_protocol_is_all_within_the_subset(seed):
    pairs = some_pairs(seed, tracks=14)
    captions = len(pairs.owner)
    alike = np.full((14, 14), -2.0)
    for c, d in itertools.product(range(captions), repeat=2):
        cell = pairs.owner[c], pairs.owner[d]
        alike[cell] = max(alike[cell], round(float(pairs.text_vectors[c] @ pairs.text_vectors[d]), 6))
    chosen = naive_dissimilar(alike.tolist(), 5)
    result = run_protocol(pairs, "dissimilar", ProtocolOptions(subset=5))
    kept = [c for c in range(captions) if pairs.owner[c] in chosen]
    small = pairs.similarity[kept][:, chosen]
    wanted = [{chosen.index(pairs.owner[c])} for c in kept]
    assert_equals_naive(result.text_to_track, naive_retrieval(small.tolist(), wanted, KS)[:3])
    assert result.text_to_track.gallery == 5
    assert result.parameters == {"subset": 5}


def test_small_batches_are_seeded_averaged_and_drop_the_rest():
    pairs = some_pairs(3, tracks=11)
    result = run_protocol(pairs, "small_batches", ProtocolOptions(batch=4, seed=7))
    order = np.random.default_rng(7).permutation(11)
    there, back = [], []
    for batch in (sorted(order[:4].tolist()), sorted(order[4:8].tolist())):
        kept = [c for c in range(len(pairs.owner)) if pairs.owner[c] in batch]
        part = pairs.similarity[kept][:, batch]
        wanted = [{batch.index(pairs.owner[c])} for c in kept]
        there.append(naive_retrieval(part.tolist(), wanted, KS)[:3])
        owned = [{i for i, c in enumerate(kept) if pairs.owner[c] == n} for n in batch]
        back.append(naive_retrieval(part.T.tolist(), owned, KS)[:3])
    for metrics, parts in ((result.text_to_track, there), (result.track_to_text, back)):
        assert metrics.recall == pytest.approx({k: np.mean([p[0][k] for p in parts]) for k in KS})
        assert metrics.median_rank == pytest.approx(np.mean([p[1] for p in parts]))
    assert result.text_to_track.gallery == 4
    assert result.track_to_text.queries == 8
    assert result.parameters == {"batch": 4, "batches": 2, "seed": 7}
    again = run_protocol(pairs, "small_batches", ProtocolOptions(batch=4, seed=7))
    other = run_protocol(pairs, "small_batches", ProtocolOptions(batch=4, seed=8))
    assert again == result
    assert other != result


def test_fewer_tracks_than_a_batch_or_a_subset_use_what_there_is():
    pairs = some_pairs(1, tracks=6)
    everything = run_protocol(pairs, "all")
    for protocol in ("small_batches", "dissimilar"):
        assert run_protocol(pairs, protocol).text_to_track.recall == everything.text_to_track.recall
    assert run_protocol(pairs, "small_batches").parameters["batch"] == 6


def test_wrong_protocols_options_and_pairs_are_refused():
    pairs = some_pairs(0)
    with pytest.raises(QueryError, match="'guo'") as caught:
        run_protocol(pairs, "guo")
    assert "small_batches" in caught.value.hint
    with pytest.raises(QueryError, match="threshold"):
        ProtocolOptions(threshold=1.2)
    with pytest.raises(QueryError, match="at least 1"):
        ProtocolOptions(batch=0)
    silent = Pairs(pairs.similarity, pairs.owner)
    with pytest.raises(InputError, match="needs the text vectors"):
        run_protocol(silent, "threshold")
    for owner in (np.zeros(len(pairs.owner), int), pairs.owner[::-1], pairs.owner[1:], pairs.owner + 1):
        with pytest.raises(InputError, match="needs its captions"):
            Pairs(pairs.similarity, owner)
    broken = pairs.text_vectors.copy()
    broken[2] = math.nan
    with pytest.raises(InputError, match="not finite"):
        Pairs(pairs.similarity, pairs.owner, broken)


def test_results_become_json():
    for protocol in PROTOCOLS:
        plain = json.loads(json.dumps(run_protocol(some_pairs(2), protocol).to_dict()))
        assert plain["protocol"] == protocol
        assert plain["track_to_text"]["recall"]["R@10"] > 0
