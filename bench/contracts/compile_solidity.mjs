// Compiles the Solidity and Yul contracts of folders with each setting that the licences are measured beside:
//   node compile_solidity.mjs MODULES OUT.json SOURCES...
// MODULES is a folder where this folder's package-lock.json has been installed.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules, output, ...folders] = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Usage: node compile_solidity.mjs MODULES OUT.json SOURCES...');
  process.exit(2);
}
const solc = createRequire(resolve(modules, 'package.json'))('solc');

const settingsOf = (viaIR, runs) => ({
  evmVersion: 'osaka',
  viaIR,
  optimizer: { enabled: true, runs },
  metadata: { appendCBOR: false, bytecodeHash: 'none' },
});
const solidity = [
  { variant: 'legacy/200', settings: settingsOf(false, 200) },
  { variant: 'via-IR/200', settings: settingsOf(true, 200) },
  { variant: 'via-IR/10000', settings: settingsOf(true, 10_000) },
];
const yul = [200, 10_000].map((runs) => {
  const { viaIR, ...settings } = settingsOf(false, runs);
  return { variant: `Yul/${runs}`, settings };
});

function imported(path) {
  const file = join(modules, 'node_modules', path);
  return existsSync(file) ? { contents: readFileSync(file, 'utf8') } : { error: `${path} is not installed` };
}

/** The contracts of a file by name, with those outputs; or what cannot be compiled. */
function run({ folder, file }, language, settings, contract, outputs) {
  const input = {
    language,
    sources: { [file]: { content: readFileSync(join(folder, file), 'utf8') } },
    settings: { ...settings, outputSelection: { '*': { [contract]: outputs } } },
  };
  const result = JSON.parse(solc.compile(JSON.stringify(input), { import: imported }));
  const error = (result.errors ?? []).find(({ severity }) => severity === 'error');
  return error ? { error } : { contracts: result.contracts[file] };
}

const code = ['evm.bytecode.object', 'evm.deployedBytecode.object'];
const rowsOf = (contracts, variant) =>
  Object.entries(contracts)
    .filter(([, { evm }]) => evm?.bytecode.object)
    .map(([contract, { evm }]) => ({
      contract,
      variant,
      creation_code: `0x${evm.bytecode.object}`,
      runtime_bytes: evm.deployedBytecode.object.length / 2,
    }));

function compile(source, language, { variant, settings }) {
  const all = run(source, language, settings, '*', code);
  if (!all.error) return rowsOf(all.contracts, variant);
  // One contract that a setting cannot compile must not take the others of its file with it.
  const names = Object.keys(run(source, language, settings, '*', ['abi']).contracts ?? {});
  if (names.length === 0) throw new Error(all.error.formattedMessage);
  return names.flatMap((name) => {
    const { error, contracts } = run(source, language, settings, name, code);
    if (!error) return rowsOf(contracts, variant);
    if (!error.message.includes('Stack too deep')) throw new Error(error.formattedMessage);
    console.log(`NOTICE: ${name} does not compile with ${variant}: stack too deep`);
    return [];
  });
}

const compiled = [];
for (const folder of folders) {
  for (const file of readdirSync(folder).sort()) {
    const source = { folder, file };
    if (file.endsWith('.sol')) compiled.push(...solidity.flatMap((each) => compile(source, 'Solidity', each)));
    if (file.endsWith('.yul')) compiled.push(...yul.flatMap((each) => compile(source, 'Yul', each)));
  }
}
writeFileSync(output, `${JSON.stringify(compiled)}\n`);
console.log(`solc ${solc.version()}: ${compiled.length} contracts`);
