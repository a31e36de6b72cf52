import { viem } from '../bylined.mjs';
import { addressesOf } from '../scenario.mjs';

const accounts = { deployer: 0, tuner: 1, host: 2, artist: 3, model: 4, user: 5 };
const at = addressesOf({ accounts, contracts: ['parent', 'grandparent', 'licence'] });
const ether = 10n ** 18n;
const total = ether / 5n;
const ancestor = { source: 'tests/compiler/syntax/examples/f_prints.byl', args: [at.artist, at.model] };
const claims = (as, payee, percent) => ({
  as, call: 'claimFor', args: [at[payee]],
  expect: { events: [['Claimed', { payee: at[payee], amount: (total / 100n) * percent }]], pays: { [payee]: (total / 100n) * percent } },
});

export default {
  title: '(c) derivative work, whose ancestors are licences',
  accounts,
  contracts: [
    { name: 'parent', ...ancestor },
    { name: 'grandparent', ...ancestor },
    {
      name: 'licence', source: 'tests/compiler/syntax/examples/c_tuned_model.byl',
      args: [at.parent, at.grandparent, at.tuner, at.host],
    },
  ],
  steps: [
    { read: 'supportsInterface', args: [viem.toFunctionSelector('acceptsPlainTransfers()')], returns: true },
    {
      as: 'user', call: 'record', args: [100n], value: total,
      expect: { events: [['Record', { caller: at.user, n: 100n, paid: total }]], pays: { parent: 0n, licence: total } },
    },
    claims('user', 'parent', 10n),
    claims('user', 'grandparent', 5n),
    { read: 'received', on: 'parent', returns: total / 10n },
    { as: 'artist', on: 'parent', call: 'claim', expect: { pays: { artist: (total / 100n) * 7n } } },
    claims('tuner', 'tuner', 51n),
    claims('host', 'host', 34n),
    { as: 'user', call: 'claimFor', args: [at.parent], expect: { error: ['NothingToClaim'] } },
    { as: 'user', pay: 'licence', value: ether, expect: { events: [], pays: { licence: ether } } },
    { read: 'received', returns: total + ether },
    { read: 'claimable', args: [at.tuner], returns: (ether / 100n) * 51n },
  ],
};
