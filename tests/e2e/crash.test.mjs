// kill -9 in the middle of a stream of calls from several connections: what was acknowledged is there afterwards.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  alice, bob, buildLicence, carol, chain, keys, price, privateKeyToAccount, readerOf, startNode, temporaryFolder, viem, walletOf,
} from './bylined.mjs';

/** Sends calls one after the other until the node is gone; the hashes that it answered with. */
async function stream(url, key, licence, crash, acknowledged) {
  const account = privateKeyToAccount(key);
  const node = readerOf(url);
  const data = viem.encodeFunctionData({ abi: licence.abi, functionName: 'record', args: [1n] });
  const first = await node.getTransactionCount({ address: account.address });
  for (let nonce = first; ; ++nonce) {
    const serializedTransaction = await account.signTransaction({
      chainId: chain.id, to: licence.address, data, value: price, nonce, gas: 60_000n, maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n, type: 'eip1559',
    });
    try {
      acknowledged.push(await node.sendRawTransaction({ serializedTransaction }));
    } catch (error) {
      if (crash.begun) return; // The node is gone.
      throw error;
    }
    crash.count(acknowledged.length);
  }
}

test('kill -9 loses nothing that was acknowledged', async (t) => {
  const folder = temporaryFolder(t);
  const data = `${folder}/data`;
  const artifact = buildLicence(folder);
  let node = await startNode(t, data);
  const deployer = walletOf(node.url, keys[0]);
  const hash = await deployer.deployContract({ abi: artifact.abi, bytecode: artifact.bytecode, args: [alice, bob, carol] });
  const { contractAddress } = await readerOf(node.url).waitForTransactionReceipt({ hash });
  const licence = { address: contractAddress, abi: artifact.abi };

  const acknowledged = [];
  // Three crashes in one chain's life, each at another length of the stream.
  for (const length of [25, 60, 61]) {
    const goal = acknowledged.length + length;
    let reached;
    const enough = new Promise((resolve) => (reached = resolve));
    const crash = { begun: false, count: (count) => count >= goal && reached() };
    const streams = Promise.all(keys.map((key) => stream(node.url, key, licence, crash, acknowledged)));
    await Promise.race([enough, streams]);
    crash.begun = true;
    await node.kill();
    await streams;

    node = await startNode(t, data);
    assert.match(node.banner, /recovery +the last stop was not clean: recovered block \d+/);
    const reader = readerOf(node.url);
    const blocks = new Set();
    for (const sent of acknowledged) {
      const receipt = await reader.getTransactionReceipt({ hash: sent });
      assert.equal(receipt.status, 'success');
      blocks.add(receipt.blockHash);
    }
    for (const blockHash of blocks) assert.equal((await reader.getBlock({ blockHash })).hash, blockHash);

    // Each stream may have had one call under way that was sealed and not answered.
    const received = await reader.readContract({ ...licence, functionName: 'received' });
    assert.equal(received % price, 0n);
    const sealed = received / price;
    const most = BigInt(acknowledged.length + keys.length * 3);
    assert.ok(sealed >= BigInt(acknowledged.length) && sealed <= most, `${acknowledged.length} acknowledged, ${sealed} sealed`);
    assert.equal(await reader.getBalance({ address: licence.address }), received);
  }
  await node.stop();
});
