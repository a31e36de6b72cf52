"""byline-evm as its users meet it: code run by hand, small state and block tests, what it refuses, how it exits."""
import json, unittest

from program_case import ProgramCase

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


class Code(ProgramCase):
    def test_runs_and_tells_gas_and_output(self):
        self.expect("byline-evm", "run", "--code", "602a60005260206000f3",
                    out="status   success\ngas used 18\noutput   0x" + "2a".zfill(64) + "\n")

    def test_reads_input(self):
        out = self.expect("byline-evm", "run", "--code", "0x60003560005260206000f3", "--input", "0x" + "ab" * 32, "--json")
        self.assertEqual(json.loads(out)["output"], "0x" + "ab" * 32)

    def test_tells_logs(self):
        result = json.loads(self.expect("byline-evm", "run", "--code", "600760016000a1", "--json"))
        self.assertEqual(result["logs"], [{"topics": ["0x" + "7".zfill(64)], "data": "0x00"}])

    def test_fails_if_the_code_does(self):
        self.expect("byline-evm", "run", "--code", "fe", "--gas", 1000, code=1, out="status   invalid instruction\ngas used 1000\noutput   0x\n")

    def test_knows_what_a_fork_has(self):
        self.expect("byline-evm", "run", "--code", "60011e00")
        self.expect("byline-evm", "run", "--code", "60011e00", "--fork", "Prague", code=1)

    def test_lists_instructions(self):
        self.expect("byline-evm", "disasm", "0x60805f", out="0x0000 PUSH1 0x80\n0x0002 PUSH0\n")


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
        self.expect("byline-evm", "statetest", path, "--fork", "Prague", out="0 passed, 0 failed, 0 skipped\n")

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
        refused("run", err="byline-evm run: which code? --code HEX is missing")
        refused("run", "--code", "0x1", err="byline-evm run: --code is not hex: odd number of hex digits")
        refused("run", "--code", "00", "--fork", "Berlin", err="byline-evm run: --fork 'Berlin': there are Cancun, Prague and Osaka")
        refused("run", "--code", "00", "--gas", "99999999", err="byline-evm run: --gas is above 30000000")
        refused("run", "--code", "00", "--gas", "-1", err="byline-evm run: --gas wants a whole number from 0, not '-1'")
        refused("run", "--code", "00", "--gas=1e6", err="byline-evm run: --gas wants a whole number from 0, not '1e6'")
        refused("run", "--code", "00", "--gas", "9" * 30, err="byline-evm run: --gas wants a number, and not too great a one")
        refused("statetest", ".", "--jobs", "-1", err="byline-evm statetest: --jobs wants a whole number from 0, not '-1'")
        refused("disasm", "-1", err="byline-evm disasm: the code is not hex: a character is not a hex digit")
        refused("statetest", ".", "--trace", "--jobs", "2", err="byline-evm statetest: --jobs: a trace is written by one thread")
        refused("disasm", "zz", err="byline-evm disasm: the code is not hex: a character is not a hex digit")

    def test_help_tells_every_flag(self):
        for command in ("statetest", "blocktest"):
            out = self.expect("byline-evm", command, "--help")
            for flag in ("--fork", "--filter", "--jobs", "--json", "--verbose", "--help"):
                self.assertIn(flag, out)
        self.assertIn("--code", self.expect("byline-evm", "run", "--help"))


unittest.main()
