// The ABI of an artifact, written as TypeScript, says to viem's types what the compiler meant: a use with right arguments
// is accepted by tsc, and a wrong one is not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import test from 'node:test';
import { clients, root, temporaryFolder } from './bylined.mjs';
import { compile } from './scenario.mjs';

const tsc = join(clients, 'node_modules', 'typescript', 'bin', 'tsc');
const uses = join(root, 'tests', 'e2e', 'types');
const settings = {
  compilerOptions: {
    strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom'], module: 'esnext', moduleResolution: 'bundler', skipLibCheck: true, types: [],
  },
};

/** What tsc says of a file of uses beside the ABI of that source. */
function check(folder, abi, file) {
  writeFileSync(join(folder, 'abi.ts'), `export const abi = ${JSON.stringify(abi)} as const;\n`);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...settings, files: [basename(file)] }));
  copyFileSync(file, join(folder, basename(file)));
  symlinkSync(join(clients, 'node_modules'), join(folder, 'node_modules'));
  return spawnSync(process.execPath, [tsc, '--project', folder], { encoding: 'utf8' });
}

const missing = existsSync(tsc) ? undefined : 'typescript is not installed; run tools/dev setup';
if (missing) console.log(`NOTICE: ${missing}`);
for (const file of readdirSync(uses).sort()) {
  const source = `tests/compiler/syntax/examples/${basename(file, '.ts')}.byl`;
  test(`types of ${source}`, { skip: missing }, (t) => {
    const folder = temporaryFolder(t);
    const artifact = compile(source, folder);
    if (artifact.refused) {
      console.log(`NOTICE: ${source} is not compiled yet: ${artifact.refused}`);
      t.skip(`${source} is not compiled yet`);
      return;
    }
    const { status, stdout } = check(folder, artifact.abi, join(uses, file));
    assert.equal(status, 0, stdout);
  });
}
