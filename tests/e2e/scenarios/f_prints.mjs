import { addressesOf } from '../scenario.mjs';

const accounts = { deployer: 0, artist: 1, model: 2, market: 3 };
const at = addressesOf({ accounts, contracts: ['licence'] });
const ether = 10n ** 18n;

export default {
  title: '(f) a resale royalty',
  accounts,
  contracts: [{ name: 'licence', source: 'tests/compiler/syntax/examples/f_prints.byl', args: [at.artist, at.model] }],
  steps: [
    { read: 'supportsInterface', args: ['0x2a55205a'], returns: true },
    { read: 'royaltyInfo', args: [7n, 1_000_000n], returns: [at.licence, 75_000n] },
    { read: 'royaltyInfo', args: [7n, 13n], returns: [at.licence, 0n] },
    { read: 'royaltyInfo', args: [7n, 2n ** 256n - 1n], returns: [at.licence, ((2n ** 256n - 1n) * 75n) / 1000n] },
    { as: 'market', pay: 'licence', value: ether, expect: { events: [], pays: { licence: ether } } },
    { as: 'artist', call: 'claim', expect: { events: [['Claimed', { payee: at.artist, amount: (ether * 7n) / 10n }]] } },
    { as: 'market', pay: 'licence', value: 9n, expect: { events: [] } },
    { read: 'claimable', args: [at.artist], returns: 6n },
    { as: 'model', call: 'claim', expect: { pays: { model: (ether * 3n) / 10n + 2n } } },
    { read: 'received', returns: ether + 9n },
  ],
};
