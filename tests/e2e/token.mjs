// A plain token of six decimals (ERC-20 with EIP-2612) in opcodes of its own, and the few lines that assemble it.
// A balance stands in the slot of its owner's address, an allowance at keccak(owner . spender), a nonce at
// keccak(owner . 1).
import { viem } from './bylined.mjs';

export const abi = viem.parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function nonces(address owner) view returns (uint256)',
  'function decimals() view returns (uint8)',
  'function approve(address spender, uint256 value) returns (bool)',
  'function transfer(address to, uint256 value) returns (bool)',
  'function transferFrom(address from, address to, uint256 value) returns (bool)',
  'function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
  'function mint(address to, uint256 value) returns (bool)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
]);

const opcodes = {
  STOP: 0x00, ADD: 0x01, SUB: 0x03, LT: 0x10, GT: 0x11, EQ: 0x14, ISZERO: 0x15, XOR: 0x18, SHR: 0x1c, KECCAK256: 0x20, ADDRESS: 0x30,
  CALLER: 0x33, CALLDATALOAD: 0x35, TIMESTAMP: 0x42, CHAINID: 0x46, POP: 0x50, MLOAD: 0x51, MSTORE: 0x52, SLOAD: 0x54, SSTORE: 0x55,
  JUMP: 0x56, JUMPI: 0x57, GAS: 0x5a, JUMPDEST: 0x5b, DUP1: 0x80, DUP2: 0x81, DUP3: 0x82, DUP4: 0x83, SWAP1: 0x90, LOG3: 0xa3,
  RETURN: 0xf3, STATICCALL: 0xfa, REVERT: 0xfd,
};

/** Words are opcodes, numbers to push, `:place` and, to push where that is, `@place`. */
function assemble(text) {
  const bytes = [];
  const places = new Map();
  const uses = [];
  for (const word of text.trim().split(/\s+/)) {
    if (word[0] === ':') {
      places.set(word.slice(1), bytes.length);
      bytes.push(opcodes.JUMPDEST);
    } else if (word[0] === '@') {
      uses.push([bytes.length + 1, word.slice(1)]);
      bytes.push(0x61, 0, 0);
    } else if (word in opcodes) {
      bytes.push(opcodes[word]);
    } else {
      const number = viem.toBytes(BigInt(word));
      bytes.push(0x5f + number.length, ...number);
    }
  }
  for (const [at, name] of uses) bytes.splice(at, 2, places.get(name) >> 8, places.get(name) & 0xff);
  return viem.toHex(Uint8Array.from(bytes));
}

const hash = (text) => viem.keccak256(viem.toBytes(text));
const topic = (name) => viem.toEventSelector(abi.find((entry) => entry.type === 'event' && entry.name === name));
const functions = ['balanceOf', 'allowance', 'nonces', 'decimals', 'approve', 'transfer', 'transferFrom', 'permit', 'mint'];
const selector = (name) => viem.toFunctionSelector(abi.find((entry) => entry.type === 'function' && entry.name === name));
const argument = (index) => `${4 + 32 * index} CALLDATALOAD`;

export const code = assemble(`
  0 CALLDATALOAD 224 SHR
  ${functions.map((name) => `DUP1 ${selector(name)} EQ @${name} JUMPI`).join('\n')}
  :fail 0 0 REVERT
  :word 0 MSTORE 32 0 RETURN

  :balanceOf ${argument(0)} SLOAD @word JUMP
  :allowance ${argument(0)} 0 MSTORE ${argument(1)} 32 MSTORE 64 0 KECCAK256 SLOAD @word JUMP
  :nonces ${argument(0)} 0 MSTORE 1 32 MSTORE 64 0 KECCAK256 SLOAD @word JUMP
  :decimals 6 @word JUMP

  :mint ${argument(1)} DUP1 ${argument(0)} SLOAD ADD ${argument(0)} SSTORE
    0 MSTORE ${argument(0)} 0 ${topic('Transfer')} 32 0 LOG3 1 @word JUMP

  :approve ${argument(1)} CALLER ${argument(0)}
  :approved                                          ` /* value, owner, spender */ + `
    DUP1 32 MSTORE DUP2 0 MSTORE DUP3 64 0 KECCAK256 SSTORE
    DUP3 0 MSTORE SWAP1 ${topic('Approval')} 32 0 LOG3 1 @word JUMP

  :transferFrom
    ${argument(0)} 0 MSTORE CALLER 32 MSTORE 64 0 KECCAK256
    DUP1 SLOAD ${argument(2)} DUP2 DUP2 GT @fail JUMPI SWAP1 SUB SWAP1 SSTORE
    ${argument(2)} ${argument(1)} ${argument(0)} @move JUMP
  :transfer ${argument(1)} ${argument(0)} CALLER @move JUMP
  :move                                              ` /* value, to, from */ + `
    DUP1 SLOAD DUP4 DUP2 LT @fail JUMPI
    DUP4 SWAP1 SUB DUP2 SSTORE
    DUP2 SLOAD DUP4 ADD DUP3 SSTORE
    DUP3 0 MSTORE ${topic('Transfer')} 32 0 LOG3 1 @word JUMP

  :permit
    TIMESTAMP ${argument(3)} LT @fail JUMPI
    ${argument(0)} ISZERO @fail JUMPI
    ${argument(0)} 0 MSTORE 1 32 MSTORE 64 0 KECCAK256 DUP1 SLOAD
    ${hash('Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)')} 0 MSTORE
    ${argument(0)} 32 MSTORE ${argument(1)} 64 MSTORE ${argument(2)} 96 MSTORE DUP1 128 MSTORE ${argument(3)} 160 MSTORE
    192 0 KECCAK256
    ${hash('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)')} 0 MSTORE
    ${hash('USD Coin')} 32 MSTORE ${hash('2')} 64 MSTORE CHAINID 96 MSTORE ADDRESS 128 MSTORE 160 0 KECCAK256
    0x1901 0 MSTORE 32 MSTORE 64 MSTORE 66 30 KECCAK256
    0 MSTORE ${argument(4)} 32 MSTORE ${argument(5)} 64 MSTORE ${argument(6)} 96 MSTORE
    0 128 MSTORE 32 128 128 0 1 GAS STATICCALL POP
    128 MLOAD ${argument(0)} XOR @fail JUMPI
    1 ADD SWAP1 SSTORE
    ${argument(2)} ${argument(0)} ${argument(1)} @approved JUMP`);

/** What a holder signs so that `spender` may take `value`; `verifyingContract` is the token. */
export const permitOf = (verifyingContract, message) => ({
  domain: { name: 'USD Coin', version: '2', chainId: 31337, verifyingContract },
  types: {
    Permit: ['owner:address', 'spender:address', 'value:uint256', 'nonce:uint256', 'deadline:uint256'].map((field) => {
      const [name, type] = field.split(':');
      return { name, type };
    }),
  },
  primaryType: 'Permit', message,
});
