"""byline-evm as its users meet it: code run by hand, small state and block tests, what it refuses, how it exits."""
import json, os, random, resource, subprocess, unittest

from program_case import TOOLS, ProgramCase

SENDER = "0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f"
KEY = "0x" + "46" * 32
NO_LOGS = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"


def state_test(**changes):
    """A transfer of 1 wei, as a state test of Osaka without txbytes. The fields of its case can be changed."""
    account = {"nonce": "0x00", "balance": "0x0f4240", "code": "0x", "storage": {}}
    case = {"hash": "0x" + "00" * 32, "logs": NO_LOGS, "indexes": {"data": 0, "gas": 0, "value": 0}}
    return {
        "env": {"currentCoinbase": "0x" + "fe" * 20, "currentGasLimit": "0x0f4240", "currentNumber": "0x01",
                "currentTimestamp": "0x03e8", "currentRandom": "0x00", "currentDifficulty": "0x00", "currentBaseFee": "0x07"},
        "pre": {SENDER: account},
        "transaction": {"nonce": "0x00", "gasPrice": "0x0a", "gasLimit": ["0x5208"], "to": "0x" + "11" * 20, "value": ["0x01"],
                        "data": ["0x"], "secretKey": KEY},
        "post": {"Osaka": [case | changes]},
        "config": {"chainid": "0x01"},
    }


class Run(ProgramCase):
    def run_json(self, *words, code=0):
        return json.loads(self.expect("byline-evm", "run", *words, "--json", code=code))

    def test_tells_gas_and_output(self):
        self.expect("byline-evm", "run", "602a60005260206000f3",
                    out="status   success\ngas used 18\nrefund   0\noutput   0x" + "2a".zfill(64) + "\n")

    def test_reads_input(self):
        self.assertEqual(self.run_json("0x60003560005260206000f3", "--input", "0x" + "ab" * 32)["output"], "0x" + "ab" * 32)

    def test_tells_logs(self):
        result = self.run_json("600760016000a1", "--address", "0x" + "aa" * 20)
        self.assertEqual(result["logs"], [{"address": "0x" + "aa" * 20, "topics": ["0x" + "7".zfill(64)], "data": "0x00"}])

    def test_fails_if_the_code_does(self):
        self.expect("byline-evm", "run", "fe", "--gas", 1000, code=1,
                    out="status   invalid instruction\ngas used 1000\nrefund   0\noutput   0x\n")

    def test_knows_what_a_fork_has(self):
        self.expect("byline-evm", "run", "60011e00")
        self.expect("byline-evm", "run", "60011e00", "--fork", "Prague", code=1)

    def test_takes_code_from_a_file_or_standard_input(self):
        self.write("code.hex", "0x60 2a\n60005260206000f3\n")
        self.assertEqual(self.run_json("--file", "code.hex")["gasUsed"], 18)
        done = subprocess.run([TOOLS / "byline-evm" / "byline-evm", "run", "--file", "-"], input="5f5ff3", capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        done = subprocess.run([TOOLS / "byline-evm" / "byline-evm", "run", "--file", "-"], input="5x", capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (1, "byline-evm run: the code in standard input is not hex: a character is not a hex digit\n"))

    def test_shows_the_block_and_the_message_to_the_code(self):
        def shown(opcode, *flags):
            return int(self.run_json(opcode + "5f5260205ff3", *flags)["output"], 16)

        self.assertEqual(shown("43", "--number", 7), 7)
        self.assertEqual(shown("42", "--timestamp", 8), 8)
        self.assertEqual(shown("48", "--base-fee", "5gwei"), 5 * 10**9)
        self.assertEqual(shown("4a", "--blob-base-fee", 3), 3)
        self.assertEqual(shown("41", "--coinbase", "0x" + "c0" * 20), int("c0" * 20, 16))
        self.assertEqual(shown("44", "--prevrandao", "0x1234"), 0x1234)
        self.assertEqual(shown("45", "--gas-limit", 99), 99)
        self.assertEqual(shown("46", "--chain-id", 31337), 31337)
        self.assertEqual(shown("3a", "--gas-price", 12), 12)
        self.assertEqual(shown("34", "--value", "1ether"), 10**18)
        self.assertEqual(shown("33", "--sender", "0x" + "5e" * 20), int("5e" * 20, 16))
        self.assertEqual(shown("30", "--address", "0x" + "ad" * 20), int("ad" * 20, 16))

    def test_begins_from_a_state_and_dumps_the_one_after(self):
        contract = "0x" + "cc" * 20
        self.write("pre.json", json.dumps({contract: {"balance": "0x5", "code": "0x5f54600101805f555f5260205ff3", "storage": {"0x0": "0x29"}}}))
        result = self.run_json("--pre", "pre.json", "--address", contract, "--value", 2, "--dump")
        self.assertEqual(int(result["output"], 16), 0x2a)
        after = result["alloc"][contract]
        self.assertEqual((int(after["balance"], 16), {int(k, 16): int(v, 16) for k, v in after["storage"].items()}), (7, {0: 0x2a}))
        self.write("after.json", json.dumps(result["alloc"]))
        self.assertEqual(int(self.run_json("--pre", "after.json", "--address", contract)["output"], 16), 0x2b)

    def test_pays_only_what_the_sender_has(self):
        sender = "0x" + "5e" * 20
        self.write("pre.json", json.dumps({sender: {"balance": "1"}}))
        result = self.run_json("00", "--pre", "pre.json", "--sender", sender, "--value", 2, code=1)
        self.assertEqual(result["status"], "insufficient balance for transfer")

    def test_tells_the_refund(self):
        contract = "0x" + "cc" * 20
        self.write("pre.json", json.dumps({contract: {"code": "0x5f5f55", "storage": {"0x0": "0x1"}}}))
        self.assertEqual(self.run_json("--pre", "pre.json", "--address", contract)["refund"], 4800)

    def test_creates_a_contract(self):
        result = self.run_json("60015f5360015ff3", "--create", "--input", "0xaabb", "--dump")
        created = result["created"]
        self.assertEqual((result["output"], result["alloc"][created]["code"]), ("0x01", "0x01"))
        result = self.run_json("3861000a5f395ff3", "--create", "--address", "0x" + "cc" * 20, "--dump", code=1)
        self.assertNotIn("created", result)

    def test_traces_to_standard_error(self):
        done = self.run_program("byline-evm", "run", "600100", "--gas", 100, "--trace")
        self.assertEqual(done.stderr.splitlines(), [
            '{"pc":0,"op":96,"gas":"0x64","gasCost":"0x3","memSize":0,"stack":[],"depth":1,"refund":0,"opName":"PUSH1"}',
            '{"pc":2,"op":0,"gas":"0x61","gasCost":"0x0","memSize":0,"stack":["0x1"],"depth":1,"refund":0,"opName":"STOP"}',
            '{"output":"","gasUsed":"0x3"}'])

    def test_needs_little_stack_of_its_own_at_the_greatest_depth(self):
        def run_on_8_mb(*words):
            done = subprocess.run([TOOLS / "byline-evm" / "byline-evm", "run", *words, "--gas", str(2**60), "--json"], capture_output=True, text=True,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (2**23, 2**23)))
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            return json.loads(done.stdout)

        # Each counts itself in storage, then executes its own code once more: frames of depth 0 to 1024.
        calls = "5f546001015f55" + "5f5f5f5f5f305af1" + "505f545f5260205ff3"
        self.assertEqual(int(run_on_8_mb(calls)["output"], 16), 1025)
        delegates = "5f546001015f55" + "5f5f5f5f305af4" + "505f545f5260205ff3"
        self.assertEqual(int(run_on_8_mb(delegates)["output"], 16), 1025)
        # Its own code is also the initialisation code of the contract that it creates.
        creates = "385f5f39385f5ff000"
        self.assertEqual(run_on_8_mb(creates)["status"], "success")

    def test_names_what_is_wrong_with_a_file(self):
        def refused(*words, err):
            self.expect("byline-evm", "run", *words, code=1, out="", err=f"byline-evm run: {err}\n")

        refused("--file", "nowhere", err="cannot read nowhere: No such file or directory")
        self.write("code.hex", "60x")
        refused("--file", "code.hex", err="the code in code.hex is not hex: odd number of hex digits")
        refused("--pre", "nowhere", err="--pre: cannot read nowhere: No such file or directory")
        self.write("pre.json", "{")
        refused("--pre", "pre.json", err="--pre pre.json is not JSON: incomplete JSON")
        self.write("pre.json", '{"0x12": {}}')
        done = self.run_program("byline-evm", "run", "--pre", "pre.json")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"^byline-evm run: --pre pre\.json: .*0x12.*\n$")


    def test_fails_if_memory_runs_out(self):
        program = TOOLS / "byline-evm" / "byline-evm"
        if any(start in program.read_bytes() for start in (b"__asan_init", b"__tsan_init")):
            self.skipTest("a sanitizer reserves more address space than any limit")
        done = subprocess.run([program, "run", "637fffff005ff3", "--gas", str(2**62)], capture_output=True, text=True,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (1, "", "byline-evm run: there is not enough memory for this\n"))

    def test_fails_if_its_words_get_nowhere(self):
        def run_into(words, **streams):
            return subprocess.run([TOOLS / "byline-evm" / "byline-evm", *words], text=True, **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams))

        with open("/dev/full", "w") as full:
            for words, name in ((["run", "00"], "byline-evm run"), (["run", "--help"], "byline-evm run"), (["--help"], "byline-evm"), (["--version"], "byline-evm")):
                done = run_into(words, stdout=full)
                self.assertEqual((done.returncode, done.stderr), (1, f"{name}: cannot write to standard output\n"), words)
            done = run_into(["run", "00", "--trace"], stderr=full)
            self.assertEqual((done.returncode, done.stdout), (1, ""))


class Disasm(ProgramCase):
    def test_lists_instructions(self):
        self.expect("byline-evm", "disasm", "0x60805f", out="0x0000 PUSH1 0x80\n0x0002 PUSH0\n")
        self.write("code.hex", "60 80\n5f\n")
        self.expect("byline-evm", "disasm", "--file", "code.hex", out="0x0000 PUSH1 0x80\n0x0002 PUSH0\n")

    def test_marks_what_is_no_whole_instruction(self):
        self.expect("byline-evm", "disasm", "0c61ab", out="0x0000 UNDEFINED 0x0c\n0x0001 PUSH2 0xab (cut off)\n")
        self.expect("byline-evm", "disasm", "1e", "--fork", "Prague", out="0x0000 UNDEFINED 0x1e\n")

    def test_tells_every_byte_of_any_code(self):
        random_bytes = random.Random(3155)
        for size in range(0, 400, 7):
            code = random_bytes.randbytes(size)
            end = 0
            for line in self.expect("byline-evm", "disasm", code.hex()).splitlines():
                offset, name, *rest = line.split()
                self.assertEqual(int(offset, 16), end)
                immediates = bytes.fromhex(rest[0][2:]) if rest and rest[0] != "(cut" else b""
                self.assertEqual(code[end:end + len(immediates)] if name == "UNDEFINED" else code[end + 1:end + 1 + len(immediates)], immediates)
                end += len(immediates) + (name != "UNDEFINED")
            self.assertEqual(end, size)


class Bench(ProgramCase):
    def write_bench(self, **changes):
        test = state_test()
        test["pre"]["0x" + "11" * 20] = {"nonce": "0x00", "balance": "0x00", "code": "0x5f355f5260205ff3", "storage": {}}
        test["transaction"] |= {"data": ["0x" + "00" * 32, "0x" + "01" * 32], "gasLimit": ["0x100000"]}
        test["post"] = {"London": [{"indexes": {"data": i, "gas": 0, "value": 0}} for i in (0, 1)]}
        test |= changes
        return self.write("bench.json", json.dumps({"echo": test}))

    def test_times_each_data(self):
        results = json.loads(self.expect("byline-evm", "bench", self.write_bench(), "--rounds", 3, "--json"))
        self.assertEqual([(r["name"], r["gas"], r["status"]) for r in results], [("echo/0", 18, "success"), ("echo/1", 18, "success")])
        self.assertEqual(results[0]["output_keccak"], "0x290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563")
        for result in results:
            self.assertEqual(set(result), {"name", "min_ns", "median_ns", "gas", "status", "output_keccak"})
            self.assertGreaterEqual(result["median_ns"], result["min_ns"])

    def test_begins_each_execution_from_the_same_state(self):
        test = state_test()
        test["pre"]["0x" + "11" * 20] = {"nonce": "0x00", "balance": "0x00", "code": "0x5f54600101805f555f5260205ff3", "storage": {"0x00": "0x01"}}
        test["transaction"]["gasLimit"] = ["0x100000"]
        path = self.write("store.json", json.dumps({"store": test}))
        for flags in ((), ("--cold",)):
            [one], [many] = (json.loads(self.expect("byline-evm", "bench", path, "--rounds", n, "--json", *flags)) for n in (1, 5))
            self.assertEqual((one["gas"], one["output_keccak"]), (many["gas"], many["output_keccak"]))

    def test_names_cases_by_their_labels_in_a_table(self):
        self.write_bench(_info={"labels": {"0": "zero", "1": "one"}})
        out = self.expect("byline-evm", "bench", ".", "--rounds", 1)
        self.assertRegex(out, r"(?m)^case +min ns +median ns +gas +Mgas/s  status\necho/zero( +\d+){4}  success\necho/one ( +\d+){4}  success\n$")

    def test_tells_which_file_cannot_be_read(self):
        self.expect("byline-evm", "bench", "/proc/self/mem", code=1, out="", err="byline-evm bench: cannot read /proc/self/mem: Input/output error\n")

    def test_name_what_is_wrong_with_a_file(self):
        def refused(err):
            self.expect("byline-evm", "bench", "bench.json", code=1, out="", err=f"byline-evm bench: {err}\n")

        self.write("bench.json", "[")
        refused("bench.json is not JSON: incomplete JSON")
        self.write("bench.json", "[]")
        refused("bench.json is no object of state tests")
        self.write_bench(post={})
        refused("bench.json: echo: post is empty")
        self.write_bench(post={"London": [{"indexes": {"data": 2, "gas": 0, "value": 0}}]})
        refused("bench.json: echo: an index is beyond the end of transaction.data")


class StateTests(ProgramCase):
    def write_tests(self, **tests):
        return self.write("tests.json", json.dumps(tests))

    def test_pass_with_the_right_root(self):
        wrong = json.loads(self.expect("byline-evm", "statetest", self.write_tests(transfer=state_test()), "--json", code=1))
        root = wrong["failures"][0]["difference"].rsplit(" ", 1)[1]
        self.expect("byline-evm", "statetest", self.write_tests(transfer=state_test(hash=root)),
                    out="Osaka: 1 passed, 0 failed, 0 skipped\n1 passed, 0 failed, 0 skipped\n")

    def test_name_what_differs(self):
        out = self.expect("byline-evm", "statetest", self.write_tests(transfer=state_test()), code=1)
        self.assertRegex(out, r"^FAILED \S*tests\.json transfer Osaka 0: state root: expected 0x0{64}, found 0x[0-9a-f]{64}\n")
        self.assertEqual(out.splitlines()[-1], "0 passed, 1 failed, 0 skipped")

    def test_want_the_exception_by_its_name(self):
        poor = state_test(expectException="TransactionException.NONCE_MISMATCH_TOO_LOW|TransactionException.INSUFFICIENT_ACCOUNT_FUNDS")
        poor["pre"][SENDER]["balance"] = "0x01"
        out = self.expect("byline-evm", "statetest", self.write_tests(poor=poor), code=1)
        self.assertIn("state root: ", out)
        poor["post"]["Osaka"][0]["expectException"] = "TransactionException.NONCE_MISMATCH_TOO_LOW"
        out = self.expect("byline-evm", "statetest", self.write_tests(poor=poor), code=1)
        self.assertIn("expected TransactionException.NONCE_MISMATCH_TOO_LOW, found INSUFFICIENT_ACCOUNT_FUNDS", out)

    def test_skip_forks_that_are_not_here_and_say_so(self):
        old = state_test()
        old["post"] = {"Berlin": old["post"]["Osaka"] * 2}
        self.expect("byline-evm", "statetest", self.write_tests(old=old),
                    out="skipped 2: Berlin: rules before Cancun or after Osaka are not here\n"
                        "Berlin: 0 passed, 0 failed, 2 skipped\n0 passed, 0 failed, 2 skipped\n")

    def test_can_be_selected(self):
        path = self.write_tests(one=state_test(), other=state_test())
        out = self.expect("byline-evm", "statetest", path, "--filter", "json one$", code=1)
        self.assertTrue(out.endswith("0 passed, 1 failed, 0 skipped\n"))
        for flags in (("--fork", "Prague"), ("--filter", "three")):
            self.expect("byline-evm", "statetest", path, *flags, code=1, out="",
                        err="byline-evm statetest: no case in these files is what --fork and --filter want\n")

    def test_can_be_selected_among_hostile_names(self):
        path = self.write_tests(**{"x" * 1_000_000: state_test(), "one": state_test()})
        for pattern in (" one$", "n (.*)one$"):
            out = self.expect("byline-evm", "statetest", path, "--filter", pattern, code=1)
            self.assertTrue(out.endswith("0 passed, 1 failed, 0 skipped\n"))

    def test_come_from_pipes_too(self):
        done = subprocess.run([TOOLS / "byline-evm" / "byline-evm", "statetest", "/dev/stdin"], input=json.dumps({"one": state_test()}), capture_output=True, text=True)
        self.assertTrue(done.stdout.endswith("0 passed, 1 failed, 0 skipped\n"), done.stderr)

    def test_can_be_traced(self):
        store = state_test()
        store["pre"]["0x" + "11" * 20] = {"nonce": "0x00", "balance": "0x00", "code": "0x6001545f0c", "storage": {}}
        store["transaction"]["gasLimit"] = ["0x8000"]
        done = self.run_program("byline-evm", "statetest", self.write_tests(store=store), "--trace")
        lines = [json.loads(line) for line in done.stderr.splitlines()]
        self.assertEqual([(line["pc"], line["opName"], line["gas"], line["gasCost"], line["stack"]) for line in lines[:4]],
                         [(0, "PUSH1", "0x2df8", "0x3", []), (2, "SLOAD", "0x2df5", "0x834", ["0x1"]),
                          (3, "PUSH0", "0x25c1", "0x2", ["0x0"]), (4, "0x0c", "0x25bf", "0x0", ["0x0", "0x0"])])
        self.assertEqual(lines[4], {"output": "", "gasUsed": "0x2df8", "error": "undefined instruction"})
        root = done.stdout.split("found ")[1].split()[0]
        self.assertEqual(lines[5:], [{"pass": False, "error": "undefined instruction", "gasUsed": "0x8000", "stateRoot": root}])
        self.expect("byline-evm", "statetest", "tests.json", "--trace-out", "trace.jsonl", code=1)
        self.assertEqual((self.folder / "trace.jsonl").read_text(), done.stderr)
        self.expect("byline-evm", "statetest", "tests.json", "--trace-out", "nowhere/trace", code=1, out="",
                    err="byline-evm statetest: cannot write the trace to nowhere/trace\n")

    def test_tell_only_the_root_of_a_transaction_that_is_refused(self):
        poor = state_test(expectException="TransactionException.INSUFFICIENT_ACCOUNT_FUNDS")
        poor["pre"][SENDER]["balance"] = "0x01"
        done = self.run_program("byline-evm", "statetest", self.write_tests(poor=poor), "--trace")
        self.assertRegex(done.stderr, r'^\{"stateRoot":"0x[0-9a-f]{64}"\}\n$')

    def test_do_not_depend_on_the_number_of_threads(self):
        for i in range(8):
            self.write(f"t{i}.json", json.dumps({f"test{i}": state_test()}))
        one, many = (self.expect("byline-evm", "statetest", ".", "--jobs", jobs, code=1) for jobs in (1, 8))
        self.assertEqual(one, many)

    def test_fail_if_the_file_is_malformed(self):
        out = self.expect("byline-evm", "statetest", self.write("bad.json", "{"), code=1)
        self.assertIn("bad.json - - 0: is not JSON: ", out)
        lacking = state_test()
        del lacking["env"]["currentNumber"]
        out = self.expect("byline-evm", "statetest", self.write_tests(lacking=lacking), code=1)
        self.assertIn("currentNumber is missing", out)
        for what, value in (("gasLimit", ["0x10000000000005208"]), ("nonce", -1), ("nonce", 2**63 - 0.5), ("gasPrice", [])):
            wrong = state_test()
            wrong["transaction"][what] = value
            out = self.expect("byline-evm", "statetest", self.write_tests(wrong=wrong), code=1)
            self.assertRegex(out, rf"wrong - 0: (transaction\.)?{what} is (above 64 bits|not a number of at most 256 bits)\n")

    def test_fail_if_a_file_cannot_be_read_by_any_thread(self):
        out = self.expect("byline-evm", "statetest", "/proc/self/mem", "/proc/self/mem", "--jobs", 2, code=1)
        self.assertIn("FAILED /proc/self/mem - - 0: cannot read /proc/self/mem: Input/output error\n", out)

    def test_fail_if_blobs_cannot_be_priced(self):
        good = {"target": "0x06", "max": "0x09", "baseFeeUpdateFraction": "0x4c6964"}
        for wrong in ({"max": "0x00"}, {"baseFeeUpdateFraction": "0x00"}, {"target": "0x0a"}, {"max": "0x1000000000000000"}):
            test = state_test()
            test["config"]["blobSchedule"] = {"Osaka": good | wrong}
            out = self.expect("byline-evm", "statetest", self.write_tests(blobs=test), code=1)
            self.assertRegex(out, r"blobs - 0: (max is not between 1 and 1048576 or below target|baseFeeUpdateFraction is zero)\n")


class BlockTests(ProgramCase):
    def test_fail_if_the_genesis_block_is_none(self):
        test = {"network": "Osaka", "genesisRLP": "0xc0", "pre": {}, "blocks": [], "lastblockhash": "0x" + "00" * 32, "postState": {}}
        out = self.expect("byline-evm", "blocktest", self.write("chain.json", json.dumps({"chain": test})), code=1)
        self.assertTrue(out.endswith("chain.json chain Osaka 0: genesisRLP is no block\n"
                                     "Osaka: 0 passed, 1 failed, 0 skipped\n0 passed, 1 failed, 0 skipped\n"), out)

    def test_skip_networks_that_are_not_here(self):
        out = self.expect("byline-evm", "blocktest", self.write("chain.json", json.dumps({"chain": {"network": "ParisToShanghaiAtTime15k"}})))
        self.assertTrue(out.endswith("0 passed, 0 failed, 1 skipped\n"))


class WrongUse(ProgramCase):
    def test_is_refused_with_one_line_and_exit_code_2(self):
        def refused(*words, err):
            command = " ".join(["byline-evm", words[0]]) if words and not err.startswith("byline-evm:") else "byline-evm"
            self.expect("byline-evm", *words, code=2, out="", err=f"{err}\nTry '{command} --help'.\n")

        refused(err="byline-evm: there is no command")
        refused("dance", err="byline-evm: unknown command dance")
        refused("statetest", "--frok", "Osaka", ".", err="byline-evm statetest: unknown flag --frok")
        refused("statetest", err="byline-evm statetest: too few arguments: it takes PATH...")
        refused("statetest", "nowhere", err="byline-evm statetest: nowhere: no such file or folder")
        refused("blocktest", ".", "--fork", err="byline-evm blocktest: the required argument for option '--fork' is missing")
        refused("run", err="byline-evm run: which code? give it as HEX or with --file FILE")
        refused("run", "00", "--file", "x", err="byline-evm run: HEX and --file exclude each other")
        refused("run", "0x1", err="byline-evm run: the code is not hex: odd number of hex digits")
        refused("run", "00", "--input", "x", err="byline-evm run: --input is not hex: odd number of hex digits")
        refused("run", "00", "--fork", "Berlin", err="byline-evm run: --fork 'Berlin': there are Cancun, Prague and Osaka")
        refused("run", "00", "--gas", str(2**63), err="byline-evm run: --gas is above 9223372036854775807")
        refused("run", "00", "--gas", "-1", err="byline-evm run: --gas wants a whole number from 0, not '-1'")
        refused("run", "00", "--gas=1e6", err="byline-evm run: --gas wants a whole number from 0, not '1e6'")
        refused("run", "00", "--gas", "9" * 30, err="byline-evm run: --gas wants a number, and not too great a one")
        refused("run", "00", "--value", "1e18", err="byline-evm run: --value: '1e18' has an exponent; write all digits or a unit, as in 1ether, 5gwei")
        refused("run", "00", "--value", "-1", err="byline-evm run: --value: '-1' is negative")
        refused("run", "00", "--sender", "0x12", err="byline-evm run: --sender wants 0x and 40 hex digits, not '0x12'")
        refused("run", "00", "--prevrandao", "zz", err="byline-evm run: --prevrandao wants up to 64 hex digits, not 'zz'")
        refused("bench", err="byline-evm bench: too few arguments: it takes PATH...")
        for rounds in ("0", "1000001"):
            refused("bench", ".", "--rounds", rounds, err="byline-evm bench: --rounds wants a number from 1 to 1000000")
        refused("bench", ".", err="byline-evm bench: .: there is no .json file in this folder")
        refused("run", "--arguments", "00", err="byline-evm run: unknown flag --arguments")
        refused("bench", "nowhere", err="byline-evm bench: nowhere: no such file or folder")
        refused("disasm", err="byline-evm disasm: which code? give it as HEX or with --file FILE")
        refused("statetest", ".", "--jobs", "-1", err="byline-evm statetest: --jobs wants a whole number from 0, not '-1'")
        refused("disasm", "-1", err="byline-evm disasm: the code is not hex: a character is not a hex digit")
        refused("statetest", ".", "--trace", "--jobs", "2", err="byline-evm statetest: --jobs: a trace is written by one thread")
        refused("disasm", "zz", err="byline-evm disasm: the code is not hex: a character is not a hex digit")

    def test_help_tells_every_flag(self):
        flags = {
            "statetest": "fork filter jobs json verbose trace trace-out",
            "blocktest": "fork filter jobs json verbose",
            "bench": "fork rounds cold json",
            "run": "file fork input gas value sender address create pre gas-price number timestamp gas-limit base-fee blob-base-fee "
                   "coinbase prevrandao chain-id dump trace json",
            "disasm": "file fork",
        }
        for command, names in flags.items():
            out = self.expect("byline-evm", command, "--help")
            for name in [*names.split(), "help"]:
                self.assertRegex(out, rf"(?m)^  --{name}\b")


unittest.main()
