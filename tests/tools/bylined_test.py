"""bylined as its operators meet it: flags, banner, log, and one sentence for each start that fails."""
import json, os, re, signal, socket, subprocess, time, unittest

from program_case import TOOLS, ProgramCase, RunningNode

ALICE = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
BOB = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
GENESIS = {"config": {"chainId": 1234, "cancunTime": 0}, "gasLimit": "0x1c9c380",
           "alloc": {ALICE: {"balance": "0xde0b6b3a7640000"}}}


class NodeCase(ProgramCase):
    def refused(self, *flags, code=1, err=None, port=0):
        """A start that must fail at once, and what it says."""
        done = self.run_program("bylined", "--port", port, *flags)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        if err is not None:
            self.assertEqual(done.stderr, err)
        return done.stderr

    def log_of(self, node):
        node.log.flush()
        return (self.folder / "node.log").read_text()


class Flags(NodeCase):
    def test_help_lists_every_flag(self):
        text = self.expect("bylined", "--help")
        for flag in ("data", "genesis", "host", "port", "accounts", "no-accounts", "mnemonic", "interval", "coinbase",
                     "quiet", "expose-development-accounts", "version", "help"):
            self.assertIn(f"--{flag}", text)

    def test_version(self):
        self.assertRegex(self.expect("bylined", "--version"), r"^bylined \d+\.\d+\.\d+\n$")

    def test_wrong_usage(self):
        for flags, error in [
            (("--frobnicate",), "unknown flag --frobnicate"),
            (("--por", "1"), "unknown flag --por"),
            (("--interval", "0"), "--interval wants seconds from 0.001 to 86400"),
            (("--coinbase", "0x12"), "--coinbase wants an address of 40 hex digits: "),
            (("--accounts", "5000"), "--accounts wants a number up to 1000"),
            (("--data",), "--data"),
            (("folder",), "too many arguments"),
        ]:
            with self.subTest(flags=flags):
                told = self.refused(*flags, code=2)
                self.assertTrue(told.startswith("bylined: "), told)
                self.assertIn(error, told)
                self.assertIn("Try 'bylined --help'", told)
        for port in (70000, -1, "http"):
            self.assertIn("--port", self.refused(port=port, code=2))
        self.assertEqual(list(self.folder.iterdir()), [], "nothing was made")


class Starts(NodeCase):
    def test_banner_log_and_clean_stop(self):
        node = RunningNode(self, self.folder / "data")
        for row in (r"Byline v\d+\.\d+\.\d+\n", r"chain id +31337 \(Osaka\)\n", r"genesis +0x[0-9a-f]{64}\n",
                    r"head +block 0, 0x[0-9a-f]{64}\n", rf"data folder +{self.folder}/data\n",
                    r"JSON-RPC +http://127\.0\.0\.1:\d+\n"):
            self.assertRegex(node.banner, row)
        self.assertRegex(node.rpc("web3_clientVersion")["result"], r"^Byline/v\d+\.\d+\.\d+/linux-\w+/(clang|gcc)\d+$")
        sent = node.rpc("eth_sendTransaction", {"from": ALICE, "to": BOB, "value": "0x1"})
        self.assertRegex(sent["result"], r"^0x[0-9a-f]{64}$")
        self.assertEqual(node.stop(), 0)
        log = self.log_of(node)
        self.assertIn("never send real money to them", log)
        self.assertEqual(len(re.findall(r"^  \(\d\) 0x[0-9a-fA-F]{40}  0x[0-9a-f]{64}$", log, re.M)), 10)
        self.assertRegex(log, r"(?m)^block 1  0x[0-9a-f]{8}  1 tx  21000 gas  \d+\.\d\d ms$")
        self.assertTrue(log.endswith("stopped at block 1\n"), log)

    def test_sigint_stops_as_well(self):
        node = RunningNode(self, self.folder / "data")
        node.process.send_signal(signal.SIGINT)
        self.assertEqual(node.process.wait(30), 0)

    def test_a_chain_goes_on_where_it_stopped(self):
        node = RunningNode(self, self.folder / "data")
        node.rpc("eth_sendTransaction", {"from": ALICE, "to": BOB, "value": "0x1"})
        node.stop()
        again = RunningNode(self, self.folder / "data")
        self.assertRegex(again.banner, r"head +block 1, ")
        self.assertNotIn("recovery", again.banner)
        self.assertEqual(again.rpc("eth_getTransactionCount", ALICE)["result"], "0x1")
        again.rpc("eth_sendTransaction", {"from": ALICE, "to": BOB, "value": "0x1"})
        again.kill()
        third = RunningNode(self, self.folder / "data")
        self.assertRegex(third.banner, r"recovery +the last stop was not clean: recovered block 2 ")
        self.assertEqual(third.rpc("eth_blockNumber")["result"], "0x2")

    def test_interval_seals_without_transactions(self):
        node = RunningNode(self, self.folder / "data", "--interval", "0.05")
        self.assertIn("a block every 50 ms", node.banner)
        deadline = time.monotonic() + 30
        while int(node.rpc("eth_blockNumber")["result"], 16) < 3:
            self.assertLess(time.monotonic(), deadline)
        self.assertEqual(node.stop(), 0)

    def test_interval_seals_what_it_took_before_it_stops(self):
        node = RunningNode(self, self.folder / "data", "--interval", "3600")
        sent = node.rpc("eth_sendTransaction", {"from": ALICE, "to": BOB, "value": "0x1"})["result"]
        node.rpc("eth_sendTransaction", {"from": ALICE, "to": BOB, "gas": "0x5208", "nonce": "0x5"})
        self.assertEqual(node.stop(), 0)
        self.assertIn("1 queued transaction is dropped", self.log_of(node))
        again = RunningNode(self, self.folder / "data")
        self.assertEqual(again.rpc("eth_getTransactionReceipt", sent)["result"]["blockNumber"], "0x1")

    def test_accounts(self):
        for flags, count in ((("--accounts", "3"), 3), (("--no-accounts",), 0), (("--accounts", "12"), 12)):
            with self.subTest(flags=flags):
                node = RunningNode(self, self.folder / f"data-{count}", *flags)
                accounts = node.rpc("eth_accounts")["result"]
                self.assertEqual(len(accounts), count)
                for account in accounts:
                    self.assertEqual(node.rpc("eth_getBalance", account)["result"], "0x21e19e0c9bab2400000")
                node.stop()

    def test_another_mnemonic_owns_the_money(self):
        words = "legal winner thank year wave sausage worth useful legal winner thank yellow"
        node = RunningNode(self, self.folder / "data", "--mnemonic", words)
        first = node.rpc("eth_accounts")["result"][0]
        self.assertNotEqual(first, ALICE.lower())
        self.assertEqual(node.rpc("eth_getBalance", first)["result"], "0x21e19e0c9bab2400000")
        self.assertEqual(node.rpc("eth_getBalance", ALICE)["result"], "0x0")

    def test_genesis_and_coinbase(self):
        genesis = self.write("genesis.json", json.dumps(GENESIS))
        node = RunningNode(self, self.folder / "data", "--genesis", genesis, "--coinbase", BOB)
        self.assertEqual(node.rpc("eth_chainId")["result"], "0x4d2")
        node.rpc("eth_sendTransaction", {"from": ALICE, "to": ALICE, "gas": "0x5208"})
        block = node.rpc("eth_getBlockByNumber", "latest", False)["result"]
        self.assertEqual((block["number"], block["miner"]), ("0x1", BOB.lower()))

    def test_quiet_says_nothing(self):
        port = free_port()
        node = self.start_quietly("--port", str(port), "--quiet")
        self.wait_for(port)
        node.terminate()
        self.assertEqual((node.wait(30), node.stdout.read(), node.stderr.read()), (0, "", ""))

    def start_quietly(self, *flags):
        node = subprocess.Popen([TOOLS / "bylined" / "bylined", "--data", self.folder / "data", *flags],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(node.stdout.close)
        self.addCleanup(node.stderr.close)
        self.addCleanup(node.kill)
        return node

    def wait_for(self, port):
        deadline = time.monotonic() + 30
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)


class Exposure(NodeCase):
    def started(self, *flags):
        node = RunningNode(self, self.folder / "data", "--host", "0.0.0.0", *flags)
        node.url = node.url.replace("0.0.0.0", "127.0.0.1")
        return node

    def test_beyond_loopback_the_accounts_are_withheld(self):
        node = self.started()
        self.assertRegex(self.log_of(node), r"bylined: warning: 0\.0\.0\.0 can be reached from other machines.*withheld")
        self.assertNotIn("private keys", node.banner)
        self.assertEqual(node.rpc("eth_accounts")["result"], [])
        for method in ("eth_sendTransaction", "debug_traceTransaction"):
            self.assertEqual(node.rpc(method)["error"]["code"], -32601)
        self.assertEqual(node.rpc("eth_chainId")["result"], "0x7a69")

    def test_unless_that_is_wanted(self):
        node = self.started("--expose-development-accounts")
        self.assertRegex(self.log_of(node), r"bylined: warning: .*anybody there can spend")
        self.assertEqual(len(node.rpc("eth_accounts")["result"]), 10)


class FailedStarts(NodeCase):
    def test_port_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.refused(port=port, err=f"bylined: port {port} on 127.0.0.1 is taken: another program listens there; stop "
                                        "it, or choose another port\n")

    def test_host_that_is_none(self):
        self.assertIn("bylined: host no.such.host.invalid is not an address of this machine",
                      self.refused("--host", "no.such.host.invalid"))

    def test_folder_in_use(self):
        RunningNode(self, self.folder / "data")
        self.refused("--data", "data", err="bylined: the data folder data is in use by another process: stop that one, or "
                                           "name another folder\n")

    def test_folder_of_something_else(self):
        foreign = self.folder / "foreign"
        foreign.mkdir()
        (foreign / "diary.txt").write_text("Dear diary")
        self.refused("--data", "foreign", err="bylined: the folder foreign holds other files and no Byline database: name an "
                                              "empty or a new data folder\n")
        self.assertEqual([file.name for file in foreign.iterdir()], ["diary.txt"], "it was left alone")
        self.write("file", "")
        self.refused("--data", "file", err="bylined: file is a file, not a folder: name another data folder\n")

    def test_folder_that_is_damaged(self):
        RunningNode(self, self.folder / "data").stop()
        manifest = next((self.folder / "data").glob("MANIFEST-*"))
        manifest.write_bytes(b"\0" * manifest.stat().st_size)
        told = self.refused("--data", "data")
        self.assertRegex(told, r"^bylined: .*data.*\n$")
        self.assertRegex(told, r"restore a copy of the folder")

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_folder_without_rights(self):
        self.folder.chmod(0o500)
        self.assertIn("name a folder that this user may write to", self.refused("--data", "data"))
        self.folder.chmod(0o700)

    def test_malformed_genesis(self):
        for text, error in [("{", "genesis document"), ("[]", "genesis document"),
                            (json.dumps({**GENESIS, "alloc": {ALICE: {"balance": "lots"}}}), ALICE),
                            (json.dumps({**GENESIS, "config": {}}), "chainId")]:
            with self.subTest(text=text):
                told = self.refused("--data", "data", "--genesis", self.write("genesis.json", text))
                self.assertRegex(told, r"^bylined: .*\n$")
                self.assertIn(error, told)
                self.assertFalse((self.folder / "data").exists(), "no folder is left behind")
        self.assertIn("cannot read nothing.json", self.refused("--genesis", "nothing.json"))

    def test_folder_of_another_chain(self):
        RunningNode(self, self.folder / "data").stop()
        told = self.refused("--data", "data", "--genesis", self.write("genesis.json", json.dumps(GENESIS)))
        self.assertRegex(told, r"^bylined: data holds another chain: .*chain id is 31337, the document's 1234\..*\n$")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


if __name__ == "__main__":
    unittest.main()
