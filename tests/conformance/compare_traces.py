"""Compares traces (EIP-3155) with evmone's, step by step, over public state tests and random programs.

    compare_traces.py --tool BYLINE_EVM [--fixtures N] [--programs N] [--seed N]

BYLINE_PEER names a build folder of evmone with its evmone-statetest, or a folder that holds several; without one nothing is
compared, and the exit code is 77. Steps are compared in all they say but the cost of an instruction, of which evmone gives the
fixed part only, and but the STOP past the end of a code, of which it says nothing; then whether the transaction succeeded, the gas it used and the state root. Every case is then run without a
trace too, on whatever engine is used then, and must come to the peer's state root and logs. Exit code 1: something differs.
"""
import argparse, json, os, pathlib, random, re, subprocess, sys, tempfile

from random_programs import state_test

SKIPPED = 77
BATCH = 100
FORKS = ("Cancun", "Osaka", "Prague")
# Traces of hundreds of megabytes, or minutes of one hash.
HUGE = re.compile(r"MaxRounds|Call50000|CALL_Bounds|vmPerformance|[Ll]oop|TimeConsuming|QuadraticComplexity|Exhaust|1024")
LARGEST_FILE = 2 << 20  # bytes
CASES_OF_A_FILE = 4
SHOWN = 20


def find_peer() -> pathlib.Path | None:
    folder = os.environ.get("BYLINE_PEER")
    found = sorted(pathlib.Path(folder).rglob("evmone-statetest")) if folder else []
    return next((path for path in found if path.is_file() and os.access(path, os.X_OK)), None)


# ---- what is run


class Case:
    def __init__(self, name: str, test: dict):
        self.name, self.test = name, test
        self.peer_root = self.peer_logs = None


def cases_of_file(path: pathlib.Path, chance: random.Random) -> list[Case]:
    found = []
    for name, test in json.loads(path.read_text()).items():
        if HUGE.search(name):
            continue
        for fork, entries in test["post"].items():
            if fork in FORKS:
                found += [Case(f"{path.name} {name} {fork} {i}", test | {"post": {fork: [entry]}}) for i, entry in enumerate(entries)]
    return chance.sample(found, min(len(found), CASES_OF_A_FILE))


def fixture_cases(root: pathlib.Path, count: int, seed: int) -> list[Case]:
    chance = random.Random(seed)
    paths = sorted(path for path in root.rglob("*.json") if path.stat().st_size < LARGEST_FILE and not HUGE.search(path.name))
    chance.shuffle(paths)
    cases: list[Case] = []
    while paths and len(cases) < count:
        cases += cases_of_file(paths.pop(), chance)
    return cases


def program_cases(count: int, seed: int) -> list[Case]:
    return [Case(f"program {seed}/{i}", state_test(seed, i)) for i in range(count)]


# ---- one step


class Refunds:
    """evmone counts refunds from the start of each frame, and what a frame had counted when it failed is gone; the sum over
    the frames that wait is the counter of the transaction, as EIP-3155 has it."""

    def __init__(self):
        self.waiting: list[int] = []

    def total(self, depth: int, refund: int) -> int:
        del self.waiting[depth - 1:]
        total = sum(self.waiting) + refund
        self.waiting += [0] * (depth - 1 - len(self.waiting)) + [refund]
        return total


def parts(line: str) -> tuple[str, str, int, int, str]:
    """A step without its cost: up to gas, from memSize to returnData, depth, refund, opName if there is one."""
    head, _, rest = line.partition('"gasCost":"')
    tail = rest[rest.index('"') + 2:]
    middle, _, end = tail.rpartition('"depth":')
    depth, _, end = end.partition(',"refund":')
    refund, _, name = end.partition(',"opName":"')
    # evmone names opcodes of forks to come; here what is not defined has its number for a name.
    return head, middle, int(depth), int(refund), "" if name.startswith("0x") else name.rstrip()


class CaseComparison:
    """Takes the two traces of a case, line by line."""

    def __init__(self):
        self.steps = 0
        self.difference = ""
        self.refunds = Refunds()
        self.first_refund: int | None = None

    def step(self, ours: str, theirs: str) -> None:
        self.steps += 1
        if self.difference:
            return
        head, middle, depth, refund, name = parts(ours)
        peer_head, peer_middle, peer_depth, peer_refund, peer_name = parts(theirs)
        peer_refund = self.refunds.total(peer_depth, peer_refund)
        # What authorizations gave back (EIP-7702) is in ours from the start.
        if self.first_refund is None:
            self.first_refund = refund - peer_refund
        if (head, middle, depth) != (peer_head, peer_middle, peer_depth) or (name and name != peer_name):
            mine, peer = json.loads(ours), json.loads(theirs)
            fields = [key for key in peer if key != "gasCost" and mine.get(key) != peer[key]]
            fields += [key for key in mine if key not in peer]
            shown = "; ".join(f"{key} {mine.get(key)} / {peer.get(key)}" for key in fields)
            self.difference = f"step {self.steps}, pc {mine['pc']} {mine['opName']}: {shown}"
        elif refund - self.first_refund != peer_refund:
            self.difference = f"step {self.steps}: refund {refund - self.first_refund} / {peer_refund}, {ours.strip()[:60]}"

    def finish(self, ours: dict, theirs: dict) -> None:
        for key in ("pass", "gasUsed", "stateRoot"):
            if not self.difference and ours.get(key) != theirs.get(key):
                self.difference = f"at the end: {key} {ours.get(key)} / {theirs.get(key)}"


# ---- one batch


def is_step(line: str) -> bool:
    return line.startswith('{"pc":')


def is_implicit_stop(mine, peer) -> bool:
    """A STOP at the end of the code, where no byte is: a step of ours, none of evmone's."""
    if not isinstance(mine, str) or '"op":0,' not in mine:
        return False
    return not isinstance(peer, str) or parts(mine)[0] != parts(peer)[0]


def lines_of(stream):
    """Steps as they are, the summary of each case as a dict; the end of the top frame, which only ours tells, is left out."""
    for line in stream:
        if is_step(line):
            yield line
        elif line.startswith('{"pass":') or line.startswith('{"stateRoot":'):
            yield json.loads(line)


def compare_case(ours, theirs) -> tuple[CaseComparison, dict] | None:
    """The next case of two traces; None at their end."""
    comparison = CaseComparison()
    while True:
        mine, peer = next(ours, None), next(theirs, None)
        while is_implicit_stop(mine, peer):
            mine = next(ours, None)
        if mine is None or peer is None:
            return None
        if isinstance(mine, str) and isinstance(peer, str):
            comparison.step(mine, peer)
            continue
        while isinstance(mine, str) or isinstance(peer, str):
            longer, name = (ours, "ours") if isinstance(mine, str) else (theirs, "the peer's")
            if not comparison.difference:
                last = json.loads(mine if isinstance(mine, str) else peer)
                comparison.difference = f"step {comparison.steps + 1}: {name} goes on, with {last['opName']} at pc {last['pc']}"
            line = next(longer, None)
            if line is None:
                return None
            mine, peer = (line, peer) if isinstance(mine, str) else (mine, line)
        comparison.finish(mine, peer)
        return comparison, peer


def read_peer_logs(path: pathlib.Path, cases: list[Case]) -> None:
    """evmone says what the logs hash to only where it is not what the test expects."""
    for case in cases:
        case.peer_logs = next(iter(case.test["post"].values()))[0]["logs"]
    number, waiting = None, False
    for line in path.read_text(errors="replace").splitlines():
        if line.startswith("[ RUN "):
            number = int(line.rpartition(".")[2])
        elif line.strip().startswith("logs_hash("):
            waiting = True
        elif waiting and "Which is: " in line:
            cases[number].peer_logs = line.rpartition("Which is: ")[2].strip()
            waiting = False


def write_tests(path: pathlib.Path, tests: list[dict]) -> None:
    # Names in order: the peer sorts them.
    path.write_text(json.dumps({f"{number:06}": test for number, test in enumerate(tests)}))


class Batch:
    def __init__(self, tool: str, peer: pathlib.Path, folder: pathlib.Path):
        self.tool, self.peer, self.folder = tool, peer, folder

    def traces(self, cases: list[Case]) -> list[CaseComparison] | None:
        """One comparison a case; None if a side has not run them all."""
        tests, output = self.folder / "tests.json", self.folder / "peer.txt"
        write_tests(tests, [case.test for case in cases])
        with open(output, "w") as peer_output:
            mine = subprocess.Popen([self.tool, "statetest", "--trace", str(tests)], stdout=subprocess.DEVNULL,
                                    stderr=subprocess.PIPE, text=True)
            theirs = subprocess.Popen([str(self.peer), "--trace", str(tests)], stdout=peer_output, stderr=subprocess.PIPE, text=True)
            ours, peers = lines_of(mine.stderr), lines_of(theirs.stderr)
            comparisons = []
            for case in cases:
                result = compare_case(ours, peers)
                if result is None:
                    break
                comparisons.append(result[0])
                case.peer_root = result[1]["stateRoot"]
            more = next(ours, None) is not None or next(peers, None) is not None
            for process in (mine, theirs):
                process.stderr.close()
                process.wait()
        if more or len(comparisons) < len(cases):
            return None
        read_peer_logs(output, cases)
        return comparisons

    def untraced(self, cases: list[Case]) -> dict[int, str]:
        """Where the engine that runs without a trace comes to another state or other logs than the peer."""
        tests = []
        for case in cases:
            (fork, (entry,)), = case.test["post"].items()
            entry = {key: value for key, value in entry.items() if key != "expectException"}
            tests.append(case.test | {"post": {fork: [entry | {"hash": case.peer_root, "logs": case.peer_logs}]}})
        path = self.folder / "untraced.json"
        write_tests(path, tests)
        run = subprocess.run([self.tool, "statetest", "--json", str(path)], stdout=subprocess.PIPE, text=True)
        failures = json.loads(run.stdout)["failures"]
        # A transaction that is refused has no expectation here, and its root was compared before.
        return {int(failure["test"]): failure["difference"] for failure in failures
                if not failure["difference"].startswith("valid transaction refused")}


class Totals:
    def __init__(self):
        self.cases = self.steps = self.different = self.refused = 0

    def differ(self, case: Case, what: str) -> None:
        self.different += 1
        if self.different <= SHOWN:
            print(f"DIFFERS {case.name}: {what}", flush=True)


def run_batch(batch: Batch, cases: list[Case], totals: Totals) -> None:
    comparisons = batch.traces(cases)
    if comparisons is None and len(cases) > 1:
        # Some case is not run by one side; the others are to be compared all the same.
        middle = len(cases) // 2
        run_batch(batch, cases[:middle], totals)
        run_batch(batch, cases[middle:], totals)
        return
    if comparisons is None:
        totals.refused += 1
        print(f"not run by both: {cases[0].name}")
        return
    untraced = batch.untraced(cases)
    for number, (case, comparison) in enumerate(zip(cases, comparisons)):
        totals.cases += 1
        totals.steps += comparison.steps
        if comparison.difference:
            totals.differ(case, comparison.difference)
        elif number in untraced:
            totals.differ(case, f"without a trace: {untraced[number]}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--fixtures", type=int, default=2000, help="cases of public state tests")
    parser.add_argument("--programs", type=int, default=10_000, help="random programs")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    peer = find_peer()
    if peer is None:
        print("skipped: BYLINE_PEER names no build of evmone with its evmone-statetest")
        return SKIPPED
    source = pathlib.Path(__file__).resolve().parents[2]
    fixtures = pathlib.Path(os.environ.get("BYLINE_FIXTURES") or source / "build" / "fixtures") / "dev-core" / "state"
    if options.fixtures and not fixtures.is_dir():
        print(f"NOTICE: {fixtures} is not there: only random programs are compared")
    totals = Totals()
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(options.tool, peer, pathlib.Path(folder))
        for kind, cases in (("public state tests", fixture_cases(fixtures, options.fixtures, options.seed)),
                            ("random programs", program_cases(options.programs, options.seed))):
            before = totals.cases, totals.steps
            for start in range(0, len(cases), BATCH):
                run_batch(batch, cases[start:start + BATCH], totals)
            print(f"{kind}: {totals.cases - before[0]} cases, {totals.steps - before[1]} steps", flush=True)
    print(f"{totals.cases - totals.different} passed, {totals.different} failed, {totals.refused} skipped")
    return 1 if totals.different else 0


sys.exit(main())
