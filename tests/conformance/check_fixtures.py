"""Runs public fixtures through byline-evm and fails where a file does worse than the list of known failures says.

    check_fixtures.py --tool BYLINE_EVM --command statetest --known LIST --at-least N FOLDER...
    check_fixtures.py ... --write     remakes LIST from what fails now

Folders are relative to BYLINE_FIXTURES (default: build/fixtures of the source tree). A line of LIST is the number of cases
of a file that may fail, and the file. Exit code 77: the fixtures are not here, so nothing was checked.
"""
import argparse, collections, json, os, pathlib, subprocess, sys

SKIPPED = 77


def read_known(path: pathlib.Path) -> dict:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return {name: int(count) for count, name in (line.split(" ", 1) for line in lines)}


def write_known(path: pathlib.Path, failed: dict) -> None:
    comments = [line for line in path.read_text().splitlines() if line.startswith("#")]
    path.write_text("\n".join(comments + [f"{count} {name}" for name, count in sorted(failed.items())]) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--command", required=True)
    parser.add_argument("--known", required=True, type=pathlib.Path)
    parser.add_argument("--at-least", required=True, type=int, help="cases that must pass")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--filter", help="passed on to byline-evm")
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args()

    source = pathlib.Path(__file__).resolve().parents[2]
    root = pathlib.Path(os.environ.get("BYLINE_FIXTURES") or source / "build" / "fixtures")
    missing = [folder for folder in options.folders if not (root / folder).is_dir()]
    if missing:
        print(f"skipped: {root / missing[0]} is not there; unpack the public test data or set BYLINE_FIXTURES")
        return SKIPPED

    paths = [str(root / folder) for folder in options.folders]
    selection = ["--filter", options.filter] if options.filter else []
    run = subprocess.run([options.tool, options.command, "--json", *selection, *paths], stdout=subprocess.PIPE, text=True)
    if run.returncode not in (0, 1):
        print(f"byline-evm ended with exit code {run.returncode}")
        return 1
    result = json.loads(run.stdout)
    relative = lambda failure: pathlib.Path(failure["file"]).relative_to(root).as_posix()
    failed = collections.Counter(relative(failure) for failure in result["failures"])
    if options.write:
        write_known(options.known, failed)

    known = read_known(options.known)
    worse = {name for name, count in failed.items() if count > known.get(name, 0)}
    for failure in result["failures"]:
        if relative(failure) in worse:
            print(f"{relative(failure)} {failure['test']} {failure['fork']} {failure['index']}: {failure['difference']}")
    for name in sorted(worse):
        print(f"WORSE {name}: {failed[name]} fail, {known.get(name, 0)} were known to")
    under = [name for name in known if any(name.startswith(folder + "/") for folder in options.folders)]
    better = sum(1 for name in under if failed[name] < known[name])
    if better:
        print(f"{better} files do better than {options.known.name} says: remake it with --write")
    few = result["passed"] < options.at_least
    if few:
        print(f"only {result['passed']} cases passed, expected {options.at_least} at least")
    print(f"{result['passed']} passed, {result['failed']} failed, {result['skipped']} skipped")
    return 1 if worse or few else 0


sys.exit(main())
