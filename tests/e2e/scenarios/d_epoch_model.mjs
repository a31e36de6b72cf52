import { viem } from '../bylined.mjs';
import { accountAt, addressesOf } from '../scenario.mjs';

const accounts = { deployer: 0, attributor: 1, treasury: 2, user: 3, first: 4, second: 5, third: 6, relayer: 7 };
const at = addressesOf({ accounts, contracts: ['licence'] });
const price = 10n ** 15n;
const day = 86_400n;

// A Merkle-sum tree of three payees, padded to four with nothing.
const hash = (types, values) => viem.keccak256(viem.encodeAbiParameters(types.map((type) => ({ type })), values));
const leaf = (account, weight) => ({ hash: hash(['address', 'uint64'], [account, weight]), sum: weight });
const node = (left, right) => ({
  hash: hash(['bytes32', 'uint256', 'bytes32', 'uint256'], [left.hash, left.sum, right.hash, right.sum]), sum: left.sum + right.sum,
});
const weights = [['first', 1n], ['second', 2n], ['third', 4n]];
const leaves = [...weights.map(([name, weight]) => leaf(at[name], weight)), leaf(viem.zeroAddress, 0n)];
const [left, right] = [node(leaves[0], leaves[1]), node(leaves[2], leaves[3])];
const top = node(left, right);
const proofs = [[leaves[1], right], [leaves[0], right], [leaves[3], left]].map((path) => path.flatMap(({ hash: each, sum }) => [BigInt(each), sum]));

const pot = 100n * price;
const message = { epoch: 0n, root: top.hash, total: top.sum };
let closedAt;
const sign = (signer, signed) => accountAt(accounts[signer]).signTypedData({
  domain: { name: 'EpochModel', version: '1', chainId: 31337, verifyingContract: at.licence },
  types: { Report: [{ name: 'epoch', type: 'uint64' }, { name: 'root', type: 'bytes32' }, { name: 'total', type: 'uint64' }] },
  primaryType: 'Report', message: signed,
});
const report = (signer, signed, expect) => async () => ({
  as: 'relayer', call: 'report', args: [signed, await sign(signer, signed)], expect,
});
const claim = (index, expect) => () => {
  const [name, weight] = weights[index];
  return { as: 'relayer', call: 'claimEpoch', args: [0n, at[name], weight, BigInt(index), top.hash, top.sum, pot, closedAt, proofs[index]], expect };
};
const part = (index) => (pot * weights[index][1]) / top.sum;
const claims = (index) => claim(index, {
  events: [['EpochClaimed', { epoch: 0n, payee: at[weights[index][0]], amount: part(index) }]], pays: { [weights[index][0]]: part(index) },
});
const sweep = (expect) => ({ as: 'relayer', call: 'sweepEpoch', args: [0n, top.hash, top.sum, pot, closedAt], expect });

export default {
  title: '(d) weights per epoch, claimed with a proof',
  accounts,
  contracts: [{ name: 'licence', source: 'tests/compiler/syntax/examples/d_epoch_model.byl', args: [at.attributor, at.treasury] }],
  steps: [
    report('attributor', message, { error: ['EmptyEpoch'] }),
    { as: 'user', call: 'record', args: [100n], value: pot, expect: { events: [['Record', { caller: at.user, n: 100n, paid: pot }]] } },
    report('attributor', { ...message, epoch: 1n }, { error: ['WrongEpoch', [1n, 0n]] }),
    report('attributor', { ...message, total: 0n }, { error: ['EmptyEpoch'] }),
    report('user', message, { error: ['BadSignature', [0n]] }),
    report('attributor', message, { pays: { licence: 0n } }),
    ({ time }) => {
      closedAt = time;
      return { read: 'attributor', returns: at.attributor };
    },
    claims(0),
    claim(0, { error: ['AlreadyClaimed'] }),
    claims(2),
    () => sweep({ error: ['TooEarly', [closedAt + 180n * day]] }),
    { wait: Number(181n * day) },
    () => sweep({ pays: { treasury: pot - part(0) - part(2), licence: part(0) + part(2) - pot } }),
    claim(1, { error: ['NothingToClaim'] }),
  ],
};
