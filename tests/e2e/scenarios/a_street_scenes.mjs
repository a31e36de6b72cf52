import { addressesOf } from '../scenario.mjs';

const accounts = { deployer: 0, alice: 1, bob: 2, carol: 3, user: 4, other: 5 };
const at = addressesOf({ accounts, contracts: ['licence'] });
const price = 10n ** 15n;
const records = (caller, n) => [['Record', { caller: at[caller], n, paid: n * price }]];
const claims = (payee, amount) => ({ events: [['Claimed', { payee: at[payee], amount }]] });
const record = (as, n) => ({ as, call: 'record', args: [n], value: n * price, expect: { events: records(as, n) } });

export default {
  title: '(a) three contributors, a price a call',
  accounts,
  contracts: [
    { name: 'licence', source: 'tests/compiler/syntax/examples/a_street_scenes.byl', args: [at.alice, at.bob, at.carol] },
  ],
  steps: [
    { read: 'alice', returns: at.alice },
    { read: 'carol', returns: at.carol },
    { read: 'received', returns: 0n },
    { read: 'claimable', args: [at.user], returns: 0n },
    { read: 'supportsInterface', args: ['0x01ffc9a7'], returns: true },
    { read: 'supportsInterface', args: ['0xffffffff'], returns: false },
    { as: 'alice', call: 'claim', expect: { error: ['NothingToClaim'], pays: { alice: 0n } } },
    record('user', 1n),
    record('user', 1n),
    record('other', 98n),
    { as: 'user', call: 'record', args: [0n], expect: { events: records('user', 0n) } },
    { as: 'user', call: 'record', args: [2n], value: 1n, expect: { error: ['WrongPayment', [2n * price, 1n]], pays: { licence: 0n } } },
    { as: 'user', call: 'record', args: [2n ** 64n - 1n], value: price, expect: { error: ['WrongPayment', [(2n ** 64n - 1n) * price, price]] } },
    { as: 'user', pay: 'licence', value: 1n, expect: { error: [] } },
    { read: 'received', returns: 100n * price },
    { read: 'claimable', args: [at.bob], returns: 30n * price },
    { as: 'user', call: 'claim', expect: { error: ['NotAllowed', [at.user]] } },
    { as: 'alice', call: 'claim', expect: { ...claims('alice', 50n * price), pays: { alice: 50n * price, licence: -50n * price } } },
    { as: 'alice', call: 'claim', expect: { error: ['NothingToClaim'] } },
    { as: 'user', call: 'claimFor', args: [at.bob], expect: { ...claims('bob', 30n * price), pays: { bob: 30n * price } } },
    record('user', 1n),
    { as: 'carol', call: 'claimTo', args: [at.other], expect: { pays: { other: 20n * price + price / 5n, carol: 0n } } },
    { as: 'alice', call: 'claim', expect: { ...claims('alice', price / 2n), pays: { alice: price / 2n } } },
    { read: 'claimable', args: [at.carol], returns: 0n },
    { read: 'received', returns: 101n * price },
    { read: 'surplus', returns: 0n },
  ],
};
