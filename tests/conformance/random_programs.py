"""Random EVM programs as state tests: the same for the same seed, on every machine.

A program is made of fragments that mostly work: operands are pushed before instructions that take them, jumps go to
places that are there, calls go to accounts with code, to precompiles and to nobody. One fragment in a few is left to chance.
"""
import random

SENDER = "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b"
SECRET_KEY = "0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8"
CONTRACTS = [f"0x{0xC0DE00 + i:040x}" for i in range(3)]
NOBODY = 0xDEAD00
FORKS = ["Cancun", "Osaka", "Prague"]

UNARY = [0x15, 0x19, 0x35, 0x51, 0x40, 0x49, 0x5C, 0x54, 0x31, 0x3B, 0x3F]
CLZ = 0x1E  # from Osaka on
BINARY = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0A, 0x0B, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A, 0x1B,
          0x1C, 0x1D]
TERNARY = [0x08, 0x09]
NULLARY = [0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3A, 0x3D, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x4A, 0x58, 0x59,
           0x5A, 0x5F]
COPIES = [0x37, 0x39, 0x3E, 0x5E]
CALLS = [0xF1, 0xF2, 0xF4, 0xFA]


def push(value: int) -> bytes:
    size = (value.bit_length() + 7) // 8
    return bytes([0x5F + size]) + value.to_bytes(size, "big")


class Program:
    """Code being written."""

    def __init__(self, chance: random.Random, fork: str):
        self.chance = chance
        self.unary = UNARY + ([CLZ] if fork == "Osaka" else [])
        self.code = b""
        self.open_jumps: list[int] = []  # places of PUSH2 operands that want a JUMPDEST further on

    def word(self) -> int:
        """A number of the kinds that go wrong: near powers of two, small, negative, with any count of limbs."""
        kind = self.chance.randrange(8)
        if kind == 0:
            return self.chance.randrange(4)
        if kind == 1:
            return self.chance.randrange(300)
        if kind == 2:
            return (1 << self.chance.randrange(256)) - self.chance.randrange(2)
        if kind == 3:
            return (1 << 256) - 1 - self.chance.randrange(1 << self.chance.randrange(1, 130))
        if kind == 4:
            return self.chance.getrandbits(64 * self.chance.randrange(1, 5))
        if kind == 5:
            return 1 << 255
        if kind == 6:
            return self.chance.getrandbits(self.chance.randrange(1, 257))
        return int(self.account(), 16)

    def account(self) -> str:
        kind = self.chance.randrange(8)
        if kind < 4:
            return self.chance.choice(CONTRACTS)
        if kind == 4:
            return SENDER
        if kind == 5:
            return f"0x{self.chance.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 18, 256]):040x}"
        return f"0x{NOBODY + self.chance.randrange(4):040x}"

    def place(self) -> int:
        """An offset in memory, or a size."""
        if self.chance.randrange(40) == 0:
            return self.word()
        return self.chance.choice([0, 0, 1, 31, 32, 33, 64, 100, 128, 255, 1000])

    def operand(self) -> bytes:
        """Something that leaves one word on the stack."""
        if self.chance.randrange(5) == 0:
            return bytes([self.chance.choice(NULLARY)])
        return push(self.word())

    def arithmetic(self) -> None:
        kind = self.chance.randrange(8)
        if kind < 2:
            self.code += self.operand() + bytes([self.chance.choice(self.unary)])
        elif kind < 7:
            self.code += self.operand() + self.operand() + bytes([self.chance.choice(BINARY)])
        else:
            self.code += self.operand() + self.operand() + self.operand() + bytes([self.chance.choice(TERNARY)])

    def stack(self) -> None:
        depth = self.chance.randrange(1, 7) if self.chance.randrange(8) else self.chance.randrange(1, 17)
        self.code += self.operand() + self.operand()
        self.code += bytes([self.chance.choice([0x7F, 0x8F]) + depth, self.chance.choice([0x50, 0x5B, 0x80])])

    def memory(self) -> None:
        kind = self.chance.randrange(6)
        if kind < 2:
            self.code += self.operand() + push(self.place()) + bytes([self.chance.choice([0x52, 0x53])])
        elif kind == 2:
            self.code += push(self.place()) + bytes([0x51])
        elif kind == 3:
            self.code += push(self.place()) + push(self.place()) + bytes([0x20])
        elif kind == 4:
            self.code += push(self.place()) + push(self.place()) + push(self.place()) + push(int(self.account(), 16)) + b"\x3C"
        else:
            self.code += push(self.place()) + push(self.place()) + push(self.place()) + bytes([self.chance.choice(COPIES)])

    def storage(self) -> None:
        key = push(self.chance.randrange(4))
        kind = self.chance.randrange(4)
        if kind == 0:
            self.code += key + bytes([0x54])
        elif kind == 1:
            self.code += push(self.chance.randrange(3)) + key + bytes([0x55])
        elif kind == 2:
            self.code += self.operand() + key + bytes([0x5D])
        else:
            self.code += key + bytes([0x5C])

    def call(self) -> None:
        op = self.chance.choice(CALLS)
        self.code += push(self.place()) + push(self.place()) + push(self.place()) + push(self.place())
        if op in (0xF1, 0xF2):
            self.code += push(self.chance.choice([0, 0, 0, 1, 2000]))
        self.code += push(int(self.account(), 16))
        self.code += bytes([0x5A]) if self.chance.randrange(3) else push(self.chance.choice([0, 700, 2300, 9000]))
        self.code += bytes([op])

    def create(self) -> None:
        """Creates from a few random bytes, some of which deploy code."""
        init = self.chance.choice([bytes([0x60, self.chance.randrange(40), 0x5F, 0xF3]), bytes([0x5F, 0x5F, 0xFD]),
                                   bytes([0x30, 0xFF]), bytes([0x60, 0xEF, 0x5F, 0x53, 0x60, 0x01, 0x5F, 0xF3]),
                                   self.chance.randbytes(self.chance.randrange(8))])
        self.code += push(int.from_bytes(init.ljust(32, b"\0"), "big")) + bytes([0x5F, 0x52])
        salted = self.chance.randrange(2)
        if salted:
            self.code += push(self.chance.randrange(2))
        self.code += push(len(init)) + bytes([0x5F]) + push(self.chance.choice([0, 0, 1])) + bytes([0xF5 if salted else 0xF0])

    def log(self) -> None:
        topics = self.chance.randrange(5)
        for _ in range(topics):
            self.code += self.operand()
        self.code += push(self.chance.choice([0, 32, 100])) + push(self.place()) + bytes([0xA0 + topics])

    def jump(self) -> None:
        """Forward, now and then on a condition; where to is filled in when a JUMPDEST comes."""
        conditional = self.chance.randrange(3)
        if conditional:
            self.code += self.chance.choice([b"\x5F", b"\x60\x01", bytes([0x54]) if self.chance.randrange(20) == 0 else b"\x58"])
        self.code += b"\x61"
        self.open_jumps.append(len(self.code))
        self.code += b"\0\0" + bytes([0x57 if conditional else 0x56])

    def land(self) -> None:
        for place in self.open_jumps:
            if self.chance.randrange(20):
                self.code = self.code[:place] + len(self.code).to_bytes(2, "big") + self.code[place + 2:]
        self.open_jumps.clear()
        self.code += b"\x5B"

    def loop(self) -> None:
        """A short body some times over."""
        self.code += push(self.chance.randrange(2, 12))
        start = len(self.code)
        self.code += b"\x5B"
        self.chance.choice([self.memory, self.storage, self.arithmetic])()
        self.code += b"\x5F\x52" if self.chance.randrange(4) == 0 else b"\x50"
        # The counter is on top again if the body left one word.
        self.code += b"\x60\x01\x90\x03\x80" + push(start) + b"\x57"

    def noise(self) -> None:
        self.code += self.chance.randbytes(self.chance.randrange(1, 6))

    def end(self) -> None:
        kind = self.chance.randrange(6)
        if kind == 0:
            self.code += push(self.place()) + push(self.place()) + b"\xF3"
        elif kind == 1:
            self.code += push(self.place()) + push(self.place()) + b"\xFD"
        elif kind == 2 and self.chance.randrange(3) == 0:
            self.code += push(int(self.account(), 16)) + b"\xFF"
        elif kind == 3:
            self.code += b"\x5F"


FRAGMENTS = [(Program.arithmetic, 30), (Program.stack, 12), (Program.memory, 14), (Program.storage, 8), (Program.call, 6),
             (Program.create, 3), (Program.log, 3), (Program.jump, 6), (Program.land, 6), (Program.loop, 4), (Program.noise, 1)]


def random_code(chance: random.Random, fork: str) -> bytes:
    program = Program(chance, fork)
    kinds, weights = zip(*FRAGMENTS)
    # Something for DUP and SWAP to reach, and for what takes more than its fragment pushed.
    for _ in range(chance.randrange(4, 20)):
        program.code += program.operand()
    for fragment in chance.choices(kinds, weights, k=chance.randrange(3, 40)):
        fragment(program)
    program.land()
    program.end()
    return program.code if program.code[0] != 0xEF else b"\x5B" + program.code


def account(nonce: int, balance: int, code: bytes, storage: dict) -> dict:
    return {"nonce": hex(nonce), "balance": hex(balance), "code": "0x" + code.hex(), "storage": storage}


def state_test(seed: int, number: int) -> dict:
    """The state test of that number; what is expected of it is not known, and given as zeros."""
    chance = random.Random(f"{seed}/{number}")
    fork = FORKS[number % len(FORKS)]
    pre = {SENDER: account(0, 10**18, b"", {})}
    for place in CONTRACTS:
        storage = {f"0x{i:02x}": f"0x{chance.randrange(1, 3):02x}" for i in range(4) if chance.randrange(2)}
        pre[place] = account(1, chance.choice([0, 1000]), random_code(chance, fork), storage)
    return {
        "env": {"currentCoinbase": "0x2adc25665018aa1fe0e6bc666dac8fc2697ff9ba", "currentGasLimit": "0x1c9c380",
                "currentNumber": "0x01", "currentTimestamp": "0x03e8", "currentBaseFee": "0x0a", "currentDifficulty": "0x00",
                "currentExcessBlobGas": "0x00", "currentRandom": "0x" + "00" * 30 + "0200"},
        "pre": pre,
        "transaction": {"nonce": "0x00", "gasPrice": "0x0a", "gasLimit": [hex(chance.choice([40_000, 120_000, 300_000]))],
                        "to": CONTRACTS[0], "value": [hex(chance.choice([0, 0, 5]))],
                        "data": ["0x" + chance.randbytes(chance.randrange(70)).hex()], "sender": SENDER,
                        "secretKey": SECRET_KEY},
        "post": {fork: [{"hash": "0x" + "00" * 32, "logs": "0x" + "00" * 32, "indexes": {"data": 0, "gas": 0, "value": 0}}]},
        "config": {"chainid": "0x01"},
    }
