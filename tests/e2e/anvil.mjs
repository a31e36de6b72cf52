// The node that bylined is compared with, and the form in which both are compared.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const binary = join(process.env.BYLINE_E2E_CLIENTS, 'node_modules', '@foundry-rs', 'anvil-linux-amd64', 'bin', 'anvil');

/** Why there is no anvil, if there is none. */
export const anvilIsMissing = existsSync(binary) ? undefined : 'anvil is not installed; run tools/dev setup';

/** Starts anvil under Osaka rules on a free port; it is killed when the test ends. */
export async function startAnvil(t) {
  const child = spawn(binary, ['--hardfork', 'osaka', '--port', '0', '--chain-id', '31337'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  let banner = '';
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      banner += text;
      const found = /Listening on (\S+)/.exec(banner);
      if (found) resolve({ url: `http://${found[1]}` });
    });
    exited.then(([code]) => reject(new Error(`anvil ended with ${code}: ${banner}`)));
  });
}
