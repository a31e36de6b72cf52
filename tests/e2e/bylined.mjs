// A bylined of the build under test, and the licence that the tests use.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const tools = process.env.BYLINE_TOOLS;
export const clients = process.env.BYLINE_E2E_CLIENTS;
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

// The set-up has installed the clients in a folder of their own.
const load = createRequire(join(clients, 'package.json'));
export const viem = load('viem');
export const { mnemonicToAccount, privateKeyToAccount } = load('viem/accounts');

/** The program itself: the wrapper that npm puts before it hides its exit code. */
export const castBinary = join(clients, 'node_modules', '@foundry-rs', 'cast-linux-amd64', 'bin', 'cast');

/** The development chain, as viem wants to know it. */
export const chain = viem.defineChain({
  id: 31337,
  name: 'Byline',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [] } },
});

/** A viem client that reads; it neither retries nor caches, so that a test sees what the node says. */
export const readerOf = (url) =>
  viem.createPublicClient({ chain, transport: viem.http(url, { retryCount: 0 }), pollingInterval: 10, cacheTime: 0 });

/** A viem client that signs with a private key. */
export const walletOf = (url, key) =>
  viem.createWalletClient({ chain, transport: viem.http(url, { retryCount: 0 }), account: privateKeyToAccount(key) });

/** 0.001 ether: the price of a call. */
export const price = 10n ** 15n;

/** A private key of the development accounts 0 to 4, which every development node knows. */
export const keys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
  '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a',
];
export const [deployer, alice, bob, carol, user] = [
  '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65',
];

/** A folder that is removed when the test ends. */
export function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'byline-e2e-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Compiles the licence of the main job: its artifact. */
export function buildLicence(folder) {
  const file = join(folder, 'street-scenes.json');
  execFileSync(join(tools, 'bylinec', 'bylinec'), ['build', join(root, 'stdlib-contracts', 'licences', 'street-scenes.byl'), '-o', file]);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Starts a node over a data folder on a free port; it is killed when the test ends, if it still runs. */
export async function startNode(t, data, ...flags) {
  const child = spawn(join(tools, 'bylined', 'bylined'), ['--data', data, '--port', '0', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let banner = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      banner += text;
      const found = /JSON-RPC +(http:\/\/\S+)\n(?=[^]*\n\n)/.exec(banner);
      if (found) resolve(found[1]);
    });
    exited.then(([code]) => reject(new Error(`bylined ended with ${code}: ${banner}`)));
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  const stop = async () => {
    child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
  };
  t.after(kill);
  return { url, banner, kill, stop };
}
