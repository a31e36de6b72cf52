"""bylinec as its users meet it: what it prints, what it refuses, how it exits."""
import json, unittest

from program_case import LICENCE, ProgramCase


class Build(ProgramCase):
    def test_writes_an_artifact_and_says_what_it_is(self):
        out = self.expect("bylinec", "build", LICENCE)
        artifact = json.loads((self.folder / "street-scenes.json").read_text())
        self.assertRegex(out, r"^StreetScenes -> street-scenes\.json: \d+ bytes of code and \d+ of metadata, terms 0x[0-9a-f]{64}\n$")
        self.assertEqual(artifact["parties"], ["alice", "bob", "carol"])

    def test_is_the_same_wherever_it_is_written(self):
        self.expect("bylinec", "build", LICENCE, "-o", "a.json")
        self.expect("bylinec", "build", LICENCE, "--output", "b.json")
        self.assertEqual((self.folder / "a.json").read_bytes(), (self.folder / "b.json").read_bytes())

    def test_json_is_for_programs(self):
        result = json.loads(self.expect("bylinec", "build", LICENCE, "--json"))
        self.assertEqual((result["name"], result["artifact"]), ("StreetScenes", "street-scenes.json"))
        self.assertLessEqual(result["runtimeBytes"], 900)

    def test_writes_nothing_if_the_licence_is_wrong(self):
        bad = self.write("bad.byl", LICENCE.read_text().replace("the rest", "15%"))
        self.expect("bylinec", "build", bad, code=1, out="", err=None)
        self.assertFalse((self.folder / "bad.json").exists())

    def test_says_where_it_cannot_write(self):
        self.expect("bylinec", "build", LICENCE, "-o", "none/a.json", code=1, out="",
                    err="bylinec build: cannot write none/a.json: No such file or directory\n")

    def test_prints_how_much_gas_functions_take_at_most(self):
        lines = self.expect("bylinec", "build", LICENCE, "--gas").splitlines()
        rows = dict(line.split(None, 1) for line in lines[1:])
        self.assertRegex(rows["record(uint64)"], r"^2\d{4}$")
        self.assertRegex(rows["claim()"], r"^\d{5} \+ what the payee's code spends$")
        self.assertRegex(rows["(deployment)"], r"^\d{6}$")
        artifact = json.loads((self.folder / "street-scenes.json").read_text())
        self.assertEqual({row["function"]: str(row["atMost"]) for row in artifact["gas"]["functions"]}["record(uint64)"], rows["record(uint64)"])

    def test_proofs_say_within_how_much_gas_payees_get_their_money(self):
        said = self.expect("bylinec", "prove", LICENCE)
        self.assertRegex(said, r"proved  revenue/exit-bob\n    What bob has in revenue it can get out alone, by `claim`, .* within \d{5} of the 16777216 gas")

    def test_prints_how_much_gas_functions_take_at_most(self):
        lines = self.expect("bylinec", "build", LICENCE, "--gas").splitlines()
        rows = dict(line.split(None, 1) for line in lines[1:])
        self.assertRegex(rows["record(uint64)"], r"^2\d{4}$")
        self.assertRegex(rows["claim()"], r"^\d{5} \+ what the payee's code spends$")
        self.assertRegex(rows["(deployment)"], r"^\d{6}$")
        artifact = json.loads((self.folder / "street-scenes.json").read_text())
        self.assertEqual({row["function"]: str(row["atMost"]) for row in artifact["gas"]["functions"]}["record(uint64)"], rows["record(uint64)"])

    def test_proofs_say_within_how_much_gas_payees_get_their_money(self):
        said = self.expect("bylinec", "prove", LICENCE)
        self.assertRegex(said, r"proved  revenue/exit-bob\n    What bob has in revenue it can get out alone, by `claim`, .* within \d{5} of the 16777216 gas")


class Check(ProgramCase):
    def refused(self, text):
        self.write("scenes.byl", text)
        done = self.run_program("bylinec", "check", "scenes.byl")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        return done.stderr

    def test_is_content_with_a_good_licence(self):
        self.expect("bylinec", "check", LICENCE, out="StreetScenes: nothing to complain about\n")

    def test_shares_of_95_percent(self):
        self.assertEqual(self.refused("licence L \"t\" {\n  party alice, bob, carol\n  split revenue { alice 50%  bob 30%  carol 15% }\n}\n"),
                         "-- B101  THE SHARES STOP AT 95 % -------------------------------------------- scenes.byl:3 --\n"
                         "3 |   split revenue { alice 50%  bob 30%  carol 15% }\n"
                         "  |                                             ^^^ 5 % of every payment would belong to nobody.\n"
                         "Did you mean `carol 20%`, or `carol the rest`?\n")

    def test_a_syntax_error_has_its_place(self):
        said = self.refused("licence L \"t\" {\n  party alice\n  split revenue { alice 100%\n")
        self.assertRegex(said, r"^-- B001  .* scenes\.byl:\d+ --\n\d+ \|")

    def test_a_money_leak_is_named(self):
        leak = LICENCE.read_text().replace("into revenue }", "into revenue  takes 1 ether into revenue }")
        self.assertRegex(self.refused(leak), r"^-- B201  .* scenes\.byl:\d+ --\n\d+ \|")
        kept = LICENCE.read_text().replace("  act record", "  keep till: money\n  act record")
        self.assertRegex(self.refused(kept), r"^-- B201  .* scenes\.byl:\d+ --\n\d+ \|")

    def test_json_gives_diagnostics_to_programs(self):
        path = self.write("scenes.byl", LICENCE.read_text().replace("the rest", "15%"))
        done = self.run_program("bylinec", "check", path, "--json")
        self.assertEqual(done.returncode, 1)
        self.assertEqual([d["code"] for d in json.loads(done.stderr)], ["B101"])

    def test_a_file_that_is_not_there(self):
        self.expect("bylinec", "check", "none.byl", code=1, out="", err="bylinec check: cannot read none.byl: No such file or directory\n")

    def test_a_folder_is_no_file(self):
        self.expect("bylinec", "check", ".", code=1, out="", err="bylinec check: cannot read .: it is a folder\n")


class Format(ProgramCase):
    def test_writes_a_file_in_the_one_style_once(self):
        path = self.write("a.byl", "licence L{party alice // who\nsplit s{alice 100%}}")
        self.expect("bylinec", "fmt", "a.byl", out="a.byl: written anew\n")
        self.assertEqual(path.read_text(), "licence L {\n  party alice  // who\n  split s { alice 100% }\n}\n")
        self.expect("bylinec", "fmt", "a.byl", out="")

    def test_leaves_what_has_no_grammar_as_it_is(self):
        path = self.write("a.byl", "licence L { party }")
        self.expect("bylinec", "fmt", "a.byl", code=1, out="", err=None)
        self.assertEqual(path.read_text(), "licence L { party }")


class Terms(ProgramCase):
    def test_source_and_artifact_say_the_same(self):
        self.expect("bylinec", "build", LICENCE)
        text = self.expect("bylinec", "terms", LICENCE)
        self.assertIn("Each call costs 0.001 ETH.", text)
        self.assertIn("alice may withdraw 50 %, bob 30 %, carol 20 %", text)
        self.expect("bylinec", "terms", "street-scenes.json", out=text)

    def test_what_is_no_artifact_is_refused(self):
        self.write("x.json", "{}")
        self.expect("bylinec", "terms", "x.json", code=1, out="", err='bylinec terms: x.json: "format" is missing\n')


class Explain(ProgramCase):
    def test_says_what_a_check_is_for(self):
        self.assertTrue(self.expect("bylinec", "explain", "B101").startswith("B101: checks that the shares of a split total 100 %.\n\nThe shares"))
        self.assertIn("B201: ", self.expect("bylinec", "explain"))

    def test_every_page_shows_what_it_says(self):
        codes = [line.split(":")[0] for line in self.expect("bylinec", "explain").splitlines()]
        shown = 0
        for code in codes:
            page = self.expect("bylinec", "explain", code)
            self.assertGreater(len(page.splitlines()), 3, code)
            if "Wrong:" not in page:
                continue
            wrong, right = page.split("Wrong:\n")[1].split("Right:\n")
            done = self.run_program("bylinec", "check", self.write("wrong.byl", wrong), "--json")
            self.assertEqual({d["code"] for d in json.loads(done.stderr)}, {code})
            self.expect("bylinec", "check", self.write("right.byl", right))
            shown += 1
        self.assertGreaterEqual(shown, 7)

    def test_an_unknown_code(self):
        self.expect("bylinec", "explain", "B999", code=2, out="",
                    err="bylinec explain: there is no diagnostic 'B999'\nTry 'bylinec explain --help'.\n")


class Test(ProgramCase):
    """The tests that a licence carries."""

    SIGN = "  sign StreetScenes(alice: #1, bob: #2, carol: #3)\n"

    def licence(self, *tests):
        return self.write("scenes.byl", LICENCE.read_text() + "".join(f'test "{title}" {{\n{self.SIGN}{steps}}}\n' for title, steps in tests))

    def test_tells_each_test_and_what_was_tried_from_its_end(self):
        self.licence(("paid", "  as #9 record(100) paying 0.1 ether\n  expect claimable(#1) == 0.05 ether\n"))
        out = self.expect("bylinec", "test", "scenes.byl")
        self.assertRegex(out, r"^ok      paid\nok      200 random histories from there \(seed 1\): \d+ calls done, \d+ refused\n$")
        self.assertEqual(out, self.expect("bylinec", "test", "scenes.byl", "--seed", "1"))
        self.assertNotEqual(out, self.expect("bylinec", "test", "scenes.byl", "--seed", "2"))

    def test_a_file_without_tests_is_tried_too(self):
        self.assertTrue(self.expect("bylinec", "test", LICENCE, "--runs", "3").startswith("ok      StreetScenes signed by #1, #2, #3\nok      3 random"))

    def test_shows_what_does_not_hold(self):
        path = self.licence(("one", "  expect received() == 0\n"), ("two", "  as #9 record(1) paying 2 ether\n"))
        line = path.read_text().splitlines().index("  as #9 record(1) paying 2 ether") + 1
        self.expect("bylinec", "test", "scenes.byl", "--runs", "0", code=1,
                    out="ok      one\nFAILED  two\n"
                        f"-- TEST  THE CALL IS REFUSED {'-' * 47} scenes.byl:{line} --\n"
                        f"{line} |   as #9 record(1) paying 2 ether\n"
                        "   |         ^^^^^^ WrongPayment(expected 0.001 ETH, got 2 ETH).\n")

    def test_json_is_for_programs(self):
        self.licence(("one", "  expect received() == 0\n"), ("two", "  expect received() == 1 wei\n"))
        result = json.loads(self.expect("bylinec", "test", "scenes.byl", "--json", "--runs", "2", code=1))
        self.assertEqual((result["seed"], result["passed"]), (1, False))
        self.assertEqual([(t["title"], t["passed"]) for t in result["tests"]], [("one", True), ("two", False)])
        self.assertEqual(result["tests"][0]["histories"]["runs"], 1)
        self.assertEqual(result["tests"][1]["failure"]["message"], "the left side is 0 wei, the right side 1 wei.")

    def test_a_licence_with_an_error_is_not_run(self):
        self.write("bad.byl", LICENCE.read_text().replace("the rest", "15%"))
        done = self.run_program("bylinec", "test", "bad.byl")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("B101", done.stderr)


class Files(ProgramCase):
    """The eight examples of the language as they stand there: one file."""

    NAMES = ["StreetScenes", "VisionModel", "TunedModel", "EpochModel", "Album", "Prints", "Metered", "Seats"]

    def setUp(self):
        super().setUp()
        examples = sorted(LICENCE.parents[2].glob("tests/compiler/syntax/examples/*.byl"))
        self.write("all.byl", "".join(path.read_text() for path in examples))

    def test_build_writes_an_artifact_a_licence(self):
        lines = self.expect("bylinec", "build", "all.byl").splitlines()
        self.assertEqual([line.split(":")[0] for line in lines], [f"{name} -> {name}.json" for name in self.NAMES])
        self.assertEqual(json.loads((self.folder / "Album.json").read_text())["name"], "Album")
        self.assertFalse((self.folder / "all.json").exists())
        lines = self.expect("bylinec", "build", "all.byl", "--json").splitlines()
        self.assertEqual([json.loads(line)["artifact"] for line in lines], [name + ".json" for name in self.NAMES])

    def test_one_licence_can_be_chosen(self):
        out = self.expect("bylinec", "build", "all.byl", "--licence", "Album", "-o", "a.json")
        self.assertTrue(out.startswith("Album -> a.json: "))
        self.assertEqual([path.name for path in self.folder.glob("*.json")], ["a.json"])
        self.assertTrue(self.expect("bylinec", "terms", "all.byl", "--licence", "Album").startswith("Album: Recoup, then share\n"))
        self.expect("bylinec", "build", "all.byl", "-o", "a.json", code=2, out="",
                    err="bylinec build: --output is for one artifact, and the file has 8 licences: choose one with --licence\n"
                        "Try 'bylinec build --help'.\n")
        self.expect("bylinec", "terms", "all.byl", "--licence", "Albun", code=2, out="",
                    err="bylinec terms: the file has no licence Albun; it has StreetScenes, VisionModel, TunedModel, EpochModel, Album, "
                        "Prints, Metered and Seats\nTry 'bylinec terms --help'.\n")
        self.expect("bylinec", "build", LICENCE, "--licence", "StreetScenes")
        self.assertTrue((self.folder / "street-scenes.json").exists())

    def test_all_are_checked_told_and_tested(self):
        self.expect("bylinec", "check", "all.byl", out="".join(f"{name}: nothing to complain about\n" for name in self.NAMES))
        text = self.expect("bylinec", "terms", "all.byl")
        for name in self.NAMES:
            self.assertEqual(text.count(f"\n{name}: ") + text.startswith(f"{name}: "), 1, name)
        self.assertEqual(len(self.expect("bylinec", "terms", "all.byl", "--json").splitlines()), 8)
        out = self.expect("bylinec", "test", "all.byl", "--runs", "8")
        self.assertTrue(out.startswith("ok      one payment, shared 57/38/5\nok      1 random history"))
        self.assertIn("ok      Album signed by #1, #2, #3\n", out)

    def test_shares_are_those_of_licences_in_the_currency(self):
        out = self.expect("bylinec", "try", "all.byl", "12", "ether")
        self.assertTrue(out.startswith("StreetScenes\n\nrevenue:\n"))
        self.assertIn("\n\nAlbum\n\nincome:\n", out)
        self.assertNotIn("Seats", out)
        self.assertTrue(self.expect("bylinec", "try", "all.byl", "12", "usdc").startswith("Seats\n"))
        self.assertTrue(self.expect("bylinec", "try", "all.byl", "12", "ether", "--licence", "Album").startswith("income:\n"))
        self.expect("bylinec", "try", "all.byl", "12", "usdc", "--licence", "Album", code=2, out="", err=None)

    def test_proofs_are_kept_a_folder_a_licence(self):
        out = self.expect("bylinec", "prove", "all.byl", "--out", "proofs")
        self.assertEqual(sorted(path.name for path in (self.folder / "proofs").iterdir()), sorted(self.NAMES))
        self.assertTrue(out.startswith("StreetScenes:\nproved "))
        self.assertEqual(out.count("asked as proofs/"), 8)

    def test_the_style_of_a_file_of_several_licences_is_kept(self):
        self.run_program("bylinec", "fmt", "all.byl")
        self.expect("bylinec", "fmt", "all.byl", out="")
        self.expect("bylinec", "check", "all.byl", out=None)

    def test_standard_json_has_a_contract_a_licence(self):
        source = {"language": "Byline", "sources": {"all.byl": {"content": (self.folder / "all.byl").read_text()}},
                  "settings": {"outputSelection": {"*": {"*": ["abi"]}}}}
        self.write("in.json", json.dumps(source))
        output = json.loads(self.expect("bylinec", "standard-json", "in.json"))
        self.assertEqual(list(output["contracts"]["all.byl"]), self.NAMES)


class Usage(ProgramCase):
    def test_help_everywhere(self):
        for words in [()] + [(command,) for command in ("build", "check", "fmt", "terms", "test", "explain")]:
            self.assertIn("Usage: bylinec", self.expect("bylinec", *words, "--help"))
        self.assertRegex(self.expect("bylinec", "--version"), r"^bylinec \d+\.\d+\.\d+\n$")

    def test_wrong_usage_is_named(self):
        for words, error in [
            ((), "bylinec: there is no command\nTry 'bylinec --help'.\n"),
            (("compile",), "bylinec: unknown command compile\nTry 'bylinec --help'.\n"),
            (("--frob",), "bylinec: unknown flag --frob\nTry 'bylinec --help'.\n"),
            (("build",), "bylinec build: too few arguments: it takes FILE.byl\nTry 'bylinec build --help'.\n"),
            (("build", "a", "b"), "bylinec build: too many arguments: it takes FILE.byl\nTry 'bylinec build --help'.\n"),
            (("build", LICENCE, "--frob"), "bylinec build: unknown flag --frob\nTry 'bylinec build --help'.\n"),
            (("build", LICENCE, "--outp", "x"), "bylinec build: unknown flag --outp\nTry 'bylinec build --help'.\n"),
            (("build", LICENCE, "-o"), "bylinec build: the required argument for option '--output' is missing\nTry 'bylinec build --help'.\n"),
        ]:
            self.expect("bylinec", *words, code=2, out="", err=error)


if __name__ == "__main__":
    unittest.main()
