"""Running the built programs as their users do; the folder they are in is BYLINE_TOOLS."""
import json, os, pathlib, re, shutil, subprocess, tempfile, time, unittest, urllib.request

TOOLS = pathlib.Path(os.environ["BYLINE_TOOLS"])
LICENCE = pathlib.Path(__file__).resolve().parents[2] / "stdlib-contracts" / "licences" / "street-scenes.byl"


class ProgramCase(unittest.TestCase):
    """A test in a fresh folder of its own, which is the working folder of the programs."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="byline-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def run_program(self, program, *words):
        return subprocess.run([TOOLS / program / program, *map(str, words)], cwd=self.folder, capture_output=True, text=True, timeout=60)

    def expect(self, program, *words, code=0, out=None, err=""):
        """Runs a program and compares exit code, output and error text; None: any text. Returns the output."""
        done = self.run_program(program, *words)
        told = f"{program} {' '.join(map(str, words))}"
        self.assertEqual((done.returncode, done.stderr if err is not None else None), (code, err), told)
        if out is not None:
            self.assertEqual(done.stdout, out, told)
        return done.stdout

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path


class RunningNode:
    """bylined on a free port, over a folder; stopped by stop() or kill()."""

    def __init__(self, case, folder, *flags):
        self.log = open(case.folder / "node.log", "a+")
        begun = self.log.seek(0, os.SEEK_END)
        self.process = subprocess.Popen([TOOLS / "bylined" / "bylined", "--data", folder, "--port", "0", *flags], stdout=self.log, stderr=self.log)
        case.addCleanup(self.kill)
        deadline = time.monotonic() + 30
        while True:
            self.log.seek(begun)
            self.banner = self.log.read()
            found = re.search(r"JSON-RPC +(http://\S+)", self.banner)
            if found:
                self.url = found.group(1)
                return
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("bylined did not start: " + self.banner)
            time.sleep(0.01)

    def rpc(self, method, *parameters):
        """The whole answer: with `result` or `error`."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def stop(self):
        self.process.terminate()
        return self.process.wait(30)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.log.close()
