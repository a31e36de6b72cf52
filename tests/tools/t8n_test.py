"""byline-evm t8n as test fillers meet it: files and streams, what is executed and what is rejected, how bad input ends."""
import json, os, subprocess, unittest

from program_case import ProgramCase, TOOLS

KEY = "0x" + "46" * 32
SENDER = "0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f"
PAYEE = "0x" + "11" * 20
CODE = "0x" + "c0de" * 10
NO_LOGS = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"
NO_REQUESTS = "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
WITHDRAWAL_REQUESTS = "0x00000961ef480eb55e80d19ad83579a64c007002"
CONSOLIDATION_REQUESTS = "0x0000bbddc7ce488642fb579f8b00f3a590007251"


def environment(**changes):
    env = {"currentCoinbase": "0x" + "fe" * 20, "currentGasLimit": "0x1c9c380", "currentNumber": "1", "currentTimestamp": "1000",
           "currentRandom": "0x00", "currentBaseFee": "0x07", "parentBeaconBlockRoot": "0x" + "00" * 32, "withdrawals": [],
           "blockHashes": {"0": "0x" + "ab" * 32}}
    return {key: value for key, value in (env | changes).items() if value is not None}


def state(**accounts):
    """The sender with one ether, and system contracts that have no requests."""
    return {SENDER: {"balance": "1000000000000000000"}, WITHDRAWAL_REQUESTS: {"balance": "0x0", "code": "0x00"},
            CONSOLIDATION_REQUESTS: {"balance": "0x0", "code": "0x00"}} | accounts


def transfer(index=0, **changes):
    return {"type": "0x0", "nonce": hex(index), "gasPrice": "0xa", "gas": "0x5208", "to": PAYEE, "value": "0x1", "input": "0x",
            "v": "0x0", "r": "0x0", "s": "0x0", "secretKey": KEY} | changes


def newer(type_, **changes):
    """A transaction with a fee cap, of one of the types since EIP-1559."""
    fields = transfer(type=hex(type_), maxFeePerGas="0xa", maxPriorityFeePerGas="0x1", accessList=[], gas="0x186a0", **changes)
    del fields["gasPrice"]
    return fields


class T8nCase(ProgramCase):
    def run_t8n(self, alloc, env, txs, *words, fork="Prague", **more):
        given = json.dumps({"alloc": alloc, "env": env, "txs": txs} | more)
        streams = ["--input.alloc=stdin", "--input.env=stdin", "--input.txs=stdin", "--output.alloc=stdout", "--output.result=stdout",
                   "--output.body=stdout", f"--state.fork={fork}"]
        streams = [flag for flag in streams if not any(word.startswith(flag.split("=")[0] + "=") for word in words)]
        return subprocess.run([TOOLS / "byline-evm" / "byline-evm", "t8n", *streams, *words], cwd=self.folder, input=given,
                              capture_output=True, text=True, timeout=60)

    def make(self, txs, *words, alloc=None, env=None, **more):
        """The whole output of a transition that succeeds."""
        done = self.run_t8n(state() if alloc is None else alloc, env or environment(), txs, *words, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads(done.stdout)

    def result(self, *txs, **more):
        return self.make(list(txs), **more)["result"]

    def fails(self, code, text, txs=(), *words, alloc=None, env=None, **more):
        """One line on standard error with exactly that text, and nothing else."""
        done = self.run_t8n(state() if alloc is None else alloc, environment() if env is None else env, list(txs), *words, **more)
        self.assertEqual((done.returncode, done.stderr, done.stdout), (code, f"ERROR({code}): {text}\n", ""))


class Blocks(T8nCase):
    def test_have_every_field_of_a_result(self):
        made = self.make([transfer()])
        result = made["result"]
        self.assertEqual(
            sorted(result), ["blobGasUsed", "currentBaseFee", "currentDifficulty", "currentExcessBlobGas", "gasUsed", "logsBloom",
                             "logsHash", "receipts", "receiptsRoot", "requests", "requestsHash", "stateRoot", "txRoot", "withdrawalsRoot"])
        self.assertEqual((result["gasUsed"], result["currentBaseFee"], result["currentDifficulty"]), ("0x5208", "0x7", None))
        self.assertEqual((result["requests"], result["requestsHash"], result["logsHash"]), ([], NO_REQUESTS, NO_LOGS))
        receipt = result["receipts"][0]
        self.assertEqual(receipt.pop("logsBloom"), "0x" + "00" * 256)
        self.assertRegex(receipt.pop("transactionHash"), "^0x[0-9a-f]{64}$")
        self.assertEqual(receipt, {"root": "0x", "status": "0x1", "cumulativeGasUsed": "0x5208", "logs": [], "gasUsed": "0x5208",
                                   "contractAddress": "0x" + "00" * 20, "effectiveGasPrice": "0xa", "blockHash": "0x" + "00" * 32,
                                   "blockNumber": "0x1", "transactionIndex": "0x0"})
        self.assertEqual(made["alloc"][PAYEE], {"balance": "0x1"})
        self.assertEqual(made["alloc"][SENDER], {"balance": hex(10**18 - 1 - 0x5208 * 10), "nonce": "0x1"})

    def test_tell_logs_and_storage(self):
        made = self.make([transfer(to=CODE, gas="0x186a0")], alloc=state(**{CODE: {"code": "0x6001600255600760016000a1", "storage": {"0x5": "0x06"}}}))
        receipt = made["result"]["receipts"][0]
        self.assertEqual(receipt["logs"], [
            {"address": CODE, "topics": ["0x" + "7".zfill(64)], "data": "0x00", "blockNumber": "0x1", "transactionIndex": "0x0",
             "transactionHash": receipt["transactionHash"], "blockHash": "0x" + "00" * 32, "logIndex": "0x0", "removed": False}])
        self.assertEqual(made["alloc"][CODE]["storage"], {"0x" + "2".zfill(64): "0x" + "1".zfill(64), "0x" + "5".zfill(64): "0x" + "6".zfill(64)})

    def test_take_every_type_of_transaction(self):
        authority = {"chainId": "0x1", "address": PAYEE, "nonce": "0x0", "v": "0x0", "r": "0x1", "s": "0x1"}
        result = self.result(
            transfer(0), transfer(1, type="0x1", accessList=[{"address": PAYEE, "storageKeys": ["0x" + "00" * 32]}], gas="0x186a0"), newer(2, nonce="0x2"),
            newer(3, nonce="0x3", maxFeePerBlobGas="0x1", blobVersionedHashes=["0x01" + "00" * 31]), newer(4, nonce="0x4", authorizationList=[authority]))
        self.assertNotIn("rejected", result)
        self.assertEqual([one.get("type", "0x0") for one in result["receipts"]], ["0x0", "0x1", "0x2", "0x3", "0x4"])
        self.assertEqual((result["blobGasUsed"], result["receipts"][3]["blobGasUsed"], result["receipts"][3]["blobGasPrice"]), ("0x20000", "0x20000", "0x1"))

    def test_read_their_own_body(self):
        first = self.make([transfer(0), newer(2, nonce="0x1")])
        self.assertEqual(self.make(first["body"]), first)
        given = {"alloc": state(), "env": environment(), "txsRlp": first["body"]}
        self.assertEqual(self.make(None, **{"txsRlp": given["txsRlp"]}), first)

    def test_sign_for_the_chain_or_for_any(self):
        for_one = self.result(transfer())["receipts"][0]["transactionHash"]
        self.assertNotEqual(self.make([transfer()], "--state.chainid=2")["result"]["receipts"][0]["transactionHash"], for_one)
        self.assertNotEqual(self.result(transfer(protected=False))["receipts"][0]["transactionHash"], for_one)

    def test_compute_fees_from_the_parent(self):
        parent = {"currentBaseFee": None, "parentBaseFee": "0x08", "parentGasUsed": "0x0", "parentGasLimit": "0x1c9c380",
                  "parentExcessBlobGas": hex(6 * 0x20000), "parentBlobGasUsed": "0x20000"}
        result = self.result(env=environment(**parent))
        self.assertEqual((result["currentBaseFee"], result["currentExcessBlobGas"]), ("0x7", "0x20000"))

    def test_pay_withdrawals(self):
        withdrawal = {"index": "0x0", "validatorIndex": "0x1", "address": PAYEE, "amount": "0x2"}
        made = self.make([], env=environment(withdrawals=[withdrawal]))
        self.assertEqual(made["alloc"][PAYEE], {"balance": hex(2 * 10**9)})

    def test_follow_the_fork(self):
        self.assertNotIn("requests", self.result(fork="Cancun"))
        parent = environment(parentExcessBlobGas=hex(20 * 0x20000), parentBlobGasUsed="0x0", parentBaseFee="0x0")
        excess = {fork: int(self.result(env=parent, fork=fork)["currentExcessBlobGas"], 16) // 0x20000 for fork in ("Cancun", "Prague", "Osaka", "BPO1", "BPO2")}
        self.assertEqual(excess, {"Cancun": 17, "Prague": 14, "Osaka": 14, "BPO1": 10, "BPO2": 6})

    def test_take_other_blob_parameters(self):
        parent = environment(parentExcessBlobGas=hex(20 * 0x20000), parentBlobGasUsed="0x0", parentBaseFee="0x0")
        blobs = {"target": "0x0c", "max": "0x12", "baseFeeUpdateFraction": "0x100000"}
        self.assertEqual(self.result(env=parent, blobParams=blobs)["currentExcessBlobGas"], "0x100000")
        path = self.write("blobs.json", json.dumps(blobs))
        self.assertEqual(self.make([], f"--input.blobParams={path}", env=parent)["result"]["currentExcessBlobGas"], "0x100000")

    def test_accept_the_rewards_of_fillers(self):
        self.make([], "--state.reward", "-1")
        self.make([], "--state.reward=0", "--state.chainid", "0x1")

    def test_name_the_fault_of_a_whole_block(self):
        result = self.result(transfer(), alloc={SENDER: {"balance": "0xffffffff"}})
        self.assertEqual(result["blockException"], "a system contract has no code: BlockException.SYSTEM_CONTRACT_EMPTY")
        self.assertEqual(len(result["receipts"]), 1)


class Rejections(T8nCase):
    def expect_rejected(self, text, *txs, **more):
        result = self.result(*txs, **more)
        self.assertEqual([one["error"] for one in result.get("rejected", [])], [text])
        return result

    def test_leave_the_others_in_the_block(self):
        result = self.expect_rejected("nonce too high: TransactionException.NONCE_MISMATCH_TOO_HIGH", transfer(0), transfer(7), transfer(1))
        self.assertEqual(result["rejected"][0]["index"], 1)
        self.assertEqual([one["transactionIndex"] for one in result["receipts"]], ["0x0", "0x1"])
        self.assertEqual(result["gasUsed"], hex(2 * 0x5208))

    def test_say_what_fillers_look_for(self):
        authority = {"chainId": "0x1", "address": PAYEE, "nonce": "0x0", "v": "0x0", "r": "0x1", "s": "0x1"}
        blob = {"maxFeePerBlobGas": "0x1", "blobVersionedHashes": ["0x01" + "00" * 31]}
        for text, name, tx in (
                ("gas limit reached", "GAS_ALLOWANCE_EXCEEDED", transfer(gas="0x2000000")),
                ("insufficient funds for gas * price + value", "INSUFFICIENT_ACCOUNT_FUNDS", transfer(value=hex(10**19))),
                ("intrinsic gas too low, insufficient gas for floor data gas cost", "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST",
                 transfer(input="0x" + "11" * 100, gas="0x5a00")),
                ("max fee per gas less than block base fee", "INSUFFICIENT_MAX_FEE_PER_GAS", transfer(gasPrice="0x6")),
                ("empty blob hashes list, blob transaction missing blob hashes", "TYPE_3_TX_ZERO_BLOBS", newer(3, **blob | {"blobVersionedHashes": []})),
                ("invalid blob hash version, a blob has invalid hash version", "TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH",
                 newer(3, **blob | {"blobVersionedHashes": ["0x" + "00" * 32]})),
                ("blob transaction must not be a create transaction", "TYPE_3_TX_CONTRACT_CREATION", newer(3, **blob | {"to": None})),
                ("set code transaction must not be a create transaction", "TYPE_4_TX_CONTRACT_CREATION",
                 newer(4, to="", authorizationList=[authority])),
                ("empty authorization list, EIP-7702 transaction with empty auth list", "TYPE_4_EMPTY_AUTHORIZATION_LIST",
                 newer(4, authorizationList=[]))):
            with self.subTest(name):
                self.expect_rejected(f"{text}: TransactionException.{name}", tx)

    def test_know_signatures_that_are_none(self):
        bad = "invalid transaction v, r, s values: TransactionException.INVALID_SIGNATURE_VRS"
        unsigned = transfer()
        del unsigned["secretKey"]
        for tx in (unsigned, transfer(v="0x1a", r="0x1", s="0x1"), transfer(v="0x1b", r="0x0", s="0x1"), newer(2, v="0x2", r="0x1", s="0x1")):
            self.expect_rejected(bad, tx)

    def test_know_types_that_are_none(self):
        self.expect_rejected("transaction type not supported", transfer(type="0x5"))

    def test_take_a_list_of_bytes_apart(self):
        result = self.make("0xc5808205c0c0")["result"]
        self.assertEqual([one["index"] for one in result["rejected"]], [0, 1, 2])
        self.assertEqual(result["rejected"][1]["error"], "transaction type not supported")


class Traces(T8nCase):
    def test_are_a_file_a_transaction(self):
        alloc = state(**{CODE: {"code": "0x60015f55"}})
        made = self.make([transfer(5), transfer(0, to=CODE, gas="0x186a0"), transfer(1)], "--trace", "--output.basedir=traces", alloc=alloc)
        receipts = made["result"]["receipts"]
        self.assertEqual(sorted(path.name for path in (self.folder / "traces").iterdir()),
                         sorted(f"trace-{index}-{one['transactionHash']}.jsonl" for index, one in enumerate(receipts)))
        lines = [json.loads(line) for line in (self.folder / "traces" / f"trace-0-{receipts[0]['transactionHash']}.jsonl").read_text().splitlines()]
        self.assertEqual([line["opName"] for line in lines[:-1]], ["PUSH1", "PUSH0", "SSTORE", "STOP"])
        self.assertEqual(set(lines[-1]), {"output", "gasUsed"})


class Files(T8nCase):
    def write_inputs(self):
        self.write("alloc.json", json.dumps(state()))
        self.write("env.json", json.dumps(environment()))
        self.write("txs.json", json.dumps([transfer()]))

    def test_are_read_and_written_by_their_public_names(self):
        self.write_inputs()
        self.expect("byline-evm", "t8n", "--state.fork", "Prague", "--output.basedir", "out/deep", "--output.body", "txs.rlp", out="")
        streamed = self.make([transfer()])
        for name, key in (("alloc.json", "alloc"), ("result.json", "result"), ("txs.rlp", "body")):
            self.assertEqual(json.loads((self.folder / "out" / "deep" / name).read_text()), streamed[key])
        self.expect("byline-evm", "t8n", "--state.fork", "Prague", "--input.txs", "out/deep/txs.rlp", "--output.alloc", "", "--output.result=again.json", out="")
        self.assertEqual(json.loads((self.folder / "again.json").read_text()), streamed["result"])

    def test_may_be_standard_error(self):
        self.write_inputs()
        done = self.run_program("byline-evm", "t8n", "--state.fork=Prague", "--output.alloc=stderr", "--output.result=stdout")
        self.assertEqual((done.returncode, list(json.loads(done.stderr)), list(json.loads(done.stdout))), (0, ["alloc"], ["result"]))

    def test_leave_links_and_pipes_what_they_are(self):
        self.write_inputs()
        self.write("kept.json", "old")
        (self.folder / "link.json").symlink_to("kept.json")
        self.expect("byline-evm", "t8n", "--state.fork=Prague", "--output.alloc=link.json", out="")
        self.assertTrue((self.folder / "link.json").is_symlink())
        self.assertIn(PAYEE, json.loads((self.folder / "kept.json").read_text()))
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        self.expect("byline-evm", "t8n", "--state.fork=Prague", "--output.alloc=pipe", out="")
        self.assertIn(PAYEE, json.loads(os.read(reader, 1 << 16)))
        self.assertTrue(pipe.is_fifo())

    def test_may_not_get_lost_on_standard_error(self):
        self.write_inputs()
        with open("/dev/full", "w") as full:
            done = subprocess.run([TOOLS / "byline-evm" / "byline-evm", "t8n", "--state.fork=Prague", "--output.alloc=stderr"], cwd=self.folder, stderr=full)
        self.assertEqual(done.returncode, 11)

    def test_that_are_not_there_are_named(self):
        done = self.run_program("byline-evm", "t8n")
        self.assertEqual((done.returncode, done.stderr),
                         (11, "ERROR(11): failed reading alloc file: cannot read alloc.json: No such file or directory\n"))
        self.write_inputs()
        self.write("blocked", "")
        done = self.run_program("byline-evm", "t8n", "--output.basedir=blocked/deep")
        self.assertEqual((done.returncode, done.stderr), (11, "ERROR(11): failed creating output basedir: Not a directory\n"))
        done = self.run_program("byline-evm", "t8n", "--output.alloc=none/alloc.json")
        self.assertEqual((done.returncode, done.stderr),
                         (11, "ERROR(11): failed writing output: cannot write none/alloc.json: No such file or directory\n"))


class BadInput(T8nCase):
    def test_configuration(self):
        self.fails(3, 'failed constructing chain configuration: unsupported fork "Berlin"', fork="Berlin")
        self.fails(3, "--state.reward '5': there is no reward since Paris, only 0 or -1", (), "--state.reward=5")
        self.fails(3, "--state.chainid '-1' is no number of 64 bits", (), "--state.chainid=-1")
        for field in ("currentRandom", "parentBeaconBlockRoot", "withdrawals"):
            self.fails(3, f"env lacks {field}, which every fork since Cancun needs", env=environment(**{field: None}))
        self.fails(3, "env lacks currentBaseFee (or parentBaseFee), which every fork since Cancun needs", env=environment(currentBaseFee=None))
        self.fails(3, "post-merge difficulty must be zero (or omitted) in env", env=environment(currentDifficulty="0x20000"))
        self.fails(3, "EIP-7918 config but missing 'parentBaseFee' in env section", env=environment(parentBlobGasUsed="0x20000"), fork="Osaka")

    def test_block_hashes_that_are_asked_for_and_not_given(self):
        asks = state(**{CODE: {"code": "0x5f40"}})
        call = transfer(to=CODE, gas="0x186a0")
        self.make([call], alloc=asks)
        self.fails(4, "getHash(0) invoked, blockhash for that block not provided", [call], alloc=asks, env=environment(blockHashes={}))

    def test_numbers_and_forms(self):
        start = "failed unmarshalling "
        self.fails(10, start + "env: currentGasLimit is above 63 bits", env=environment(currentGasLimit=hex(2**63)))
        self.fails(10, start + "env: currentNumber is above 64 bits", env=environment(currentNumber=str(2**64)))
        self.fails(10, start + "env: currentTimestamp is not a number of at most 256 bits", env=environment(currentTimestamp="soon"))
        self.fails(10, start + "env: blockHashes is not a map from block numbers to hashes", env=environment(blockHashes={"0": "0x00"}))
        self.fails(10, start + "env: parentBlobGasUsed or parentExcessBlobGas is above any that a block can have", env=environment(parentBlobGasUsed=hex(2**60)))
        self.fails(10, start + "env: it is not an object", env=[])
        self.fails(10, start + "alloc: 'nobody' is no address of an account", alloc={"nobody": {}})
        self.fails(10, start + f"alloc: {PAYEE}: balance is not a number of at most 256 bits", alloc={PAYEE: {"balance": hex(2**256)}})
        self.fails(10, start + f"alloc: {PAYEE}: storage is not a map of numbers of at most 256 bits", alloc={PAYEE: {"storage": {"0xzz": "0x0"}}})
        self.fails(10, start + "txs: transaction 1: nonce is above 64 bits", [transfer(), transfer(2**64)])
        self.fails(10, start + "txs: transaction 0: secretKey is no key", [transfer(secretKey="0x" + "00" * 32)])
        self.fails(10, start + "txs: transaction 0: an element is not an object", [7])
        self.fails(10, start + "blobParams: max is not between 1 and 1048576 or below target",
                   blobParams={"target": "0x9", "max": "0x6", "baseFeeUpdateFraction": "0x1"})
        self.fails(10, start + "blobParams: baseFeeUpdateFraction is zero", blobParams={"target": "0x6", "max": "0x9", "baseFeeUpdateFraction": "0x0"})

    def test_documents(self):
        self.write("txs.json", "[")
        self.fails(10, "failed unmarshalling txs file: it is not JSON: incomplete JSON", (), "--input.txs=txs.json")
        self.write("txs.json", '"0xc7"')
        self.fails(12, "txs is not the RLP of a list: the data ends in the middle of an item", (), "--input.txs=txs.json")
        self.write("txs.json", '"c0de!"')
        self.fails(10, "failed unmarshalling txs: the text is not hex", (), "--input.txs=txs.json")
        self.write("txs.json", "7")
        self.fails(10, "failed unmarshalling txs: it is neither an array nor a text of RLP", (), "--input.txs=txs.json")
        self.fails(10, "failed unmarshalling stdin: blobParams is missing", (), "--input.blobParams=stdin")

    def test_flags(self):
        self.expect("byline-evm", "t8n", "--trace.memory", code=2, err="byline-evm t8n: unknown flag --trace.memory\nTry 'byline-evm t8n --help'.\n")
        help_text = self.expect("byline-evm", "t8n", "--help")
        for fork in ("Cancun", "Prague", "Osaka", "BPO1", "BPO2"):  # how fillers find out what is supported
            self.assertIn(fork, help_text)


if __name__ == "__main__":
    unittest.main()
