"""Libraries that Milvus searches: every way to an answer against brute force, and what can go wrong."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motionsearch.errors import InputError, LibraryError, MissingExtraError, MotionsearchWarning
from motionsearch.index import ivf_building, milvus_building, milvus_plans
from motionsearch.index.choosing import EngineChoice, chosen_engine
from motionsearch.index.library import Library
from motionsearch.index.milvus_client import STAMP, Milvus
from motionsearch.index.milvus_plans import CollectionPlan
from motionsearch.index.plans import PlanSettings
from tests.helpers_cli import failed, found, write_clips
from tests.libraries import (
    ENGINES,
    HashModel,
    fill,
    fresh_place,
    halved,
    nearest,
    open_library,
    recording,
    unit_vectors,
)

pytest.importorskip("milvus_lite")

NOWHERE = "http://127.0.0.1:9"
DIM = 32


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One Milvus Lite file for all: a library's collections carry its name."""
    return tmp_path_factory.mktemp("milvus") / "all.db"


@pytest.fixture(scope="module", autouse=True)
def _kept_open(file: Path) -> Iterator[None]:
    """Opening the file anew for each test would take longer than the tests."""
    milvus = Milvus(str(file), "", 1)
    milvus.connect()
    yield
    milvus.close()


def opened(place: str | Path, uri: str | Path, dim: int = 16, plans: PlanSettings | None = None) -> Library:
    model: Any = HashModel(dim=dim)
    return Library.open(place, model=model, engine="milvus", uri=uri, plans=plans)


def milvus_of(library: Library) -> Milvus:
    engine: Any = library._engine
    return engine.milvus  # type: ignore[no-any-return]


def collection_of(library: Library) -> str:
    (name,) = milvus_of(library).collections()
    return name


def ids_of(hits: Any) -> list[int]:
    return [hit.clip_id for hit in hits]


# Right answers

coarse = st.lists(st.tuples(*[st.integers(-1, 1)] * 3).filter(any), min_size=1, max_size=120)
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), coarse),
        st.tuples(st.just("remove"), st.integers(0, 2**30)),
        st.tuples(st.sampled_from(["compact", "reindex", "reopen", "lose"]), st.none()),
    ),
    min_size=3,
    max_size=10,
)


def as_units(rows: list[tuple[int, ...]]) -> np.ndarray:
    vectors = np.array(rows, np.float64)
    return halved((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))


def compare(library: Library, truth: dict[int, np.ndarray], seed: int) -> None:
    rng = np.random.default_rng(seed)
    queries = as_units([(1, *rng.integers(-1, 2, 2).tolist()) for _ in range(3)])
    k = int(rng.integers(1, 30))
    low, high = sorted(rng.integers(0, 150, size=2).tolist())
    chosen = {i: v for i, v in truth.items() if low <= i <= high}
    passing = f"id between {low} and {high}"
    for where, those in ((None, truth), (passing, chosen)):
        for query, hits in zip(queries, library.search_vectors(queries, k, where), strict=True):
            assert ids_of(hits) == nearest(those, query, k)


@pytest.mark.filterwarnings("ignore::motionsearch.errors.MotionsearchWarning")
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS, few=st.sampled_from([0, 3]), most=st.sampled_from([40, 400, 16_384]))
@pytest.mark.parametrize("database", ENGINES)
def test_any_history_searches_like_brute_force(
    database: str,
    file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    actions: list[tuple[str, Any]],
    few: int,
    most: int,
) -> None:
    """Two processes' libraries and a dictionary go through the same; full of ties, on every kind of plan."""
    with (
        pytest.MonkeyPatch.context() as patch,
        fresh_place(database, tmp_path_factory.mktemp("history")) as place,
    ):
        patch.setattr(milvus_plans, "FEW", few)
        patch.setattr(milvus_plans, "MOST", most)
        patch.setattr(milvus_plans, "SPARE", 2)
        truth: dict[int, np.ndarray] = {}
        library, searcher = opened(place, file, 3), opened(place, file, 3)
        for step, (action, argument) in enumerate(actions):
            if action == "add":
                vectors = as_units(argument)
                (source,) = library.add_vectors(vectors, source=f"step {step}").added
                truth.update(enumerate(vectors, start=source.first_clip_id))
            elif action == "remove" and truth:
                doomed = sorted(truth)[argument % len(truth) :: 3]
                assert library.remove(ids=doomed) == len(doomed)
                truth = {i: v for i, v in truth.items() if i not in doomed}
            elif action == "compact":
                library.compact()
            elif action == "reindex":
                library.reindex()
            elif action == "reopen":
                library.close()
                searcher.close()
                library, searcher = opened(place, file, 3), opened(place, file, 3)
            elif action == "lose":
                for name in milvus_of(library).collections():
                    milvus_of(library).drop(name)
            compare(searcher, truth, step)
        assert library.verify().ok
        library.compact()
        assert library.verify().notes == ()
        assert len(milvus_of(library).ids(collection_of(library))) == len(truth)
        milvus_of(library).drop(collection_of(library))
        library.close()
        searcher.close()


def clustered(count: int) -> np.ndarray:
    rng = np.random.default_rng(5)
    centres = unit_vectors(40, DIM, seed=6)
    vectors = centres[rng.integers(40, size=count)] + 0.12 * rng.normal(size=(count, DIM))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def true_ids(vectors: np.ndarray, queries: np.ndarray) -> np.ndarray:
    """Rows of the ten nearest of each query."""
    return np.argsort(-(queries.astype(float) @ vectors.T), axis=1)[:, :10]


def recall(found: Any, right: np.ndarray) -> float:
    return float(
        np.mean([len({*some} & {*ids}) / 10 for some, ids in zip(found, right.tolist(), strict=True)])
    )


@pytest.fixture(scope="module")
def large(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """3,000 clustered clips in lists, with a tail of 50 and 100 that were removed since."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ivf_building, "QUERIES", 10)
        patch.setattr(milvus_building, "SHARES", (1.0, 0.1))
        patch.setattr(milvus_plans, "FEW", 100)
        place = tmp_path_factory.mktemp("large") / "large.library"
        with opened(place, file, DIM, PlanSettings(flat_limit=1000)) as library:
            vectors = clustered(3050)
            library.add_vectors(vectors[:3000], source="most", tags={"part": "most"})
            patch.setattr(library, "_save_index", lambda: None)
            library.add_vectors(vectors[3000:], source="tail", tags={"part": "tail"})
            library.remove("id <= 100")
            yield library


@pytest.mark.parametrize(
    ("where", "first", "last", "kind"),
    [
        (None, 101, 3050, "milvus"),
        ("id > 1500", 1501, 3050, "milvus"),
        ("id between 1001 and 1300", 1001, 1300, "milvus"),
        ("tags.part = 'tail'", 3001, 3050, "filtered-exact"),
    ],
)
def test_recall_of_lists(large: Library, where: str | None, first: int, last: int, kind: str) -> None:
    assert large.info().index_plan.startswith("IVF_SQ8 of 93 lists a segment")
    plan = large.explain("anything", where=where).plan
    assert plan.kind == kind
    if kind == "milvus":
        assert 0 < plan.probes <= plan.lists == 93
        assert where is not None or plan.probes < 30
    queries = clustered(6000)[5960:]
    right = true_ids(halved(clustered(3050))[first - 1 : last], queries) + first
    found = [ids_of(hits) for hits in large.search_vectors(queries, 10, where)]
    assert recall(found, right) >= 0.99
    exactly = [ids_of(hits) for hits in large.search_vectors(queries, 10, where, exact=True)]
    assert recall(exactly, right) == 1


def test_scores_are_those_of_faiss(file: Path, tmp_path: Path) -> None:
    vectors = clustered(500)
    with opened(tmp_path / "a.library", file, DIM) as milvus, open_library(tmp_path / "b", dim=DIM) as faiss:
        for library in (milvus, faiss):
            library.add_vectors(vectors[:400], source="x")
        answers = [
            [[(hit.clip_id, hit.score) for hit in hits] for hits in library.search_vectors(vectors[400:], 20)]
            for library in (milvus, faiss)
        ]
    assert answers[0] == answers[1]


def test_what_milvus_lite_does_with_a_filter(file: Path) -> None:
    """Why filters never go to Milvus: its lists lose most of what passes. If this fails, it has learned."""
    from pymilvus import DataType, MilvusClient

    vectors = clustered(3000)
    client = MilvusClient(str(file))
    schema = client.create_schema()
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIM)
    index = client.prepare_index_params()
    index.add_index("vector", index_type="IVF_FLAT", metric_type="IP", params={"nlist": 64})
    client.create_collection("filtered", schema=schema)
    client.create_index("filtered", index, sync=False)
    client.insert("filtered", [{"id": i, "vector": v} for i, v in enumerate(vectors)])
    client.flush("filtered")
    client.load_collection("filtered")
    client.release_collection("filtered")
    client.load_collection("filtered")  # with its lists, which are made behind one's back
    passing = np.sort(np.random.default_rng(1).permutation(3000)[:60])
    queries = clustered(3050)[3000:]
    reached = []
    for those, words in ((np.arange(3000), ""), (passing, f"id in {passing.tolist()}")):
        search = {"metric_type": "IP", "params": {"nprobe": 8}}
        hits = client.search("filtered", list(queries), filter=words, limit=10, search_params=search)
        found = [[hit["id"] for hit in some] for some in hits]
        reached.append(recall(found, those[true_ids(vectors[those], queries)]))
    client.drop_collection("filtered")
    client.close()
    assert reached[0] > 0.95
    assert reached[1] < 0.7


# Keeping up


def test_others_see_what_is_added_before_and_after_milvus_has_it(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, vectors = tmp_path / "a.library", unit_vectors(30)
    with opened(place, file) as writer, opened(place, file) as reader:
        writer.add_vectors(vectors[:10], source="first")
        assert len(reader.search_vector(vectors[0], 30)) == 10
        monkeypatch.setattr(writer, "_save_index", lambda: None)
        writer.add_vectors(vectors[10:20], source="second")
        assert reader.info().index == "behind by 10 clips"
        assert "behind by 10 clips, harmless" in str(reader.verify().notes)
        assert reader.search_vector(vectors[15], 1)[0].clip_id == 16
        monkeypatch.undo()
        writer.add_vectors(vectors[20:], source="third")
        assert reader.info().index == "current"
        assert reader.search_vector(vectors[15], 30)[0].clip_id == 16
        assert len(milvus_of(reader).ids(collection_of(reader))) == 30
        monkeypatch.setattr(milvus_plans, "TAIL", 5)
        monkeypatch.setattr(writer, "_save_index", lambda: None)
        writer.add_vectors(unit_vectors(6, seed=1), source="fourth")
        with pytest.warns(MotionsearchWarning, match="cannot be used \\(behind by 6 clips\\)"):
            assert len(reader.search_vector(vectors[0], 50)) == 36


def test_a_file_settles_what_many_small_changes_add(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_plans, "LOOSE", 25)
    settled: list[int] = []
    settle = Milvus.settle
    with opened(tmp_path / "a.library", file) as library:
        monkeypatch.setattr(Milvus, "settle", lambda *words: settled.append(added) or settle(*words))
        for added in range(10, 70, 10):
            library.add_vectors(unit_vectors(10, seed=added), source=f"{added}")
            assert len(library.search_vector(unit_vectors(1)[0], 100)) == added
        assert settled == [30, 60]
        library.reindex()
        assert settled == [30, 60, 60]
        assert library.explain("walks").plan.kind == "milvus"


def test_a_lost_collection_is_made_again(file: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "a.library", file) as library, opened(tmp_path / "a.library", file) as reader:
        fill(library)
        before = reader.search("someone dances", 5)
        milvus_of(library).drop(collection_of(library))
        assert reader.info().index == "missing"
        with pytest.warns(MotionsearchWarning, match="cannot be used \\(missing\\); searches read every"):
            assert reader.search("someone dances", 5) == before
        assert reader.explain("someone dances").plan.kind == "streamed"
        assert "cannot be used (missing)" in str(reader.verify().notes)
        library.add(recording(50))
        assert reader.info().index == "current"
        assert reader.explain("someone dances").plan.kind == "milvus"
        library.reindex()
        assert collection_of(library).endswith("_2")
        assert reader.search("someone dances", 20) == library.search("someone dances", 20)


def test_verify_compares_collections_with_sql(file: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "a.library", file) as library:
        fill(library)
        milvus, name = milvus_of(library), collection_of(library)
        milvus.insert(name, np.array([77]), unit_vectors(1), may_be_there=False)
        milvus.delete(name, np.array([3, 4]))
        assert 77 not in ids_of(library.search_vector(unit_vectors(1)[0], 20))
        report = library.verify()
        assert "lacks 2 clips; `motionsearch reindex` makes it again" in report.problems[0]
        assert "holds 1 clips that were removed, harmless" in report.notes[0]
        library.reindex()
        assert library.verify().problems == library.verify().notes == ()


@pytest.mark.parametrize("moment", ["inserting", "stamping"])
def test_a_build_that_is_cut_off_leaves_the_old_collection(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    with opened(tmp_path / "a.library", file) as library:
        fill(library)
        before = library.search("walks", 3)

        def cut_off(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(Milvus, "insert" if moment == "inserting" else "write_stamp", cut_off)
        with pytest.raises(KeyboardInterrupt):
            library.reindex()
        monkeypatch.undo()
        assert collection_of(library).endswith("_1")
        # Killed, nobody drops what was begun: it is passed over, and gone with the next that is finished.
        milvus_of(library).create(CollectionPlan("FLAT"))
        assert library.search("walks", 3) == before
        library.reindex()
        assert collection_of(library).endswith("_3")
        assert library.search("walks", 3) == before


def test_a_database_put_back_from_a_copy(file: Path, tmp_path: Path) -> None:
    place, copy = tmp_path / "a.library", tmp_path / "copy"
    vectors = unit_vectors(40)
    with opened(place, file) as library:
        library.add_vectors(vectors[:10], source="first")
    shutil.copytree(place, copy)
    with opened(place, file) as library:
        library.add_vectors(vectors[10:20], source="second")
    shutil.rmtree(place)
    shutil.copytree(copy, place)
    with opened(place, file) as library:
        # Clip 11 means something else now; neither what is there nor its count may count.
        with pytest.warns(MotionsearchWarning, match="of another state"):
            assert len(library.search_vector(vectors[0], 40)) == 10
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MotionsearchWarning)
            library.add_vectors(vectors[20:30], source="other")
        truth = dict(enumerate(halved(vectors[[*range(10), *range(20, 30)]]), start=1))
        for query in vectors:
            assert ids_of(library.search_vector(query, 20)) == nearest(truth, query, 20)
        assert library.verify().problems == ()


def test_a_collection_of_another_model_is_not_used(file: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "a.library", file) as library:
        fill(library)
        milvus, name = milvus_of(library), collection_of(library)
        stamp = milvus.read_stamp(name)
        for changes, message in (
            ({"model": "0" * 64}, "another library or model"),
            ({"kind": 1, "extra": {}}, "damaged"),
        ):
            milvus.write_stamp(name, type(stamp)(**{**vars(stamp), **changes}))
            library._engine._name = ""  # type: ignore[attr-defined]
            with pytest.warns(MotionsearchWarning, match=message):
                assert len(library.search("walks", 20)) == 12


# Reaching it


def test_a_server_out_of_reach(file: Path, tmp_path: Path) -> None:
    place = tmp_path / "a.library"
    model: Any = HashModel()
    with pytest.raises(LibraryError, match=r"Milvus at http://127\.0\.0\.1:9 cannot be reached"):
        opened(place, NOWHERE)
    assert not place.exists()
    with opened(place, file) as library:
        fill(library)
        expected = library.search("walks", 3)
    with sqlite3.connect(place / "library.sqlite") as database:
        database.execute("UPDATE library SET engine_uri = ?", (NOWHERE,))
    database.close()
    with Library.open(place, model=model) as library:
        with pytest.raises(LibraryError, match="cannot be reached") as error:
            library.search("walks", 3)
        assert "--exact" in str(error.value.hint)
        assert library.search("walks", 3, exact=True) == expected
        assert {hit.label for hit in library.search("walks", 3, where="label = 'run'")} == {"run"}
        assert library.info().index.startswith("out of reach: Milvus at http://127.0.0.1:9 cannot be reached")
        assert "could not be checked" in library.verify().problems[0]
        with pytest.warns(MotionsearchWarning, match="the clips are in the library"):
            library.add(recording(50))
        with pytest.raises(LibraryError, match="cannot be reached"):
            library.reindex()
        with pytest.warns(MotionsearchWarning, match="of no use any more"):
            library.reindex("faiss")
        assert (library.info().engine, library.info().clips) == ("faiss", 13)
        assert set(ids_of(expected)) < set(ids_of(library.search("walks", 4)))


def test_moving_between_engines(file: Path, tmp_path: Path) -> None:
    place = tmp_path / "a.library"
    with open_library(place) as library:
        fill(library)
        expected = library.search("walks", 12)
        library.reindex("milvus", file)
        assert library.search("walks", 12) == expected
        assert library.explain("walks").plan.kind == "milvus"
        assert (library.info().engine, library.info().engine_uri) == ("milvus", str(file))
        with pytest.raises(LibraryError, match=r"is searched by milvus at .*, not by faiss") as error:
            Library.open(place, engine="faiss")
        assert "reindex --engine faiss" in str(error.value.hint)
    with open_library(place) as library:
        assert library.explain("walks").plan.kind == "milvus"
        library.reindex("faiss")
        assert library.explain("walks").plan.kind == "flat"
        assert library.search("walks", 12) == expected
        assert library.info().engine_uri is None


def test_a_file_that_another_process_has_open(tmp_path: Path) -> None:
    file = tmp_path / "own.db"
    with opened(tmp_path / "a.library", file) as library:
        fill(library)
    with (file / "LOCK").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with opened(tmp_path / "a.library", file) as library:
            with pytest.raises(LibraryError, match="another process has it open"):
                library.search("walks")
            assert len(library.search("walks", exact=True)) == 10
        fcntl.flock(lock, fcntl.LOCK_UN)
    with opened(tmp_path / "a.library", file) as library:
        assert len(library.search("walks")) == 10


@pytest.mark.parametrize(
    ("engine", "uri", "message"),
    [
        ("milvus", None, "needs the address of a server, or a file"),
        ("lucene", None, "there is no engine 'lucene'"),
        ("faiss", "a.db", "only the engine milvus has an address"),
        (None, "a.db", "only the engine milvus has an address"),
        ("milvus", "server:19530", "neither the address of a Milvus server nor"),
        ("milvus", "ftp://server", "not reached by ftp://"),
        ("milvus", "http://root:secret@server:19530", "must hold no secret"),
        ("milvus", "http://server:19530?token=secret", "must hold no secret"),
    ],
)
def test_addresses_that_are_refused(engine: str | None, uri: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        chosen_engine(engine, uri)
    assert "secret@" not in str(error.value)
    assert "=secret" not in str(error.value)


def test_addresses_that_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert chosen_engine(None, None) is None
    assert chosen_engine("faiss", None) == EngineChoice("faiss")
    assert chosen_engine("milvus", "a.db") == EngineChoice("milvus", str(tmp_path / "a.db"))
    assert chosen_engine("milvus", "https://host:443/") == EngineChoice("milvus", "https://host:443")


def test_the_token_comes_from_the_environment_and_is_never_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pymilvus

    asked: list[dict[str, Any]] = []

    class Client:
        def __init__(self, uri: str, **options: Any) -> None:
            asked.append({"uri": uri, **options})

        def close(self) -> None:
            """Nothing is open."""

    monkeypatch.setattr(pymilvus, "MilvusClient", Client)
    monkeypatch.setenv("MOTIONSEARCH_MILVUS_TOKEN", "root:s3cr3t")
    with opened(tmp_path / "a.library", "http://server:19530"):
        pass
    assert [(a["uri"], a["token"]) for a in asked] == [("http://server:19530", "root:s3cr3t")]
    assert not any(b"s3cr3t" in f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())


@pytest.mark.parametrize(("package", "uri"), [("pymilvus", NOWHERE), ("milvus_lite", "a.db")])
def test_packages_that_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, uri: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(MissingExtraError, match=f"needs the package {package}") as error:
        opened(tmp_path / "a.library", uri)
    assert "pip install" in str(error.value.hint)
    assert list(tmp_path.iterdir()) == []


def test_an_engine_of_the_future(tmp_path: Path) -> None:
    open_library(tmp_path / "a.library").close()
    with sqlite3.connect(tmp_path / "a.library" / "library.sqlite") as database:
        database.execute("UPDATE library SET engine = 'quantum'")
    database.close()
    with pytest.raises(LibraryError, match="the engine quantum, which this motionsearch does not know"):
        open_library(tmp_path / "a.library")


def test_on_the_command_line(file: Path, tmp_path: Path) -> None:
    lib = tmp_path / "lib"
    write_clips(tmp_path / "clips", 3)
    assert "--uri http://HOST:19530" in failed("add", tmp_path / "clips", "-l", lib, "--engine", "milvus")
    found("add", tmp_path / "clips", "-l", lib, "--engine", "milvus", "--uri", file)
    told = found("info", "-l", lib)
    assert "milvus" in told
    assert str(file) in told
    assert len(found("search", "a person walks", "-l", lib, "-f", "jsonl").splitlines()) == 3
    found("reindex", "-l", lib, "--engine", "faiss")
    assert "faiss" in found("info", "-l", lib)


def test_the_stamp_is_no_clip(file: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "a.library", file) as library:
        library.add_vectors(np.eye(16, dtype=np.float32)[:2], source="axes")
        assert ids_of(library.search_vector(np.eye(16)[0], 5)) == [1, 2]
        proposed = milvus_of(library).search(
            collection_of(library), np.eye(16, dtype=np.float32)[:1], 5, probes=0, fresh=True
        )
        assert STAMP in proposed[0][0]
