"""byline against a running bylined: what it prints, what it refuses, how it exits."""
import json, pathlib, socket, unittest

from program_case import LICENCE, ProgramCase, RunningNode

ALICE, BOB, CAROL = ("0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
                     "0x90F79bf6EB2c4f870365E785982E1f101E93b906")
PARTIES = ("alice=#1", f"bob={BOB}", "carol=#3")
USER = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "tests" / "compiler" / "syntax" / "examples"
DIVIDENDS = ROOT / "bench" / "contracts" / "licences" / "dividends.byl"
ALBUM = ("publisher=#1", "artist=#2", "producer=#3")
# The address of the first contract of development account 0.
FIRST = "0x5FbDB2315678afecb367f032d93F642f64180aa3"


class LicenceCase(ProgramCase):
    """A node with the licence deployed on it."""

    def setUp(self):
        super().setUp()
        self.node = RunningNode(self, self.folder / "data")
        self.expect("bylinec", "build", LICENCE)
        deployed = json.loads(self.byline("deploy", "street-scenes.json", *PARTIES, "--json"))
        self.assertEqual(deployed["address"], FIRST)

    def byline(self, command, *words, **expected):
        flags = ["--rpc", self.node.url]
        if command in ("send", "call", "claim", "payouts"):
            flags += ["--artifact", "street-scenes.json"]
        return self.expect("byline", command, *words, *flags, **expected)


class MainRoad(LicenceCase):
    def test_from_use_to_payout(self):
        sent = self.byline("send", FIRST, "record", "3", "--value", "0.003ether", "--account", "4")
        self.assertRegex(sent, r"^transaction 0x[0-9a-f]{64}\nblock       2\ngas used    \d+\n"
                               r"event       Record\(caller 0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65, n 3, paid 3000000000000000\)\n$")
        self.byline("call", FIRST, "claimable", ALICE, out="1500000000000000\n")
        self.byline("call", FIRST, "received", "--json", out='["3000000000000000"]\n')
        claimed = json.loads(self.byline("claim", FIRST, "--account", "2", "--json"))
        self.assertEqual(claimed["events"], [{"event": "Claimed", "arguments": {"payee": BOB, "amount": "900000000000000"}}])
        self.byline("payouts", FIRST, out=(
            "payee  address                                     share  entitled  claimed  claimable\n"
            f"alice  {ALICE}   50 %    0.0015        0     0.0015\n"
            f"bob    {BOB}   30 %    0.0009   0.0009          0\n"
            f"carol  {CAROL}   20 %    0.0006        0     0.0006\n"
            "(ether)\n\n"
            "in 3000000000000000 = paid 900000000000000 + owed 2100000000000000 + dust 0 (wei)\n"))
        table = json.loads(self.byline("payouts", FIRST, "--json"))
        self.assertEqual((table["in"], table["dust"], table["balances"]), ("3000000000000000", "0", True))

    def test_a_key_file_signs_as_well(self):
        self.write("key", "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80\n")
        sent = json.loads(self.byline("send", FIRST, "record", "1", "--value", "1000000gwei", "--key", "key", "--json"))
        self.assertEqual(sent["events"][0]["arguments"]["caller"], "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")


class OtherBuckets(ProgramCase):
    """Payouts where more than one split shares the money."""

    def deploy(self, source, *parties):
        self.node = RunningNode(self, self.folder / "data")
        self.expect("bylinec", "build", source, "-o", "licence.json", out=None)
        self.assertEqual(json.loads(self.byline("deploy", "licence.json", *parties, "--json"))["address"], FIRST)

    def byline(self, command, *words, **expected):
        flags = [] if command == "deploy" else ["--artifact", "licence.json"]
        return self.expect("byline", command, *words, "--rpc", self.node.url, *flags, **expected)

    def test_a_waterfall_shows_the_tier_that_it_is_in(self):
        self.deploy(EXAMPLES / "e_album.byl", *ALBUM)
        self.byline("payouts", FIRST, out=None)
        self.byline("send", FIRST, "license", "36", "--value", "7.2ether", "--account", "4")
        head = "payee      address                                     share  entitled  claimed  claimable\n"
        self.byline("payouts", FIRST, out=(
            head +
            f"publisher  {ALICE}  100 %       7.2        0        7.2\n"
            f"artist     {BOB}      -         0        0          0\n"
            f"producer   {CAROL}      -         0        0          0\n"
            "(ether)\n\nincome is in tier 1 of 3, until 40 ether are in\n\n"
            "in 7200000000000000000 = paid 0 + owed 7200000000000000000 + dust 0 (wei)\n"))
        for _ in range(5):
            self.byline("send", FIRST, "license", "36", "--value", "7.2ether", "--account", "4")
        self.byline("claim", FIRST, "--account", "1")
        self.byline("payouts", FIRST, out=(
            head +
            f"publisher  {ALICE}   50 %      41.6     41.6          0\n"
            f"artist     {BOB}   50 %       1.6        0        1.6\n"
            f"producer   {CAROL}      -         0        0          0\n"
            "(ether)\n\nincome is in tier 2 of 3, until 100 ether are in\n\n"
            "in 43200000000000000000 = paid 41600000000000000000 + owed 1600000000000000000 + dust 0 (wei)\n"))

    def test_what_members_of_a_pool_have_is_beside_the_table(self):
        self.deploy(DIVIDENDS, "desk=#1", "author=#2")
        self.byline("send", FIRST, "pay", "1", "--value", "0.001ether", "--account", "4")
        self.byline("send", FIRST, "reshare", CAROL, "3", "--account", "1")
        self.byline("send", FIRST, "reshare", USER, "1", "--account", "1")
        self.byline("send", FIRST, "pay", "4", "--value", "0.004ether", "--account", "4")
        self.byline("claim", FIRST, "--account", "3")
        self.byline("payouts", FIRST, out=(
            "payee   address                                     share  entitled  claimed  claimable\n"
            f"desk    {ALICE}      -         0        0          0\n"
            f"author  {BOB}      -     0.001        0      0.001\n"
            "(ether)\n\ndividends is a pool: its members are not in the table\n\n"
            "in 5000000000000000 = paid 3000000000000000 + owed 1000000000000000 + dividends and dust 1000000000000000 (wei)\n"))
        table = json.loads(self.byline("payouts", FIRST, "--json"))
        self.assertEqual((table["rest"], table["balances"]), ({"of": ["dividends"], "amount": "1000000000000000"}, True))

    def test_epochs_are_named(self):
        self.deploy(EXAMPLES / "d_epoch_model.byl", "attributor=#1", "treasury=#2")
        self.byline("send", FIRST, "record", "2", "--value", "0.002ether", "--account", "4")
        self.assertIn("earnings is paid by epochs: those paid with a proof are not in the table\n\n"
                      "in 2000000000000000 = paid 0 + owed 0 + earnings and dust 2000000000000000 (wei)\n",
                      self.byline("payouts", FIRST))

    def test_a_tab_stands_beside_what_is_shared(self):
        self.deploy(EXAMPLES / "g_metered.byl", "provider=#1", "owner=#2")
        self.byline("send", FIRST, "fund", "--value", "0.5ether", "--account", "4")
        self.byline("payouts", FIRST, out=(
            "payee     address                                     share  entitled  claimed  claimable\n"
            f"provider  {ALICE}   20 %         0        0          0\n"
            f"owner     {BOB}   80 %         0        0          0\n"
            "(ether)\n\nbeside this, in deposit: 0.5 ether\n\n"
            "in 0 = paid 0 + owed 0 + dust 0 (wei)\n"))
        table = json.loads(self.byline("payouts", FIRST, "--json"))
        self.assertEqual((table["kept"], table["dust"]), ({"in": ["deposit"], "amount": "500000000000000000"}, "0"))


class Refusals(LicenceCase):
    def test_what_the_contract_refuses_is_in_its_own_words(self):
        self.byline("send", FIRST, "record", "1", code=1, out="",
                    err="byline send: reverted: WrongPayment(expected 1000000000000000, got 0)\n")
        self.byline("claim", FIRST, "--account", "1", code=1, out="", err="byline claim: reverted: NothingToClaim()\n")
        self.byline("claim", FIRST, "--account", "5", code=1, out="",
                    err="byline claim: reverted: NotAllowed(caller 0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc)\n")
        self.byline("deploy", "street-scenes.json", "alice=#1", "bob=#1", "carol=#3", code=1, out="",
                    err=f"byline deploy: reverted: BadParty(party {ALICE})\n")

    def test_wrong_chain_id(self):
        self.byline("send", FIRST, "record", "1", "--value", "0.001ether", "--chain-id", "1", code=1, out="",
                    err=f"byline send: wrong chain: {self.node.url} is chain 31337, not 1; nothing was sent\n")

    def test_unfunded_sender(self):
        self.write("poor", "1".rjust(64, "0"))
        self.byline("send", FIRST, "record", "1", "--value", "0.001ether", "--key", "poor", code=1, out="",
                    err="byline send: insufficient funds for gas * price + value: address "
                        "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf have 0 want 1000000000000000\n")

    def test_another_contract_or_none(self):
        self.byline("payouts", ALICE, code=1, out="",
                    err=f"byline payouts: {ALICE} does not answer alice(): is it the licence of this artifact?\n")

    def test_no_contract_there_takes_no_money(self):
        for words in [("send", ALICE, "record", "1", "--value", "0.001ether"), ("claim", ALICE)]:
            self.byline(*words, code=1, out="",
                        err=f"byline {words[0]}: there is no contract at {ALICE}; nothing was sent\n")

    def test_parties(self):
        for words, error in [
            (("alice=#1", "bob=#2"), "no address is given for carol: add carol=0x… or carol=#N"),
            (("alice=#1", "bob=#2", "carl=#3"), "the licence has no party 'carl'; its parties are: alice, bob, carol"),
            (("alice=#1", "alice=#2", "carol=#3"), "party 'alice' is given twice"),
        ]:
            self.byline("deploy", "street-scenes.json", *words, code=2, out="",
                        err=f"byline deploy: {error}\nTry 'byline deploy --help'.\n")


# Transactions of 1 wei to account 1, made with
# cast mktx --private-key KEY --nonce 0 --gas-limit 21000 --gas-price 10gwei --priority-gas-price 1gwei --chain ID --value 1 0x7099…
FROM_ACCOUNT_0 = ("0x02f86d827a6980843b9aca008502540be4008252089470997970c51812dc3a010c7d01b50e0d17dc79c80180c080a02559694524689774e910a7ff7f09d720"
                  "de68b76de581597ef3950d9a50f4348ba078efa7ef3ca9f70e4a91410d63c9389deb666f3d834e10dba66139ba674ff435")
FOR_CHAIN_1 = ("0x02f86b0180843b9aca008502540be4008252089470997970c51812dc3a010c7d01b50e0d17dc79c80180c001a03fbd114d3bfafb03a1a73ec9c5935e863e7ac0"
               "75098a493bd45cc4b1dae92ac4a057770cc2c470d1b94955e40b4d8c826f04d771abc0c2af8fd73f082c84fab7f7")
FROM_KEY_1 = ("0x02f86d827a6980843b9aca008502540be4008252089470997970c51812dc3a010c7d01b50e0d17dc79c80180c001a076a19dd25d89b243473fecf793067cc0c3ac"
              "3f9e7f1dc9acb8d959090b858209a046fc18a513daab1827eb5417ca290a7eb764117f6334cb96322bafa7f29859f2")


class RawTransactions(ProgramCase):
    """What the node says to a transaction that it cannot take."""

    def setUp(self):
        super().setUp()
        self.node = RunningNode(self, self.folder / "data")

    def refused(self, raw):
        answer = self.node.rpc("eth_sendRawTransaction", raw)
        self.assertNotIn("result", answer)
        return answer["error"]["code"], answer["error"]["message"]

    def test_nonce_too_low(self):
        self.assertIn("result", self.node.rpc("eth_sendRawTransaction", FROM_ACCOUNT_0))
        code, message = self.refused(FROM_ACCOUNT_0)
        self.assertIn(code, (-32000, -32003))
        self.assertIn(message, ("nonce too low: next nonce 1, tx nonce 0", "already known"))

    def test_wrong_chain_id(self):
        self.assertEqual(self.refused(FOR_CHAIN_1), (-32000, "invalid chain id for signer: have 1 want 31337"))

    def test_unfunded_sender(self):
        code, message = self.refused(FROM_KEY_1)
        self.assertIn(code, (-32000, -32003))
        self.assertEqual(message, "insufficient funds for gas * price + value: address "
                                  "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf have 0 want 210000000000001")

    def test_malformed(self):
        for raw in (FROM_ACCOUNT_0[:-2], FROM_ACCOUNT_0 + "00", "0x", "0x02", "0xc0"):
            code, message = self.refused(raw)
            self.assertEqual(code, -32602, raw)
            self.assertTrue(message.startswith("failed to decode signed transaction"), message)


class Audit(LicenceCase):
    def setUp(self):
        super().setUp()
        self.byline("send", FIRST, "record", "1", "--value", "0.001ether")

    def test_needs_the_folder_for_itself(self):
        self.expect("byline", "audit", "replay", "--data", "data", code=1, out="",
                    err="byline audit replay: data folder: the data folder data is in use by another process: stop that one, "
                        "or name another folder\n")

    def test_replays_folder_and_file(self):
        head = self.node.rpc("eth_getBlockByNumber", "latest", False)["result"]
        self.assertEqual(self.node.stop(), 0)
        self.expect("byline", "audit", "export", "--data", "data", "-o", "chain.rlp", out="2 blocks -> chain.rlp\n")
        for where in (("--data", "data"), ("chain.rlp",)):
            report = json.loads(self.expect("byline", "audit", "replay", *where, "--json"))
            self.assertEqual((report["ok"], report["blocks"], report["transactions"], report["headHash"], report["stateRoot"]),
                             (True, 2, 2, head["hash"], head["stateRoot"]))
        self.assertIn(head["hash"], self.expect("byline", "audit", "replay", "chain.rlp"))

    def test_names_block_and_check_for_a_flipped_byte(self):
        self.assertEqual(self.node.stop(), 0)
        self.expect("byline", "audit", "export", "--data", "data", "-o", "chain.rlp", out=None)
        whole = (self.folder / "chain.rlp").read_bytes()
        for at in range(0, len(whole), len(whole) // 50):
            flipped = bytearray(whole)
            flipped[at] ^= 0x10
            (self.folder / "flipped.rlp").write_bytes(flipped)
            done = self.run_program("byline", "audit", "replay", "flipped.rlp", "--json")
            self.assertEqual(done.returncode, 1, at)
            self.assertRegex(done.stderr, r"^byline audit replay: block \d+: .+: .+\n$")
            self.assertFalse(json.loads(done.stdout)["ok"])

    def test_names_what_is_not_there(self):
        done = self.run_program("byline", "audit", "replay", "none.rlp")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("none.rlp", done.stderr)


class Usage(ProgramCase):
    def test_help_everywhere(self):
        for words in [(), ("deploy",), ("send",), ("call",), ("claim",), ("payouts",), ("audit", "export"), ("audit", "replay")]:
            self.assertIn("Usage: byline", self.expect("byline", *words, "--help"))

    def test_wrong_usage_is_named(self):
        self.expect("bylinec", "build", LICENCE)
        artifact = ("--artifact", "street-scenes.json")
        for words, error in [
            ((), "byline: there is no command"),
            (("pay",), "byline: unknown command pay"),
            (("audit",), "byline: unknown command audit; there is byline audit export, byline audit replay"),
            (("deploy",), "byline deploy: too few arguments: it takes ARTIFACT PARTY=ACCOUNT..."),
            (("deploy", "street-scenes.json", *PARTIES, "--acount", "1"), "byline deploy: unknown flag --acount"),
            (("deploy", "street-scenes.json", *PARTIES, "--account", "x"), "byline deploy: --account x: a development account is a number from 0"),
            (("deploy", "street-scenes.json", *PARTIES, "--account", "1", "--key", "k"), "byline deploy: --account and --key exclude each other"),
            (("deploy", "street-scenes.json", *PARTIES, "--rpc", "ftp://x"),
             "byline deploy: 'ftp://x' is not an address of a node: it must begin with http://"),
            (("send", FIRST, "record", "1"), "byline send: --artifact FILE is missing: the licence's artifact says what can be asked of it"),
            (("send", "0x12", "record", "1", *artifact), "byline send: '0x12' is not an address: write 0x and 40 hexadecimal digits"),
            (("send", FIRST, "recrod", "1", *artifact), None),
            (("send", FIRST, "record", *artifact), "byline send: record(n: uint64) takes 1 argument, not 0"),
            (("send", FIRST, "record", "1", "--value", "1eth", *artifact), "byline send: --value: '1eth' has an unknown unit; use wei, gwei or ether"),
            (("audit", "replay"), "byline audit replay: give either --data DIR or an exported FILE"),
            (("audit", "export"), "byline audit export: --data DIR and -o FILE are needed"),
        ]:
            done = self.run_program("byline", *words)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)
            if error is not None:
                self.assertEqual(done.stderr.splitlines()[0], error)
            self.assertRegex(done.stderr.splitlines()[1], r"^Try 'byline.* --help'\.$")

    def test_nobody_listens(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}"
            self.expect("bylinec", "build", LICENCE)
            self.expect("byline", "deploy", "street-scenes.json", *PARTIES, "--rpc", url, code=1, out="",
                        err=f"byline deploy: cannot reach {url}: nothing listens there (start a node with 'bylined', or name another with --rpc)\n")

    def test_no_artifact(self):
        self.write("x.json", "[]")
        self.expect("byline", "deploy", "x.json", code=1, out="", err="byline deploy: x.json is not an artifact of bylinec: not a JSON object\n")


if __name__ == "__main__":
    unittest.main()
