import { viem } from '../bylined.mjs';
import { accountAt, addressesOf } from '../scenario.mjs';
import { abi, code, permitOf } from '../token.mjs';

const accounts = { deployer: 0, vendor: 1, author: 2, desk: 3, user: 4, member: 5, holder: 6 };
const placed = [{ name: 'usdc', address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', code, abi }];
const at = addressesOf({ accounts, placed, contracts: ['licence'] });
const price = 49_900_000n; // 49.90 of six decimals
const month = 30n * 86_400n;
const token = (as, call, args, expect = {}) => ({ as, on: 'usdc', call, args, expect });
const balance = (who, returns) => ({ read: 'balanceOf', on: 'usdc', args: [at[who]], returns });
const transfer = (from, to, value) => ['Transfer', { from: at[from], to: at[to], value }];
const bought = (as, months) => ['Subscribe', { caller: at[as], months, paid: months * price }];
const subscribe = (as, months, expect) => ({
  as, call: 'subscribe', args: [months],
  expect: expect ?? { events: [transfer(as, 'licence', months * price), bought(as, months)] },
});
const claim = (as, amount) => ({
  as, call: 'claim', expect: { events: [['Claimed', { payee: at[as], amount }], transfer('licence', as, amount)] },
});
const claimable = (who, returns, name = 'claimable') => ({ read: name, args: [at[who]], returns });
const deadline = 10n ** 10n;
/** subscribeWithPermit with a permit of the holder for `value`, signed by `signer`. */
const subscribeWithPermit = (months, { nonce = 0n, value = months * price, signer = 'holder' }, expect) => async () => {
  const signature = await accountAt(accounts[signer]).signTypedData(
    permitOf(at.usdc, { owner: at.holder, spender: at.licence, value, nonce, deadline }),
  );
  const { r, s, v } = viem.parseSignature(signature);
  return { as: 'holder', call: 'subscribeWithPermit', args: [months, deadline, Number(v), r, s], expect };
};
let seatEnds;

export default {
  title: '(h) a seat for a token, and a pool of points',
  accounts,
  placed,
  contracts: [{ name: 'licence', source: 'tests/compiler/syntax/examples/h_seats.byl', args: [at.vendor, at.author, at.desk] }],
  steps: [
    ...['user', 'member', 'holder'].map((who) => token('deployer', 'mint', [at[who], 1_000_000_000n])),
    subscribe('user', 2n, { error: ['TransferFailed'] }), // Nothing is approved.
    token('user', 'approve', [at.licence, 2n * price], { events: [['Approval', { owner: at.user, spender: at.licence, value: 2n * price }]] }),
    subscribe('user', 25n, { error: [] }),
    { as: 'user', call: 'subscribe', args: [2n], value: 1n, expect: { error: [] } }, // Ether is not the currency.
    subscribe('user', 2n),
    ({ time }) => {
      seatEnds = time + 2n * month;
      return { read: 'seats', args: [at.user], returns: seatEnds };
    },
    { read: 'active', args: [at.user], returns: true },
    { read: 'active', args: [at.member], returns: false },
    balance('licence', 99_800_000n),
    // 57 / 38 / 5: the pool is empty, so its 5 are the author's.
    claimable('vendor', 56_886_000n, 'revenueClaimable'),
    claimable('author', 37_924_000n, 'revenueClaimable'),
    claimable('author', 4_990_000n, 'bonusClaimable'),
    claimable('author', 42_914_000n),
    claim('vendor', 56_886_000n),
    claim('author', 42_914_000n),
    balance('vendor', 56_886_000n),
    balance('licence', 0n),
    { as: 'user', call: 'reward', args: [at.user, 1n], expect: { error: ['NotAllowed', [at.user]] } },
    { as: 'desk', call: 'reward', args: [at.member, 1n], expect: {} },
    { as: 'desk', call: 'reward', args: [at.user, 3n], expect: {} },
    { read: 'bonusShares', args: [at.user], returns: 3n },
    { read: 'bonusTotal', returns: 4n },
    token('member', 'approve', [at.licence, 4n * price]),
    subscribe('member', 4n),
    claimable('user', 7_485_000n), // Three quarters of 5 % of 199.60.
    claim('user', 7_485_000n),
    claim('member', 2_495_000n),
    claim('vendor', 113_772_000n),
    { as: 'user', call: 'claim', expect: { error: ['NothingToClaim'] } },
    subscribeWithPermit(1n, { signer: 'user' }, { error: ['TransferFailed'] }),
    subscribeWithPermit(1n, {}, {
      events: [['Approval', { owner: at.holder, spender: at.licence, value: price }], transfer('holder', 'licence', price), bought('holder', 1n)],
    }),
    { read: 'nonces', on: 'usdc', args: [at.holder], returns: 1n },
    subscribeWithPermit(1n, {}, { error: ['TransferFailed'] }), // The same permit is of no use twice.
    token('holder', 'approve', [at.licence, price]),
    subscribeWithPermit(1n, {}, { events: [transfer('holder', 'licence', price), bought('holder', 1n)] }), // A bad permit is not missed.
    token('user', 'transfer', [at.licence, 5n]), // Nobody's: a plain transfer is no payment.
    { read: 'surplus', returns: 5n },
    { read: 'received', returns: 8n * price },
    { wait: Number(2n * month) },
    { read: 'active', args: [at.user], returns: false },
    { as: 'author', call: 'announce', args: [at.user], expect: { error: ['NotAllowed', [at.author]] } },
    { as: 'vendor', call: 'announce', args: [at.user], expect: { events: ({ time }) => [['Successor', { successor: at.user, at: time + month }]] } },
    token('holder', 'approve', [at.licence, 10n * price]),
    subscribe('holder', 1n),
    { wait: Number(month) },
    subscribe('holder', 1n, { error: ['Paused', [2n ** 64n - 1n]] }), // For ever.
    claim('author', 132_734_000n), // 38 % of nine months, less what was claimed.
    { read: 'surplus', returns: 5n },
  ],
};
