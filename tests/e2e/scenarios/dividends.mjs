import { addressesOf } from '../scenario.mjs';

const accounts = { deployer: 0, desk: 1, author: 2, first: 3, second: 4, user: 5 };
const at = addressesOf({ accounts, contracts: ['licence'] });
const price = 10n ** 15n;
const pay = (n) => ({
  as: 'user', call: 'pay', args: [n], value: n * price, expect: { events: [['Pay', { caller: at.user, n, paid: n * price }]] },
});
const reshare = (who, n) => ({ as: 'desk', call: 'reshare', args: [at[who], n], expect: {} });
const claim = (as, amount) => ({ as, call: 'claim', expect: { events: [['Claimed', { payee: at[as], amount }]], pays: { [as]: amount } } });

export default {
  title: 'a pool shared by points',
  accounts,
  contracts: [{ name: 'licence', source: 'bench/contracts/licences/dividends.byl', args: [at.desk, at.author] }],
  steps: [
    pay(3n), // Nobody holds points: this is the author's.
    { as: 'user', call: 'reshare', args: [at.user, 1n], expect: { error: ['NotAllowed', [at.user]] } },
    reshare('first', 1n),
    reshare('second', 2n),
    { read: 'dividendsShares', args: [at.second], returns: 2n },
    { read: 'dividendsTotal', returns: 3n },
    pay(3n),
    claim('first', price),
    { as: 'first', call: 'claim', expect: { error: ['NothingToClaim'] } },
    reshare('first', 3n),
    pay(6n),
    { read: 'claimable', args: [at.first], returns: 4n * price },
    claim('second', 4n * price),
    claim('first', 4n * price),
    claim('author', 3n * price),
    { read: 'received', returns: 12n * price },
  ],
};
