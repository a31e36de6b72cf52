// Every scenario, on bylined and on anvil: what a user sees of them is the same, to the unit of gas and the wei.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { anvilIsMissing } from './anvil.mjs';
import { root } from './bylined.mjs';
import { runBeside } from './scenario.mjs';

if (anvilIsMissing) console.log(`NOTICE: ${anvilIsMissing}`);
const folder = join(root, 'tests', 'e2e', 'scenarios');
for (const file of readdirSync(folder).sort()) {
  const { default: scenario } = await import(join(folder, file));
  test(scenario.title, { skip: anvilIsMissing }, (t) => runBeside(t, scenario));
}
