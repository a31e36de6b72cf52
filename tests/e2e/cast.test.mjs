// The main job with cast: every step is a command, and its output is what is compared.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';
import { alice, bob, buildLicence, carol, castBinary, keys, price, startNode, temporaryFolder, user } from './bylined.mjs';

const execute = promisify(execFile);

test('from a licence to paid contributors, command by command', async (t) => {
  const folder = temporaryFolder(t);
  const node = await startNode(t, `${folder}/data`);
  const artifact = buildLicence(folder);
  const cast = async (command, ...words) => {
    const { stdout } = await execute(castBinary, [command, '--rpc-url', node.url, ...words], { env: { ...process.env, NO_COLOR: '1' } });
    return stdout.trim();
  };
  const send = async (account, ...words) => JSON.parse(await cast('send', '--json', '--private-key', keys[account], ...words));
  const number = (text) => BigInt(text.split(' ')[0]);

  assert.equal(await cast('chain-id'), '31337');
  const args = [alice, bob, carol].map((payee) => payee.slice(2).padStart(64, '0').toLowerCase()).join('');
  const deployed = await send(0, '--create', artifact.bytecode + args);
  assert.equal(deployed.status, '0x1');
  const licence = deployed.contractAddress;
  assert.equal(await cast('call', licence, 'bob()(address)'), bob);

  const calls = [1n, 1n, 98n];
  for (const n of calls) {
    const receipt = await send(4, licence, 'record(uint64)', `${n}`, '--value', `${n * price}`);
    assert.equal(receipt.status, '0x1');
    assert.ok(BigInt(receipt.gasUsed) <= 23_100n, `record used ${receipt.gasUsed} gas`);
  }

  const logs = JSON.parse(await cast('logs', '--json', '--from-block', '0', '--to-block', 'latest', '--address', licence,
    'Record(address indexed caller, uint64 n, uint256 paid)', user));
  assert.deepEqual(logs.map((log) => [BigInt(log.data.slice(0, 66)), BigInt(`0x${log.data.slice(66)}`)]), calls.map((n) => [n, n * price]));

  const total = 100n * price;
  assert.equal(number(await cast('call', licence, 'received()(uint256)')), total);
  for (const [account, payee, percent] of [[1, alice, 50n], [2, bob, 30n], [3, carol, 20n]]) {
    const due = (total * percent) / 100n;
    assert.equal(number(await cast('call', licence, 'claimable(address)(uint256)', payee)), due);
    const before = number(await cast('balance', payee));
    const claimed = await send(account, licence, 'claim()');
    const receipt = JSON.parse(await cast('receipt', '--json', claimed.transactionHash));
    assert.equal(receipt.status, '0x1');
    assert.equal(BigInt(receipt.logs[0].data), due);
    const fee = BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice);
    assert.equal(number(await cast('balance', payee)) - before, due - fee);
  }
  assert.equal(number(await cast('balance', licence)), 0n);

  await assert.rejects(send(4, licence, 'record(uint64)', '1', '--value', '1'), /execution reverted|WrongPayment/);
  await assert.rejects(send(4, alice, '--value', '1', '--nonce', '0'), /nonce too low/);
});
