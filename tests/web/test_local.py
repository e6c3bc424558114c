"""The local mode with real processes: started, killed, started twice, and with something in the way each time."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from unknot_app.local import instance
from unknot_app.local.copies import COPIES, COPIES_KEPT, MIGRATING, NO_COPY, forget_copies
from unknot_app.local.database import StorageError, database_faults_told
from unknot_app.local.folder import DATABASE, LOCK, FolderError, folder_faults_told, make_folder, make_secret_key

# One after the other: two programs that look for a free port at once may take it from each other.
pytestmark = [pytest.mark.xdist_group("local"), pytest.mark.one_database]

LINK = re.compile(r"http://127\.0\.0\.1:\d+/enter/[\w-]{43}/")
RUNS = "Stop with Ctrl+C.\n"
SERVE = [sys.executable, "-m", "unknot_app", "serve"]
# Without what the tests themselves run with, and with no way to the data of whoever runs them.
NOT_OURS = ("DATABASE_URL", "UNKNOT_DATA", "DJANGO_SETTINGS_MODULE", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
ENVIRONMENT |= {"HOME": os.devnull, "XDG_DATA_HOME": os.devnull}


def link_in(said):
    [link] = LINK.findall(said)
    return link


def start_process(*words, **environment):
    return subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**ENVIRONMENT, **environment},
    )


def read_until(output, last_line):
    """Return what a process writes up to a line, or to its end."""
    said = ""
    while line := output.readline():
        said += line
        if line == last_line:
            break
    return said


@dataclass
class Running:
    """A process that has said that it runs."""

    process: subprocess.Popen
    said: str

    @property
    def link(self):
        return link_in(self.said)

    @property
    def port(self):
        return urlsplit(self.link).port

    def ask(self, method, path, body=None, **headers):
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
        return answer.status, text, "; ".join(cookies)

    def enter(self, link=None):
        """Press the button behind the link, and return the cookie of the session."""
        path = urlsplit(link or self.link).path
        status, page, cookie = self.ask("GET", path)
        assert status == 200, page
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        status, page, session = self.ask("POST", path, urlencode({"csrfmiddlewaretoken": token}), **form)
        assert status == 303, page
        return session

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        rest, faults = self.process.communicate(timeout=30)
        assert faults == ""
        self.said += rest
        return self.process.returncode


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def start(folder):
    """Return a function that starts Unknot and waits until it runs; all are ended with the test."""
    started = []

    def start_it(*words, **environment):
        if not (folder / instance.PORT).exists() and "--port" not in words:
            words = (*words, "--port", str(free_port()))  # tests that run beside this one must not take it
        process = start_process(*SERVE, "--data", str(folder), *words, **environment)
        started.append(process)
        said = read_until(process.stdout, RUNS)
        assert said.endswith(RUNS), said + process.stderr.read()
        return Running(process, said)

    yield start_it
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def stopped(start):
    """Make an installation that has run once."""
    start("--no-browser").stop()


def run(folder, *words, **environment):
    """Start Unknot where it is expected to end by itself."""
    return subprocess.run(
        [*SERVE, "--no-browser", "--data", str(folder), *words],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**ENVIRONMENT, **environment},
    )


def refused(folder, *words, **environment):
    """Start Unknot where something is in the way, and return the one line that says what."""
    done = run(folder, *words, **environment)

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def manage(folder, *words):
    """Run a command of Django on the folder, to bring its database into an earlier state."""
    environment = {**ENVIRONMENT, "UNKNOT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "unknot_app.site.settings"}
    subprocess.run([sys.executable, "-m", "django", *words], check=True, capture_output=True, env=environment)


def tables(path):
    with closing(sqlite3.connect(path)) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def change(path, statement):
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)


def change_and_kill(path, statement):
    """Change a database as a process does that is killed then: the change lies in the write-ahead log only."""
    log = path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()
        left = {file: file.read_bytes() for file in (path, log)}
    for file, content in left.items():
        file.write_bytes(content)


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def other_program():
    """Listen at a port, as another program does."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


# Start and stop


def test_the_printed_link_leads_in_and_the_place_of_the_data_is_said(start, folder):
    unknot = start("--no-browser")

    session = unknot.enter()

    assert unknot.ask("GET", "/", Cookie=session)[0] == 200
    assert f"Everything is kept in {folder}.\n" in unknot.said
    assert "Stop with Ctrl+C." in unknot.said


def test_without_the_link_nothing_is_open(start):
    unknot = start("--no-browser")

    assert unknot.ask("GET", "/")[0] == 403
    assert unknot.ask("GET", "/nowhere/")[0] == 403
    assert unknot.ask("GET", "/", Host="evil.example")[0] == 400


@pytest.mark.skipif(sys.platform != "linux", reason="looks at what Linux says of open ports")
def test_it_listens_for_this_computer_only(start):
    unknot = start("--no-browser")

    rows = [row.split() for row in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{unknot.port:04X}")]
    assert listening == [f"0100007F:{unknot.port:04X}"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly(start, folder, how):
    unknot = start("--no-browser")

    assert unknot.stop(how) == 0
    assert unknot.said.endswith("Unknot has stopped.\n")
    assert not (folder / instance.RUNNING).exists()
    assert not (folder / f"{DATABASE}-wal").exists()


@pytest.mark.parametrize(("name", "inner"), [("UNKNOT_DATA", ""), ("XDG_DATA_HOME", "unknot")])
@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own place for the data of programs")
def test_without_a_command_it_does_the_same_as_serve(tmp_path, name, inner):
    with start_process(sys.executable, "-m", "unknot_app", **{name: str(tmp_path / "data")}) as process:
        said = read_until(process.stdout, RUNS)
        process.terminate()

    assert link_in(said)
    assert f"Everything is kept in {tmp_path / 'data' / inner}." in said


def test_after_a_kill_it_starts_again_and_whoever_was_in_is_still_in(start):
    unknot = start("--no-browser")
    session = unknot.enter()
    with closing(HTTPConnection("127.0.0.1", unknot.port, timeout=30)) as page_that_is_open:
        page_that_is_open.connect()
        unknot.process.kill()
        unknot.process.wait()

    again = start("--no-browser")

    assert again.port == unknot.port
    assert again.link != unknot.link
    assert again.ask("GET", "/", Cookie=session)[0] == 200
    assert again.enter()


def test_a_kill_in_the_middle_of_a_start_leaves_nothing_in_the_way(start, folder):
    killed = start_process(*SERVE, "--no-browser", "--data", str(folder))
    while not (folder / DATABASE).exists():
        assert killed.poll() is None
    killed.kill()
    killed.communicate()

    assert start("--no-browser").enter()


def test_without_the_packages_for_pages_it_says_how_to_get_them():
    program = (
        "import sys; sys.modules['django'] = None; from unknot_app.cli import main; sys.argv[1:] = ['serve']; main()"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)

    assert done.returncode == 1
    assert done.stderr == "unknot: the pages need more packages (django). Install them: pip install 'unknot[app]'\n"


def test_the_commands_of_the_science_start_without_the_packages_for_pages():
    program = (
        "import sys; sys.argv[1:] = ['locate', '--regions', 'flank:left', '--json']\n"
        "from unknot_app.cli import main\n"
        "try: main()\n"
        "finally: print({'django', 'waitress', 'filelock'} & set(sys.modules), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)

    assert done.stderr == "set()\n"


# The browser


@pytest.fixture
def browser(tmp_path):
    """Return the settings of a system whose browser writes down what it opens."""
    script, opened = tmp_path / "browser", tmp_path / "opened"
    os.mkfifo(opened)
    script.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    script.chmod(0o700)
    return {"BROWSER": str(script), "DISPLAY": ":99"}, opened


def test_the_browser_opens_the_link(start, browser):
    environment, opened = browser

    unknot = start(**environment)

    assert opened.read_text(encoding="utf-8").strip() == unknot.link


# A second start


def test_a_second_start_makes_a_new_link_to_the_one_that_runs(start, folder):
    unknot = start("--no-browser")

    second = run(folder)

    assert second.returncode == 0
    assert "Unknot is running already." in second.stdout
    link = link_in(second.stdout)
    assert link != unknot.link
    assert unknot.enter(link)


def test_a_second_start_opens_the_browser(start, folder, browser):
    environment, opened = browser
    start("--no-browser")

    with start_process(*SERVE, "--data", str(folder), **environment) as second:
        link = opened.read_text(encoding="utf-8").strip()

        assert link == link_in(second.stdout.read())
    assert second.returncode == 0


def test_a_second_start_cannot_move_the_one_that_runs(start, folder):
    unknot = start("--no-browser")

    second = run(folder, "--port", str(free_port()))

    assert f"It stays at port {unknot.port}" in second.stdout
    assert (folder / instance.PORT).read_text(encoding="utf-8") == str(unknot.port)


def test_demo_starts_the_program_with_an_invented_person(folder):
    words = [
        sys.executable,
        "-m",
        "unknot_app",
        "demo",
        "--no-browser",
        "--data",
        str(folder),
        "--port",
        str(free_port()),
    ]
    with start_process(*words) as process:
        said = read_until(process.stdout, RUNS)
        process.terminate()

    assert said.startswith("Robin (invented) was added")
    assert link_in(said)


def test_demo_adds_the_invented_person_to_the_program_that_runs(start, folder):
    unknot = start("--no-browser")

    words = [sys.executable, "-m", "unknot_app", "demo", "--no-browser", "--data", str(folder)]
    second = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=60, check=False, env=ENVIRONMENT)

    assert second.returncode == 0
    assert "Robin (invented) was added" in second.stdout
    status, page, _ = unknot.ask("GET", "/", Cookie=unknot.enter())
    assert status == 200
    assert "Robin (invented)" in page


def test_two_starts_at_once_make_one_server(folder):
    words = [*SERVE, "--no-browser", "--data", str(folder), "--port", str(free_port())]
    both = [start_process(*words) for _ in range(2)]

    first_lines = {process.stdout.readline(): process for process in both}
    assert set(first_lines) == {"Unknot is running.\n", "Unknot is running already.\n"}

    first_lines["Unknot is running already.\n"].communicate()
    first_lines["Unknot is running.\n"].terminate()
    first_lines["Unknot is running.\n"].communicate()
    assert [process.returncode for process in both] == [0, 0]


def test_what_a_killed_process_left_is_not_taken_for_one_that_runs(folder):
    make_folder(folder)
    instance.announce(folder, 8421)

    lock = instance.claim(folder)

    assert lock
    assert instance.running_port(folder) is None
    lock.release()


# The port


def test_the_port_is_chosen_once_and_kept(start):
    port = free_port()
    first = start("--no-browser", "--port", str(port))
    first.stop()

    assert first.port == port
    assert start("--no-browser").port == port


def test_without_a_port_the_first_free_one_is_taken(folder, other_program, monkeypatch):
    make_folder(folder)
    monkeypatch.setattr(instance, "PORTS", range(other_program, other_program + 50))

    with closing(instance.listen(folder, None)) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
        assert other_program < instance.port_of(listener) < other_program + 50


def test_the_port_is_free_again_at_once(start):
    unknot = start("--no-browser")
    with closing(HTTPConnection("127.0.0.1", unknot.port, timeout=30)) as page_that_is_open:
        page_that_is_open.request("GET", "/left/")
        page_that_is_open.getresponse().read()
        unknot.stop()

        assert start("--no-browser").port == unknot.port


def test_a_port_of_another_program_is_told_with_the_way_out(folder, other_program):
    line = refused(folder, "--port", str(other_program))

    assert f"port {other_program} is used by another program" in line
    assert re.search(r"unknot serve --port \d+$", line.strip())
    assert not (folder / instance.PORT).exists()


def test_a_kept_port_that_another_program_took_is_told_and_stays_kept(folder, stopped, other_program):
    (folder / instance.PORT).write_text(str(other_program), encoding="utf-8")

    assert f"port {other_program} is used by another program" in refused(folder)
    assert (folder / instance.PORT).read_text(encoding="utf-8") == str(other_program)


# The folder


def test_nobody_else_can_read_the_folder(start, folder):
    unknot = start("--no-browser")
    unknot.enter()  # so that there is something in the write-ahead log

    found = modes(folder)
    assert {DATABASE, "secret_key", LOCK, instance.PORT, instance.RUNNING} < set(found)
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}
    assert found[folder.name] == 0o700
    assert found[DATABASE] == 0o600


def test_modes_that_are_too_wide_are_tightened(folder):
    make_folder(folder)
    (folder / COPIES).mkdir()
    for path in (folder / "secret_key", folder / COPIES / "old.db"):
        path.touch()
        path.chmod(0o644)
    folder.chmod(0o755)

    make_folder(folder)

    assert {oct(mode) for mode in modes(folder).values()} == {"0o700", "0o600"}


def test_a_link_in_the_folder_does_not_lead_the_tightening_out_of_it(folder, tmp_path):
    make_folder(folder)
    (folder / "secret_key").touch()
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o755)
    (folder / "elsewhere").symlink_to(outside)

    make_folder(folder)

    assert stat.S_IMODE(outside.stat().st_mode) == 0o755


def test_the_key_is_made_once(folder):
    make_folder(folder)
    make_secret_key(folder)
    key = (folder / "secret_key").read_text(encoding="utf-8")

    make_secret_key(folder)

    assert len(key) >= 50
    assert (folder / "secret_key").read_text(encoding="utf-8") == key


def test_a_key_that_was_cut_off_is_made_anew(folder):
    make_folder(folder)
    (folder / "secret_key").touch()

    make_secret_key(folder)

    assert (folder / "secret_key").stat().st_size >= 50


def test_a_file_in_the_place_of_the_folder_is_told(folder):
    folder.write_text("a file", encoding="utf-8")

    assert f"{folder} cannot hold the data: it is a file, not a folder. Name another folder" in refused(folder)
    assert "it lies below a file, not a folder" in refused(folder / "below")


def test_a_folder_that_holds_other_things_is_left_alone(folder):
    folder.mkdir()
    (folder / "letter.txt").touch(mode=0o644)
    before = modes(folder)

    assert "it holds other things" in refused(folder)
    assert modes(folder) == before


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(folder):
    folder.mkdir(mode=0o500)

    assert "this user may not write there" in refused(folder)


def test_a_read_only_and_a_full_disk_are_told(folder):
    for number, words in ((30, "the disk is read-only"), (28, "the disk is full")):
        with pytest.raises(FolderError, match=words), folder_faults_told(folder):
            raise OSError(number, os.strerror(number))


@pytest.mark.parametrize("name", ["with a space", "grüße", "half%20", "what?", "a#b"])
def test_the_folder_may_have_any_name(start, folder, tmp_path, name):
    words = ["--no-browser", "--data", str(tmp_path / name)]

    start(*words)

    assert (tmp_path / name / DATABASE).stat().st_size > 0


# The database


def test_before_a_change_of_the_tables_a_copy_is_kept(start, folder, stopped):
    manage(folder, "migrate", "records", "zero")

    start("--no-browser").stop()

    [copy] = (folder / COPIES).iterdir()
    assert re.fullmatch(rf"\d{{4}}-\d\d-\d\dT\d{{6}}_{re.escape(version('unknot'))}\.db", copy.name)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert "records_person" not in tables(copy)
    assert "accounts_user" in tables(copy)
    assert "records_person" in tables(folder / DATABASE)


def test_without_a_change_of_the_tables_no_copy_is_made(start, folder, stopped):
    start("--no-browser").stop()

    assert not (folder / COPIES).exists()


def test_the_newest_copies_are_kept(start, folder, stopped):
    (folder / COPIES).mkdir()
    old = [folder / COPIES / f"200{year}-01-01T000000_2000.1.0.db" for year in range(5)]
    for path in old:
        path.touch()
    manage(folder, "migrate", "records", "zero")

    start("--no-browser").stop()

    kept = sorted((folder / COPIES).iterdir())
    assert len(kept) == COPIES_KEPT
    assert kept[:-1] == old[-2:]


def test_copies_are_forgotten_when_asked(folder):
    forget_copies(folder)  # none were ever made
    (folder / COPIES).mkdir(parents=True)
    (folder / COPIES / "2026-01-01T000000_2026.1.0.db").touch()
    (folder / COPIES / "2026-01-01T000000_2026.1.0.new").touch()

    forget_copies(folder)

    assert list((folder / COPIES).iterdir()) == []


def test_a_change_of_the_tables_that_fails_is_undone(folder, stopped):
    manage(folder, "migrate", "records", "zero")
    change(folder / DATABASE, "CREATE TABLE records_screening (in_the_way INTEGER)")
    before = tables(folder / DATABASE)

    line = refused(folder)

    assert 'table "records_screening" already exists' in line
    assert "Nothing was changed" in line
    assert tables(folder / DATABASE) == before
    assert not (folder / MIGRATING).exists()


def test_a_change_of_the_tables_that_was_killed_is_undone_by_the_next_start(start, folder, stopped):
    (folder / COPIES).mkdir()
    copy = folder / COPIES / "2026-01-01T000000_2026.1.0.db"
    copy.write_bytes((folder / DATABASE).read_bytes())
    change_and_kill(folder / DATABASE, "ALTER TABLE records_person RENAME TO half_way")
    (folder / MIGRATING).write_text(copy.name, encoding="utf-8")

    start("--no-browser").stop()

    assert "records_person" in tables(folder / DATABASE)
    assert "half_way" not in tables(folder / DATABASE)
    assert not (folder / MIGRATING).exists()


def test_a_first_start_that_was_killed_is_begun_anew(start, folder, stopped):
    change(folder / DATABASE, "DELETE FROM django_migrations WHERE app = 'records'")
    (folder / MIGRATING).write_text(NO_COPY, encoding="utf-8")

    start("--no-browser").stop()

    assert "records_person" in tables(folder / DATABASE)


def test_a_copy_that_was_put_back_is_not_missed_when_the_kill_came_after_it(start, folder, stopped):
    (folder / MIGRATING).write_text("2026-01-01T000000_2026.1.0.db", encoding="utf-8")

    assert start("--no-browser").enter()
    assert not (folder / MIGRATING).exists()


def test_a_database_of_a_newer_version_is_left_alone_and_both_are_named(folder, stopped):
    change(folder / DATABASE, "INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_new', '')")
    (folder / "version").write_text("2031.2.0", encoding="utf-8")
    before = (folder / DATABASE).read_bytes()

    line = refused(folder)

    assert "was last opened by Unknot 2031.2.0" in line
    assert version("unknot") in line
    assert "records.9999_new" in line
    assert "pip install --upgrade 'unknot[app]'" in line
    assert (folder / DATABASE).read_bytes() == before
    assert (folder / "version").read_text(encoding="utf-8") == "2031.2.0"
    assert not (folder / COPIES).exists()


def test_a_database_that_another_program_has_locked_is_told(folder, stopped):
    with closing(sqlite3.connect(folder / DATABASE)) as other:
        other.execute("BEGIN IMMEDIATE")

        assert "another program uses it. Close that program" in refused(folder)


def test_a_file_that_is_not_a_database_is_told_and_left_alone(folder, stopped):
    (folder / DATABASE).write_text("a shopping list, " * 100, encoding="utf-8")

    assert "it is not a database. Move that file away" in refused(folder)
    assert (folder / DATABASE).read_text(encoding="utf-8").startswith("a shopping list")


def test_a_database_of_another_program_is_told_and_left_alone(folder, stopped):
    (folder / DATABASE).unlink()
    change(folder / DATABASE, "CREATE TABLE recipes (name TEXT)")

    assert "is not a database of Unknot" in refused(folder)
    assert tables(folder / DATABASE) == {"recipes"}


@pytest.mark.django_db
def test_a_disk_that_fills_up_is_told(folder):
    def fill_up():
        with database_faults_told(folder), closing(sqlite3.connect(":memory:")) as small:
            small.execute("PRAGMA max_page_count = 2")
            small.executescript("CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x);")

    with pytest.raises(StorageError, match="the disk is full"):
        fill_up()


def test_a_server_that_does_not_answer_is_told_without_the_password(folder):
    line = refused(folder, DATABASE_URL=f"postgres://ana:hushhush@127.0.0.1:{free_port()}/unknot")

    assert "the database unknot on 127.0.0.1 cannot be used: connection failed" in line
    assert "hushhush" not in line


@pytest.mark.parametrize("url", ["nonsense", "postgres://ana:hushhush@[bad/unknot"])
def test_an_address_of_a_server_that_cannot_be_read_is_told_without_the_password(folder, url):
    line = refused(folder, DATABASE_URL=url)

    assert "DATABASE_URL cannot be read; expected postgres://" in line
    assert "hushhush" not in line
