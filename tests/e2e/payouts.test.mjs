// The command line beside a licence that is paid in a token: its table is in the token, to its smallest unit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { alice, bob, carol, keys, readerOf, root, temporaryFolder, tools, user, walletOf } from './bylined.mjs';
import { startBylined } from './scenario.mjs';
import { abi, code } from './token.mjs';

const usdc = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';

test('payouts of a licence that is paid in a token', async (t) => {
  const folder = temporaryFolder(t);
  const artifact = join(folder, 'seats.json');
  const source = join(root, 'tests', 'compiler', 'syntax', 'examples', 'h_seats.byl');
  execFileSync(join(tools, 'bylinec', 'bylinec'), ['build', source, '-o', artifact]);
  const node = await startBylined(t, folder, [{ address: usdc, code }]);
  const byline = (command, ...words) =>
    execFileSync(join(tools, 'byline', 'byline'), [command, ...words, '--rpc', node.url], { encoding: 'utf8' });
  const on = ['--artifact', artifact];

  const { address } = JSON.parse(byline('deploy', artifact, 'vendor=#1', 'author=#2', 'desk=#3', '--json'));
  const wallet = walletOf(node.url, keys[4]);
  const mined = async (functionName, args) => readerOf(node.url).waitForTransactionReceipt({
    hash: await wallet.writeContract({ address: usdc, abi, functionName, args }),
  });
  await mined('mint', [user, 10n ** 9n]);
  await mined('approve', [address, 10n ** 9n]);
  byline('send', address, 'subscribe', '2', '--account', '4', ...on);
  byline('send', address, 'reward', carol, '1', '--account', '3', ...on);
  byline('send', address, 'subscribe', '2', '--account', '4', ...on);
  byline('claim', address, '--account', '1', ...on);
  await mined('transfer', [address, 7n]); // Nobody's: it is in no sum.

  assert.equal(byline('payouts', address, ...on), `\
payee   address                                     share  entitled  claimed  claimable
vendor  ${alice}   60 %   113.772  113.772          0
author  ${bob}   40 %    80.838        0     80.838
desk    ${carol}      -      4.99        0       4.99
(usdc)

bonus is a pool: its members are not in the table

in 199600000 = paid 113772000 + owed 85828000 + bonus and dust 0 (of the smallest unit)
`);
  const table = JSON.parse(byline('payouts', address, '--json', ...on));
  assert.deepEqual(table.currency, { name: 'usdc', decimals: 6, token: usdc });
  assert.equal(table.balances, true);
});
