"""Turns Google Benchmark's JSON files into a Markdown report: bench_report.py FOLDER REPORT.md"""
import json, math, pathlib, platform, subprocess, sys


def processor() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def first_line(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0].strip()


def quantity(value: float, unit: str) -> str:
    """Three significant digits with a prefix: 1.23 M/s."""
    for factor, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= factor:
            return f"{value / factor:.3g} {prefix}{unit}"
    return f"{value:.3g} {unit}" if value < 1000 else f"{value:.0f} {unit}"


def duration(value: float, unit: str) -> str:
    nanoseconds = value * {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[unit]
    for factor, name in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if nanoseconds >= factor:
            return f"{nanoseconds / factor:.3g} {name}"
    return f"{nanoseconds:.3g} ns"


# Fields of a benchmark that are not its own counters.
KNOWN = {"name", "family_index", "per_family_instance_index", "run_name", "run_type", "repetitions", "repetition_index",
         "threads", "iterations", "real_time", "cpu_time", "time_unit", "aggregate_name", "aggregate_unit", "label",
         "items_per_second", "bytes_per_second", "error_occurred", "error_message", "skipped", "skip_message"}


def row(run: dict) -> str:
    if run.get("error_occurred"):
        return f"| {run['name']} | failed: {run['error_message']} | | |"
    rates = [quantity(run[field], unit) for field, unit in (("items_per_second", "/s"), ("bytes_per_second", "B/s")) if field in run]
    notes = [run["label"]] if run.get("label") else []
    notes += [f"{name} {value:.6g}" for name, value in run.items() if name not in KNOWN and isinstance(value, (int, float))]
    return f"| {run['name']} | {duration(run['real_time'], run['time_unit'])} | {', '.join(rates)} | {'; '.join(notes)} |"


PEER_FILE = "beside_evmone.json"


def peer_means(sections: dict) -> list[str]:
    """The geometric mean of the ratios of each section, and its worst row."""
    lines = ["| Section | Rows | Geometric mean | Worst row |", "|---|---:|---:|---|"]
    for name, rows in sections.items():
        mean = math.exp(sum(math.log(each["ratio"]) for each in rows) / len(rows))
        worst = max(rows, key=lambda each: each["ratio"])
        lines.append(f"| {name} | {len(rows)} | **{mean:.2f}** | {worst['ratio']:.2f} {worst['name']} |")
    return lines


def peer_table(rows: list[dict]) -> list[str]:
    lanes = list(rows[0]["times"])
    lines = ["| Row | " + " | ".join(lanes) + " | Ratio | of medians |", "|---|" + "---:|" * (len(lanes) + 2)]
    for each in rows:
        if each["error"]:
            lines.append(f"| {each['name']} | differs: {each['error']} |" + " |" * (len(lanes) + 1))
            continue
        times = [duration(each["times"][lane]["min_ns"] / each["operations"], "ns") for lane in lanes]
        lines.append(f"| {each['name']} | {' | '.join(times)} | {each['ratio']:.2f} | {each['median_ratio']:.2f} |")
    return lines


def peer_report(path: pathlib.Path) -> list[str]:
    """The part that compares with builds of evmone; nothing if it was not measured."""
    if not path.exists():
        return []
    measured = json.loads(path.read_text())
    sections: dict = {}
    for each in measured["rows"]:
        sections.setdefault(each["section"], []).append(each)
    lines = ["", "## Beside evmone", "",
             f"Both run the same work by turns, {measured['rounds']} rounds; gas, refund, status and output are equal. Times are "
             "minima, of one operation; a ratio is ours to the best build of evmone in that row: below 1 ours is faster.", ""]
    lines += peer_means(sections)
    for name, rows in sections.items():
        lines += ["", f"### {name}", ""] + peer_table(rows)
    return lines


CONTRACTS_FILE = "beside_solidity.json"


def contract_versions(rows: list[dict]) -> dict:
    """(contract, variant) to its size, its deployment and the gas of its functions, in the order of the rows."""
    versions: dict = {}
    for each in rows:
        version = versions.setdefault((each["contract"], each["variant"]),
                                      {"runtime bytes": each["runtime_bytes"], "deployment": each["deploy_gas"]})
        version[each["function"]] = each["gas"]
    return versions


def contract_table(versions: dict) -> list[str]:
    columns = list(dict.fromkeys(column for version in versions.values() for column in version))
    lines = ["| Contract | Compiler | " + " | ".join(columns) + " |", "|---|---|" + "---:|" * len(columns)]
    for (contract, variant), version in versions.items():
        bold = "**" if variant == "Byline" else ""
        figures = [f"{bold}{version[column]:,}{bold}" if column in version else "" for column in columns]
        lines.append(f"| {bold}{contract}{bold} | {variant} | {' | '.join(figures)} |")
    return lines


def contract_targets(versions: dict, targets: list[dict], whole: list[dict]) -> list[str]:
    """What our version must keep to, and whether it does; `whole` are the rows of versions with all its functions."""
    ours = next((version for (_, variant), version in versions.items() if variant == "Byline"), None)
    goals = [(each["function"], each["most"]) for each in targets]
    goals += [("runtime bytes", min(each["runtime_bytes"] for each in whole) - 1)] if whole else []
    judged = []
    for function, most in goals:
        verdict = "" if ours is None else ": met" if ours[function] <= most else f": **missed by {ours[function] - most:,}**"
        judged.append(f"{function} ≤ {most:,}{verdict}")
    return ["", "Targets: " + "; ".join(judged) + ("." if ours else " (this licence is not compiled yet).")]


def contracts_report(path: pathlib.Path) -> list[str]:
    """The part on what our contracts cost; nothing if it was not measured."""
    if not path.exists():
        return []
    measured = json.loads(path.read_text())
    subjects: dict = {}
    for each in measured["targets"]:
        subjects.setdefault(each["subject"], ([], []))[1].append(each)
    for each in measured["rows"]:
        subjects[each["subject"]][0].append(each)
    lines = ["", "## Contracts beside Solidity", "",
             "Gas of whole transactions under Osaka rules: intrinsic gas counts, the access list is empty, refunds are taken off. "
             "\"first\" is the first call of its kind on a new chain; without it, a later one by the same account. Runtime bytes are "
             "without a metadata tail; the deployment of ours has one. Each payment is checked to the wei. Solidity 0.8.37, Yul through it. "
             "The contracts whose names end in Licence have all functions of ours and its accounting, by hand in Solidity: ours must be "
             "smaller than each of them. The others leave much out."]
    for name, (rows, targets) in subjects.items():
        versions = contract_versions(rows)
        lines += ["", f"### {name}", ""] + contract_table(versions)
        lines += contract_targets(versions, targets, [each for each in rows if each["is_whole"]])
    return lines


def main(folder: pathlib.Path, report: pathlib.Path) -> None:
    suites = {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.json")) if path.name not in (PEER_FILE, CONTRACTS_FILE)}
    if not suites:
        sys.exit(f"{folder} holds no benchmark results")
    context = next(iter(suites.values()))["context"]
    memory = int(pathlib.Path("/proc/meminfo").read_text().split()[1]) // (1 << 20)
    lines = [
        "# Benchmarks", "",
        "Written by `tools/dev bench`. Single runs vary by 10 to 40 % on a machine that does other work too: read ratios, not digits.", "",
        f"- Machine: {processor()}, {context['num_cpus']} cores, {memory} GiB, {platform.system()}",
        f"- Date: {context['date'][:10]}, load at the start {', '.join(f'{load:.2f}' for load in context.get('load_avg', []))}",
        f"- Compiler: {first_line('clang++-19', '--version')}, preset release",
        f"- Revision: {first_line('git', 'describe', '--always', '--dirty')}",
    ]
    for name, suite in suites.items():
        lines += ["", f"## {name}", "", "| Benchmark | Time | Rate | Notes |", "|---|---:|---:|---|"]
        lines += [row(run) for run in suite["benchmarks"]]
    lines += contracts_report(folder / CONTRACTS_FILE)
    lines += peer_report(folder / PEER_FILE)
    report.write_text("\n".join(lines) + "\n")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
