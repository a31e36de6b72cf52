import { accountAt, addressesOf } from '../scenario.mjs';

const accounts = { deployer: 0, provider: 1, owner: 2, first: 3, second: 4, third: 5, stranger: 6 };
const at = addressesOf({ accounts, contracts: ['licence'] });
const price = 20n * 10n ** 9n;
const funds = 1_000n * price;
const week = 7n * 86_400n;
let domain;
let leavesAt;

/** A voucher of the licensee, signed by it or by somebody else, for the domain that the contract itself says. */
async function voucher([licensee, upTo, signer = licensee]) {
  const message = { licensee: at[licensee], upTo };
  const signature = await accountAt(accounts[signer]).signTypedData({
    domain, primaryType: 'Usage', message,
    types: { Usage: [{ name: 'licensee', type: 'address' }, { name: 'upTo', type: 'uint64' }] },
  });
  return { message, signature };
}
const redeem = (vouchers, expect, as = 'provider') => async () => ({
  as, call: 'redeem', args: [await Promise.all(vouchers.map(voucher))], expect,
});
const redeemed = () => ({ events: [['Redeem', { caller: at.provider }]], pays: { licence: 0n } });
const fund = (as, value) => ({ as, call: 'fund', value, expect: { events: [['Funded', { who: at[as], amount: value }]], pays: { licence: value } } });
const deposit = (who, amount, leaves = 0n) => ({ read: 'deposit', args: [at[who]], returns: [amount, leaves] });
const claimable = (who, calls, percent) => ({ read: 'claimable', args: [at[who]], returns: (calls * price * percent) / 100n });
const received = (calls) => ({ read: 'received', returns: calls * price });

export default {
  title: '(g) vouchers against a prepaid tab',
  accounts,
  contracts: [{ name: 'licence', source: 'tests/compiler/syntax/examples/g_metered.byl', args: [at.provider, at.owner] }],
  steps: [
    async ({ ask }) => {
      const [fields, name, version, chainId, verifyingContract] = await ask('licence', 'eip712Domain');
      domain = { name, version, chainId, verifyingContract };
      return {
        read: 'eip712Domain',
        returns: [fields, 'Metered', '1', 31337n, at.licence, `0x${'0'.repeat(64)}`, []],
      };
    },
    fund('first', funds),
    fund('second', funds),
    fund('third', 10n * price),
    redeem([['first', 100n], ['second', 50n], ['third', 4n]], redeemed()),
    { read: 'used', args: [at.first], returns: 100n },
    deposit('second', funds - 50n * price),
    deposit('third', 6n * price),
    received(154n),
    redeem([['first', 100n], ['second', 50n]], redeemed()), // The same once more is worth nothing.
    received(154n),
    redeem([['first', 40n], ['second', 60n]], redeemed()), // A total that is lower is left out, and what follows is not.
    { read: 'used', args: [at.first], returns: 100n },
    received(164n),
    redeem([['third', 11n], ['first', 101n]], redeemed()), // More than the tab holds is left out whole.
    { read: 'used', args: [at.third], returns: 4n },
    received(165n),
    redeem([['first', 500n], ['second', 500n, 'stranger']], { error: ['BadSignature', [1n]] }),
    redeem([['first', 500n, 'provider']], { error: ['BadSignature', [0n]] }),
    received(165n),
    redeem([['first', 500n]], { error: ['NotAllowed', [at.stranger]] }, 'stranger'),
    redeem([], redeemed()),
    redeem(Array.from({ length: 64 }, (_, i) => ['second', 61n + BigInt(i)]), redeemed()), // One by one, in one batch.
    { read: 'used', args: [at.second], returns: 124n },
    received(229n),
    redeem(Array.from({ length: 65 }, () => ['second', 124n]), { error: [] }),
    claimable('owner', 229n, 80n),
    claimable('provider', 229n, 20n),
    { as: 'owner', call: 'claim', expect: { events: [['Claimed', { payee: at.owner, amount: (229n * price * 4n) / 5n }]], pays: { owner: (229n * price * 4n) / 5n } } },
    { as: 'first', call: 'claim', expect: { error: ['NotAllowed', [at.first]] } },
    { as: 'first', call: 'withdraw', expect: { error: ['TooEarly', [0n]] } },
    { as: 'first', call: 'leave', expect: { events: ({ time }) => [['Leaving', { who: at.first, at: time + week }]] } },
    ({ time }) => {
      leavesAt = time + week;
      return deposit('first', funds - 101n * price, leavesAt);
    },
    () => ({ as: 'first', call: 'withdraw', expect: { error: ['TooEarly', [leavesAt]] } }),
    redeem([['first', 201n]], redeemed()), // During the notice the provider may still redeem.
    received(329n),
    { wait: Number(week) },
    redeem([['first', 301n]], redeemed()), // Afterwards no longer.
    received(329n),
    {
      as: 'first', call: 'withdraw',
      expect: { events: [['Withdrawn', { who: at.first, amount: funds - 201n * price }]], pays: { first: funds - 201n * price, licence: 201n * price - funds } },
    },
    deposit('first', 0n),
    fund('first', price),
    redeem([['first', 202n]], redeemed()),
    deposit('first', 0n),
    { as: 'provider', call: 'claim', expect: { pays: { provider: (330n * price) / 5n } } },
    { as: 'owner', call: 'claim', expect: { pays: { owner: (101n * price * 4n) / 5n } } },
    { read: 'surplus', returns: 0n },
  ],
};
