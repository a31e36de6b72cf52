// Runs a scenario on bylined and on anvil, step by step, and compares all that a user can see of each step.
//
// A scenario is { title, accounts, contracts, steps }:
//   accounts   name -> index of a development account
//   placed     [{ name, address, code, abi }], contracts that are there before all others; none if left out
//   contracts  [{ name, source, args }], deployed in this order by account 0; `source` is a path from the root
//   steps      { as, call, args, value, on, expect: { events, error, pays } }   a transaction; `on` a contract, the last by default
//              { as, pay, value, expect }                                       a plain transfer to a contract
//              { read, args, on, returns }                                      a question
//              { wait }                                                         seconds that pass
// Where a step is a function, it is called with the { time } of the latest block, the { artifacts } by name and
// { ask(contract, function, ...args) }, and gives the step. `events` are [name, args] in order, or a function that
// gives them and is called with the { time } of the step's block; `error` is [name, args], or [] where a call is refused
// without a word; `pays` is account -> wei that it gains by the step, fees aside.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startAnvil } from './anvil.mjs';
import { chain, mnemonicToAccount, readerOf, root, startNode, temporaryFolder, tools, viem } from './bylined.mjs';

const mnemonic = 'test test test test test test test test test test test junk';
export const accountAt = (addressIndex) => mnemonicToAccount(mnemonic, { addressIndex });

/** The addresses that a scenario's steps speak of: its accounts, and its contracts before they are there. */
export function addressesOf({ accounts, contracts, placed = [] }) {
  const people = Object.entries(accounts).map(([name, index]) => [name, accountAt(index).address]);
  const there = placed.map(({ name, address }) => [name, address]);
  const deployed = contracts.map((name, nonce) => [name, viem.getContractAddress({ from: accountAt(0).address, nonce: BigInt(nonce) })]);
  return Object.fromEntries([...people, ...there, ...deployed]);
}

/** The artifact of a source, or { refused } with what the compiler says where it does not know a construct yet. */
export function compile(source, folder) {
  const output = join(folder, `${basename(source, '.byl')}.json`);
  const { status, stderr } = spawnSync(join(tools, 'bylinec', 'bylinec'), ['build', join(root, source), '-o', output], { encoding: 'utf8' });
  if (status === 0) return JSON.parse(readFileSync(output, 'utf8'));
  assert.ok(status === 1 && /\bB002\b/.test(stderr), `bylinec build ${source} ended with ${status}: ${stderr}`);
  return { refused: stderr.split('\n')[0] };
}

// What a chain under Osaka rules runs by itself: EIP-2935, EIP-7002, EIP-7251.
const systemContracts = [
  '0x0000f90827f1c53a10cb7a02335b175320002935', '0x00000961ef480eb55e80d19ad83579a64c007002', '0x0000bbddc7ce488642fb579f8b00f3a590007251',
];

/** Starts bylined on the development chain, or on one like it where `placed` contracts are there from the start. */
export async function startBylined(t, folder, placed) {
  const data = join(folder, 'data');
  if (placed.length === 0) return startNode(t, data);
  const usual = await startNode(t, join(folder, 'usual'));
  const reader = readerOf(usual.url);
  const alloc = {};
  for (let index = 0; index < 10; ++index) alloc[accountAt(index).address] = { balance: '10000000000000000000000' };
  for (const address of systemContracts) alloc[address] = { nonce: 1, code: await reader.getCode({ address }) };
  for (const { address, code } of placed) alloc[address] = { nonce: 1, code };
  await usual.stop();
  const genesis = {
    config: { chainId: chain.id, cancunTime: 0, pragueTime: 0, osakaTime: 0 }, timestamp: 0, gasLimit: 60_000_000, baseFeePerGas: 10 ** 9, alloc,
  };
  writeFileSync(join(folder, 'genesis.json'), JSON.stringify(genesis));
  return startNode(t, data, '--genesis', join(folder, 'genesis.json'));
}

/** One node under comparison. */
class Side {
  constructor(name, url) {
    this.name = name;
    this.reader = readerOf(url);
    this.fees = new Map();
  }

  /** Moves the time by a block of nothing, so that a question is answered at the new time too; the time of that block. */
  async wait(seconds) {
    await this.reader.request({ method: 'evm_increaseTime', params: [seconds] });
    await this.reader.request({ method: 'evm_mine' });
    return (await this.reader.getBlock()).timestamp;
  }

  async waitUntil(time) {
    await this.reader.request({ method: 'evm_setNextBlockTimestamp', params: [Number(time)] });
    await this.reader.request({ method: 'evm_mine' });
  }

  /** What a call gives, or with what it reverts, without a transaction. */
  async ask(from, to, data, value) {
    try {
      const result = await this.reader.request({ method: 'eth_call', params: [{ from, to, data, value: viem.numberToHex(value) }, 'latest'] });
      return { result };
    } catch (error) {
      const reverted = error.walk((cause) => typeof cause.data === 'string');
      assert.ok(reverted, `${this.name}: ${error.message}`);
      return { reverted: reverted.data };
    }
  }

  /** Sends a transaction signed here and gives its receipt. */
  async send(index, { to, data, value = 0n, gas }) {
    const account = accountAt(index);
    const serializedTransaction = await account.signTransaction({
      type: 'eip1559', chainId: chain.id, to, data, value, gas, maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n,
      nonce: await this.reader.getTransactionCount({ address: account.address }),
    });
    const hash = await this.reader.sendRawTransaction({ serializedTransaction });
    const receipt = await this.reader.waitForTransactionReceipt({ hash });
    this.fees.set(account.address, (this.fees.get(account.address) ?? 0n) + receipt.gasUsed * receipt.effectiveGasPrice);
    return receipt;
  }

  /** What an address would have if gas were free. */
  async money(address) {
    return (await this.reader.getBalance({ address })) + (this.fees.get(address) ?? 0n);
  }

  async timeOf(blockNumber) {
    return (await this.reader.getBlock({ blockNumber })).timestamp;
  }
}

/** A receipt without what two chains may differ in. */
const visible = ({ status, gasUsed, contractAddress, logs }) => ({
  status, gasUsed, contractAddress: contractAddress && viem.getAddress(contractAddress),
  logs: logs.map(({ address, topics, data }) => ({ address: viem.getAddress(address), topics, data })),
});

/** Runs one scenario; prints a notice and skips it where a source is not compiled yet. */
export async function runBeside(t, scenario) {
  const folder = temporaryFolder(t);
  const artifacts = new Map();
  for (const { name, source } of scenario.contracts) {
    const artifact = compile(source, folder);
    if (artifact.refused) {
      console.log(`NOTICE: ${source} is not compiled yet: ${artifact.refused}`);
      t.skip(`${source} is not compiled yet`);
      return;
    }
    artifacts.set(name, artifact);
  }
  const placed = scenario.placed ?? [];
  for (const { name, abi } of placed) artifacts.set(name, { abi });
  const node = await startBylined(t, folder, placed);
  const anvil = await startAnvil(t);
  for (const { address, code } of placed) await readerOf(anvil.url).request({ method: 'anvil_setCode', params: [address, code] });
  const run = new Run(scenario, artifacts, [new Side('bylined', node.url), new Side('anvil', anvil.url)]);
  await run.deploy();
  for (const [index, step] of scenario.steps.entries()) await run.step(step, index);
}

/** A scenario under way. */
class Run {
  constructor(scenario, artifacts, sides) {
    this.scenario = scenario;
    this.artifacts = artifacts;
    this.sides = sides;
    this.at = addressesOf({ ...scenario, contracts: scenario.contracts.map(({ name }) => name) });
    this.abi = [...artifacts.values()].flatMap(({ abi }) => abi.filter(({ type }) => type === 'event' || type === 'error'));
    this.keys = new Set();
    this.time = 0n;
  }

  /** What each side shows, which must be one and the same. */
  async both(what, look) {
    const seen = [];
    for (const side of this.sides) seen.push(await look(side));
    for (const [i, other] of seen.slice(1).entries()) {
      assert.deepEqual(seen[0], other, `${what}: ${this.sides[0].name} and ${this.sides[i + 1].name} differ`);
    }
    return seen[0];
  }

  /** Sends on each side, in blocks of the same time; compares the receipts. */
  async send(what, index, transaction) {
    let time;
    const seen = await this.both(what, async (side) => {
      if (time !== undefined) await side.reader.request({ method: 'evm_setNextBlockTimestamp', params: [Number(time)] });
      const receipt = await side.send(index, transaction);
      time ??= await side.timeOf(receipt.blockNumber);
      if (side.name === 'bylined') await this.noteKeys(side, receipt.transactionHash);
      return visible(receipt);
    });
    this.time = time;
    return seen;
  }

  /** Storage keys that were written: the set whose values are compared. */
  async noteKeys(side, hash) {
    const { structLogs } = await side.reader.request({ method: 'debug_traceTransaction', params: [hash, { disableMemory: true }] });
    for (const { op, stack } of structLogs) {
      if (op === 'SSTORE') this.keys.add(viem.pad(viem.toHex(BigInt(stack.at(-1))), { size: 32 }));
    }
  }

  async deploy() {
    for (const { name, args } of this.scenario.contracts) {
      const { abi, bytecode } = this.artifacts.get(name);
      const data = viem.encodeDeployData({ abi, bytecode, args });
      const receipt = await this.send(`deployment of ${name}`, 0, { data, gas: 8_000_000n });
      assert.equal(receipt.status, 'success', `deployment of ${name}`);
      assert.equal(receipt.contractAddress, this.at[name]);
    }
  }

  async step(given, index) {
    let step = given;
    const ask = (on, functionName, ...args) =>
      this.sides[0].reader.readContract({ address: this.at[on], abi: this.artifacts.get(on).abi, functionName, args });
    while (typeof step === 'function') step = await step({ time: this.time, artifacts: this.artifacts, ask });
    const what = `${this.scenario.title}, step ${index + 1} (${step.call ?? step.read ?? step.pay ?? 'wait'})`;
    if (step.wait !== undefined) await this.wait(step.wait);
    else if (step.read !== undefined) await this.read(step, what);
    else await this.transact(step, what);
  }

  /** The first side waits, and the others go to the same time. */
  async wait(seconds) {
    const [first, ...others] = this.sides;
    this.time = await first.wait(seconds);
    for (const side of others) await side.waitUntil(this.time);
  }

  async read({ read, args = [], on = this.scenario.contracts.at(-1).name, returns }, what) {
    const { abi } = this.artifacts.get(on);
    const answer = await this.both(what, ({ reader }) => reader.readContract({ address: this.at[on], abi, functionName: read, args }));
    assert.deepEqual(answer, returns, what);
  }

  async transact({ as, call, args = [], pay, value = 0n, on = pay ?? this.scenario.contracts.at(-1).name, expect = {} }, what) {
    const index = this.scenario.accounts[as];
    const to = this.at[on];
    const data = call && viem.encodeFunctionData({ abi: this.artifacts.get(on).abi, functionName: call, args });
    const answer = await this.both(what, (side) => side.ask(this.at[as], to, data ?? '0x', value));
    const before = await this.balances();
    const receipt = await this.send(what, index, { to, data, value, gas: 2_000_000n });
    const after = await this.both(`${what}, balances`, () => this.balances());
    await this.compareStorage(what);
    this.check(what, expect, answer, receipt);
    for (const [name, wei] of Object.entries(expect.pays ?? {})) assert.equal(after[name] - before[name], wei, `${what}: ${name} is paid`);
  }

  /** Of every name that the scenario has, on each side; the first side's are given. */
  balances() {
    return this.both('balances', async (side) => {
      const money = {};
      for (const [name, address] of Object.entries(this.at)) money[name] = await side.money(address);
      return money;
    });
  }

  async compareStorage(what) {
    for (const { name } of [...this.scenario.contracts, ...(this.scenario.placed ?? [])]) {
      for (const slot of this.keys) {
        await this.both(`${what}, slot ${slot} of ${name}`, ({ reader }) => reader.getStorageAt({ address: this.at[name], slot }));
      }
    }
  }

  check(what, { error, events }, answer, receipt) {
    assert.equal(receipt.status, error ? 'reverted' : 'success', what);
    if (error?.length === 0) assert.equal(answer.reverted, '0x', what);
    else if (error) {
      const { errorName, args = [] } = viem.decodeErrorResult({ abi: this.abi, data: answer.reverted });
      assert.deepEqual([errorName, args], [error[0], error[1] ?? []], what);
    }
    if (events) {
      const seen = viem.parseEventLogs({ abi: this.abi, logs: receipt.logs.map((log) => ({ ...log, topics: [...log.topics] })) });
      assert.equal(seen.length, receipt.logs.length, `${what}: a log that no event of the ABI describes`);
      const wanted = typeof events === 'function' ? events({ time: this.time }) : events;
      assert.deepEqual(seen.map(({ eventName, args }) => [eventName, args]), wanted, what);
    }
  }
}
