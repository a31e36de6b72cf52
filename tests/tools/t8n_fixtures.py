"""Drives byline-evm t8n with the blocks of public block tests and compares what comes out with their headers.

t8n_fixtures.py [--all] [FOLDER]: about 400 tests, or all, of FOLDER (BYLINE_FIXTURES/dev-core/block/eest). A valid block must
come out as it stands in the test; of a block that is invalid for a transaction, that transaction must be rejected for the
reason that the test names. The state that comes out is what the next block of a test goes in with. Exit code 77: there are no
fixtures.
"""
import collections, concurrent.futures, json, os, pathlib, subprocess, sys

TOOL = pathlib.Path(os.environ["BYLINE_TOOLS"]) / "byline-evm" / "byline-evm"
NETWORKS = ("Cancun", "Prague", "Osaka", "CancunToPragueAtTime15k", "PragueToOsakaAtTime15k", "OsakaToBPO1AtTime15k",
            "BPO1ToBPO2AtTime15k")
FEW = 400
#: Blocks that must be compared, so that a folder with other contents does not pass for a good one.
AT_LEAST = 300
#: Result field, header field.
COMPARED = (("stateRoot", "stateRoot"), ("txRoot", "transactionsTrie"), ("receiptsRoot", "receiptTrie"), ("logsBloom", "bloom"),
            ("gasUsed", "gasUsed"), ("currentBaseFee", "baseFeePerGas"), ("withdrawalsRoot", "withdrawalsRoot"),
            ("currentExcessBlobGas", "excessBlobGas"), ("blobGasUsed", "blobGasUsed"), ("requestsHash", "requestsHash"))


def number(text):
    return int(text, 16) if text not in (None, "", "0x") else 0


def rlp_item(data, at):
    """Where the payload of the item at that place begins, and where it ends."""
    head = data[at]
    if head < 0x80:
        return at, at + 1
    long_from, short_from = (0xF7, 0xC0) if head >= 0xC0 else (0xB7, 0x80)
    if head <= long_from:
        return at + 1, at + 1 + head - short_from
    begin = at + 1 + head - long_from
    return begin, begin + int.from_bytes(data[at + 1:begin], "big")


def transactions_rlp(block):
    """The list of transactions of an encoded block, as it stands there."""
    data = bytes.fromhex(block["rlp"][2:])
    header = rlp_item(data, 0)[0]
    transactions = rlp_item(data, header)[1]
    return "0x" + data[transactions:rlp_item(data, transactions)[1]].hex()


def environment(header, parent, withdrawals, hashes):
    """An env that leaves base fee and excess blob gas to the tool."""
    env = {"currentCoinbase": header["coinbase"], "currentGasLimit": header["gasLimit"], "currentNumber": header["number"],
           "currentTimestamp": header["timestamp"], "currentRandom": header["mixHash"], "currentDifficulty": "0x00",
           "parentBeaconBlockRoot": header["parentBeaconBlockRoot"], "parentBaseFee": parent["baseFeePerGas"],
           "parentGasUsed": parent["gasUsed"], "parentGasLimit": parent["gasLimit"], "blockHashes": hashes,
           "withdrawals": withdrawals, "ommers": []}
    if "excessBlobGas" in parent:
        env |= {"parentExcessBlobGas": parent["excessBlobGas"], "parentBlobGasUsed": parent["blobGasUsed"]}
    return env


def fork_at(test, header):
    """Fork name and blob parameters as a filler passes them: of a change at a time, the side that is in force."""
    name = test["network"]
    if name.endswith("AtTime15k"):
        before, after = name.removesuffix("AtTime15k").split("To")
        name = after if number(header["timestamp"]) >= 15000 else before
    return name, test["config"].get("blobSchedule", {}).get(name)


def make_block(test, header, parent, alloc, txs, withdrawals, hashes):
    fork, blob_params = fork_at(test, header)
    given = {"alloc": alloc, "env": environment(header, parent, withdrawals, hashes), "txs": txs, "blobParams": blob_params}
    flags = [f"--{way}" for way in ("input.alloc=stdin", "input.env=stdin", "input.txs=stdin", "output.alloc=stdout",
                                    "output.result=stdout", "output.body=stdout", f"state.fork={fork}",
                                    f"state.chainid={number(test['config']['chainid'])}", "state.reward=0")]
    done = subprocess.run([TOOL, "t8n", *flags], input=json.dumps(given), capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(f"exit {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def plain(account):
    return (number(account.get("nonce")), number(account.get("balance")), account.get("code", "0x"),
            {number(key): number(value) for key, value in account.get("storage", {}).items() if number(value)})


def check_valid(made, block):
    result, header = made["result"], block["blockHeader"]
    if "rejected" in result or "blockException" in result:
        raise AssertionError(f"{result.get('rejected')} {result.get('blockException')}")
    for found, expected in COMPARED:
        if expected in header and number(result[found]) != number(header[expected]):
            raise AssertionError(f"{found}: expected {header[expected]}, found {result[found]}")
    if made["body"] != transactions_rlp(block):
        raise AssertionError("body is not the block's list of transactions")


def check_invalid(made, expected):
    """A name that the test gives must stand at the end of a rejection, or of the exception of the whole block."""
    errors = [one["error"] for one in made["result"].get("rejected", [])] + [made["result"].get("blockException", "")]
    if not any(error.endswith(": " + name) for error in errors for name in expected.split("|")):
        raise AssertionError(f"expected {expected}, found {errors}")


#: What no transition tool sees: faults of the header, of the block's encoding, and bytes that are no transaction.
SEEN = ("TransactionException.", "BlockException.SYSTEM_CONTRACT", "BlockException.INVALID_DEPOSIT")


def run_test(test):
    """How many valid and invalid blocks were compared."""
    counted = collections.Counter()
    alloc, parent, hashes = test["pre"], test["genesisBlockHeader"], {}
    for block in test["blocks"]:
        valid = "expectException" not in block
        body = block if valid else block.get("rlp_decoded")
        if not valid and (not block["expectException"].startswith(SEEN) or body is None):
            continue
        header = body["blockHeader"]
        hashes[str(number(parent["number"]))] = parent["hash"]
        # Both forms are read; which of them a test has is no more than a division in halves.
        txs = body["transactions"] if not valid or len(test["pre"]) % 2 else transactions_rlp(block)
        made = make_block(test, header, parent, alloc, txs, body["withdrawals"], hashes)
        if not valid:
            check_invalid(made, block["expectException"])
            counted["invalid"] += 1
            continue
        check_valid(made, block)
        alloc, parent = made["alloc"], header
        counted["valid"] += 1
    if "postState" in test and parent["hash"] == test["lastblockhash"]:
        found, expected = ({address.lower(): plain(account) for address, account in state.items()}
                           for state in (alloc, test["postState"]))
        if found != expected:
            raise AssertionError("alloc differs from postState")
    return counted


def run_file(path, keep):
    counted, failures = collections.Counter(), []
    for index, (name, test) in enumerate(sorted(json.loads(path.read_text()).items())):
        if test["network"] not in NETWORKS or not keep(index):
            continue
        try:
            counted += run_test(test)
        except (AssertionError, subprocess.TimeoutExpired, KeyError) as error:
            failures.append(f"{path.name} {name}: {error!r}")
    return counted, failures


def main(words):
    everything = "--all" in words
    given = [pathlib.Path(word) for word in words if not word.startswith("--")]
    fixtures = pathlib.Path(os.environ.get("BYLINE_FIXTURES") or pathlib.Path(__file__).resolve().parents[2] / "build" / "fixtures")
    folder = given[0] if given else fixtures / "dev-core" / "block" / "eest"
    if not folder.is_dir():
        print(f"skipped: {folder} is not there; unpack the public test data or set BYLINE_FIXTURES")
        return 77
    files = sorted(folder.rglob("*.json"))
    if not everything:
        files = files[::max(1, len(files) // FEW)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        done = list(pool.map(lambda path: run_file(path, lambda index: everything or index == 0), files))
    counted = sum((one for one, _ in done), collections.Counter())
    failures = [failure for _, some in done for failure in some]
    print(*failures[:20], f"{counted['valid']} valid and {counted['invalid']} invalid blocks as expected, {len(failures)} tests failed",
          sep="\n")
    return bool(failures or counted["valid"] < AT_LEAST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
