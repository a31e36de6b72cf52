// The main job with viem: deploy, call, read logs, claim, and compare each payout to the wei.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  alice, bob, buildLicence, carol, keys, price, readerOf, startNode, temporaryFolder, user, viem, walletOf,
} from './bylined.mjs';

async function licenceOn(t) {
  const folder = temporaryFolder(t);
  const node = await startNode(t, `${folder}/data`);
  const artifact = buildLicence(folder);
  const reader = readerOf(node.url);
  const wallets = keys.map((key) => walletOf(node.url, key));
  const hash = await wallets[0].deployContract({ abi: artifact.abi, bytecode: artifact.bytecode, args: [alice, bob, carol] });
  const receipt = await reader.waitForTransactionReceipt({ hash });
  assert.equal(receipt.status, 'success');
  assert.equal(receipt.type, 'eip1559');
  const licence = { address: receipt.contractAddress, abi: artifact.abi };
  const send = async (index, call) => reader.waitForTransactionReceipt({ hash: await wallets[index].writeContract({ ...licence, ...call }) });
  const ask = (functionName, ...args) => reader.readContract({ ...licence, functionName, args });
  return { artifact, licence, reader, wallets, send, ask };
}

test('from a licence to paid contributors', async (t) => {
  const { artifact, licence, reader, send, ask } = await licenceOn(t);

  // Getters say who the parties are; the code on chain is the artifact's, parties filled in.
  assert.deepEqual(await Promise.all([ask('alice'), ask('bob'), ask('carol')]), [alice, bob, carol]);
  assert.equal(await ask('termsHash'), artifact.terms.hash);
  assert.equal((await reader.getCode({ address: licence.address })).length, artifact.deployedBytecode.length);

  // Use: three single calls and one of 97, from two accounts.
  const uses = [[4, 1n], [4, 1n], [0, 1n], [4, 97n]];
  const calls = uses.reduce((sum, [, n]) => sum + n, 0n);
  for (const [account, n] of uses) {
    const receipt = await send(account, { functionName: 'record', args: [n], value: n * price });
    assert.equal(receipt.status, 'success');
    assert.ok(receipt.gasUsed <= 23_100n, `record used ${receipt.gasUsed} gas`);
  }

  // The logs tell the same story, by range, by topic and from the receipts.
  const records = await reader.getContractEvents({ ...licence, eventName: 'Record', fromBlock: 0n });
  assert.deepEqual(records.map((log) => [log.args.n, log.args.paid]), uses.map(([, n]) => [n, n * price]));
  const byUser = await reader.getContractEvents({ ...licence, eventName: 'Record', args: { caller: user }, fromBlock: 0n });
  assert.equal(byUser.length, 3);

  // Claims, each exact to the wei, seen in the balance of the payee too.
  const total = calls * price;
  assert.equal(await ask('received'), total);
  const shares = [[1, alice, 50n], [2, bob, 30n], [3, carol, 20n]];
  for (const [account, payee, percent] of shares) {
    const due = (total * percent) / 100n;
    assert.equal(await ask('claimable', payee), due);
    const before = await reader.getBalance({ address: payee });
    const receipt = await send(account, { functionName: 'claim' });
    const after = await reader.getBalance({ address: payee });
    assert.equal(after - before, due - receipt.gasUsed * receipt.effectiveGasPrice);
    const [claimed] = viem.parseEventLogs({ abi: licence.abi, eventName: 'Claimed', logs: receipt.logs });
    assert.deepEqual(claimed.args, { payee, amount: due });
    assert.equal(await ask('claimable', payee), 0n);
  }
  assert.equal(await reader.getBalance({ address: licence.address }), 0n);
  assert.equal(await ask('received'), total);
});

test('anyone may push a payee its money, and a payee may send it elsewhere', async (t) => {
  const { reader, send, ask } = await licenceOn(t);
  await send(4, { functionName: 'record', args: [10n], value: 10n * price });
  const before = await reader.getBalance({ address: bob });
  await send(4, { functionName: 'claimFor', args: [bob] });
  assert.equal((await reader.getBalance({ address: bob })) - before, 3n * price);

  const elsewhere = '0x00000000000000000000000000000000000a11ce';
  await send(1, { functionName: 'claimTo', args: [elsewhere] });
  assert.equal(await reader.getBalance({ address: elsewhere }), 5n * price);
  assert.equal(await ask('claimable', carol), 2n * price);
});

test('refusals arrive decoded', async (t) => {
  const { licence, reader, wallets } = await licenceOn(t);
  const refused = async (call, errorName, args) => {
    const error = await reader.simulateContract({ ...licence, ...call }).then(() => assert.fail('it went through'), (e) => e);
    const revert = error.walk((cause) => cause.data?.errorName);
    assert.equal(revert?.data.errorName, errorName, error.message);
    assert.deepEqual(revert.data.args ?? [], args);
  };
  await refused({ functionName: 'record', args: [2n], value: price, account: user }, 'WrongPayment', [2n * price, price]);
  await refused({ functionName: 'claim', account: alice }, 'NothingToClaim', []);
  await refused({ functionName: 'claim', account: user }, 'NotAllowed', [user]);
  // No bucket is `default`: a bare transfer has nowhere to go.
  await assert.rejects(wallets[4].sendTransaction({ to: licence.address, value: 1n }));
});

test('the node answers what a wallet asks', async (t) => {
  const { licence, reader, wallets } = await licenceOn(t);
  assert.equal(await reader.getChainId(), 31337);
  const request = await wallets[4].prepareTransactionRequest({ to: alice, value: 1n });
  assert.equal(request.type, 'eip1559');
  assert.equal(request.nonce, 0);
  const block = await reader.getBlock({ includeTransactions: true });
  assert.equal(block.transactions[0].from, wallets[0].account.address.toLowerCase());
  assert.equal(await reader.getTransactionCount({ address: wallets[0].account.address }), 1);
  const history = await reader.getFeeHistory({ blockCount: 1, rewardPercentiles: [50] });
  assert.equal(history.baseFeePerGas.length, 2);
  // Slot 0 holds what was claimed: nothing yet.
  assert.match(await reader.getStorageAt({ address: licence.address, slot: '0x0' }), /^0x0{64}$/);
  await assert.rejects(reader.request({ method: 'eth_frobnicate' }), /does not exist/);
});
