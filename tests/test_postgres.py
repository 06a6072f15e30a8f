"""What only a PostgreSQL server can show: roles, several writers, addresses. The rest runs on both."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from motionsearch import LibraryError
from motionsearch.paths import cache_dir
from tests.libraries import POSTGRES, fresh_place, nearest, open_library, save_tracks, unit_vectors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL server: MOTIONSEARCH_TEST_POSTGRES is not set"),
]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[str]:
    with fresh_place("postgresql", tmp_path) as where:
        yield where


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_schemes_that_people_write(place: str, scheme: str) -> None:
    with open_library(scheme + place[place.index("://") :]) as library:
        library.add_vectors(unit_vectors(3), source="s")
        assert library.path is None
        assert library.name.startswith("postgresql+psycopg://")
        assert (cache_dir() / "libraries" / library.info().uuid / "vectors.index").is_file()


def test_writers_at_once(place: str, tmp_path: Path) -> None:
    files = save_tracks(tmp_path / "files", 12)
    failures: list[BaseException] = []

    def add(number: int) -> None:
        try:
            with open_library(place) as library:
                # All want all files; each is committed once.
                library.add(files[number:] + files[:number])
        except BaseException as error:  # noqa: BLE001  told by the main thread
            failures.append(error)

    threads = [threading.Thread(target=add, args=(3 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_library(place) as library:
        assert library.verify().ok
        assert sorted(clip.source for clip in library.clips()) == [str(file) for file in files]
        vectors = {clip.clip_id: library.get(clip.clip_id).vector for clip in library.clips()}
        query = unit_vectors(1)[0]
        assert [hit.clip_id for hit in library.search_vector(query, 12)] == nearest(vectors, query, 12)


def test_role_that_may_only_read(place: str) -> None:
    with open_library(place) as library:
        library.add_vectors(unit_vectors(3), source="s")
    role = f"reader_{uuid.uuid4().hex}"
    schema = place.rsplit("%3D", 1)[1]
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'geheim'"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {role}"))
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}"))
    try:
        url = make_url(place).set(username=role, password="geheim").render_as_string(hide_password=False)
        with open_library(url) as library:
            assert len(library.search("walks")) == 3
            assert "geheim" not in library.name + library.url + repr(library)
            with pytest.raises(
                LibraryError, match="is read-only: it can be searched but not changed"
            ) as caught:
                library.remove(ids=[1])
            assert "geheim" not in str(caught.value)
            assert library.describe(1, 1)  # its vectors of sentences cannot be kept, and that is no error
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))
        server.dispose()


def test_wrong_database(place: str) -> None:
    url = make_url(place).set(database="no_such_database").render_as_string(hide_password=False)
    with pytest.raises(LibraryError, match=r"does not answer .*no_such_database") as caught:
        open_library(url)
    assert "database in the URL" in str(caught.value.hint)
