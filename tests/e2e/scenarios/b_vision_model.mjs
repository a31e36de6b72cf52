import { addressesOf } from '../scenario.mjs';

const accounts = { deployer: 0, lab: 1, source: 2, user: 3, other: 4 };
const at = addressesOf({ accounts, contracts: ['licence'] });
const ether = 10n ** 18n;
const month = 30n * 86_400n;
const [research, startup] = [0, 1];
const wrong = `0x${'11'.repeat(32)}`;
/** A step that agrees to the terms of the artifact. */
const subscribe = (as, tier, value, expect) => ({ artifacts }) => {
  const agreed = artifacts.get('licence').terms.hash;
  const events = [['Subscribe', { caller: at[as], tier, agreed, paid: value }]];
  return { as, call: 'subscribe', args: [tier, agreed], value, expect: expect ?? { events, pays: { licence: value } } };
};
let ends;

export default {
  title: '(b) tiers, quotas and terms',
  accounts,
  contracts: [{ name: 'licence', source: 'tests/compiler/syntax/examples/b_vision_model.byl', args: [at.lab, at.source] }],
  steps: [
    { as: 'user', call: 'subscribe', args: [startup, wrong], value: ether / 2n, expect: { error: ['WrongTerms'] } },
    subscribe('user', startup, 1n, { error: ['WrongPayment', [ether / 2n, 1n]] }),
    subscribe('user', startup, ether / 2n),
    ({ time }) => {
      ends = time + month;
      return { read: 'seat', args: [at.user], returns: [100_000n, ends] };
    },
    () => subscribe('user', startup, ether / 2n, { error: ['StillRunning', [ends]] }),
    { as: 'user', call: 'meter', args: [at.user, 1n], expect: { error: ['NotAllowed', [at.user]] } },
    { as: 'lab', call: 'meter', args: [at.user, 40_000n], expect: { events: [['Meter', { caller: at.lab, who: at.user, n: 40_000n }]] } },
    { as: 'lab', call: 'meter', args: [at.user, 60_001n], expect: { error: ['QuotaExceeded', [60_000n, 60_001n]] } },
    { as: 'lab', call: 'meter', args: [at.other, 1n], expect: { error: ['Expired', [0n]] } },
    { as: 'lab', call: 'claim', expect: { pays: { lab: (ether / 200n) * 85n } } },
    { as: 'source', call: 'claim', expect: { pays: { source: (ether / 200n) * 15n } } },
    { wait: Number(month) },
    () => ({ as: 'lab', call: 'meter', args: [at.user, 1n], expect: { error: ['Expired', [ends]] } }),
    subscribe('user', research, 0n),
    ({ time }) => ({ read: 'seat', args: [at.user], returns: [1_000n, time + month] }),
  ],
};
