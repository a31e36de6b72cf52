import { addressesOf } from '../scenario.mjs';

const accounts = { deployer: 0, publisher: 1, artist: 2, producer: 3, user: 4, label: 5 };
const at = addressesOf({ accounts, contracts: ['licence'] });
const ether = 10n ** 18n;
const price = ether / 5n;
const month = 30n * 86_400n;
const pay = (value) => ({ as: 'label', pay: 'licence', value, expect: { events: [], pays: { licence: value } } });
const license = (months) => ({
  as: 'user', call: 'license', args: [months], value: months * price,
  expect: { events: [['License', { caller: at.user, months, paid: months * price }]] },
});
const claimable = (who, returns) => ({ read: 'claimable', args: [at[who]], returns });
const claim = (as, wei) => ({ as, call: 'claim', expect: { pays: { [as]: wei } } });
let paidTo;

export default {
  title: '(e) a waterfall with a cap',
  accounts,
  contracts: [{ name: 'licence', source: 'tests/compiler/syntax/examples/e_album.byl', args: [at.publisher, at.artist, at.producer] }],
  steps: [
    pay(30n * ether),
    claimable('publisher', 30n * ether),
    claimable('artist', 0n),
    pay(30n * ether), // The first tier ends in the middle of it.
    claimable('publisher', 50n * ether),
    claimable('artist', 10n * ether),
    claim('publisher', 50n * ether),
    pay(60n * ether),
    claim('publisher', 20n * ether), // 70 in all, and never more.
    claimable('artist', 47n * ether),
    claimable('producer', 3n * ether),
    { as: 'user', call: 'license', args: [1n], value: 1n, expect: { error: ['WrongPayment', [price, 1n]] } },
    license(3n),
    ({ time }) => {
      paidTo = time + 3n * month;
      return { read: 'paidTo', args: [at.user], returns: paidTo };
    },
    license(1n),
    () => ({ read: 'paidTo', args: [at.user], returns: paidTo + month }),
    { as: 'publisher', call: 'claim', expect: { error: ['NothingToClaim'] } },
    claim('artist', 47n * ether + (4n * price * 85n) / 100n),
    claim('producer', 3n * ether + (4n * price * 15n) / 100n),
    { read: 'received', returns: 120n * ether + 4n * price },
    { wait: Number(5n * month) },
    license(1n),
    ({ time }) => ({ read: 'paidTo', args: [at.user], returns: time + month }),
  ],
};
