// Compiles the Solidity and Yul contracts of a folder with each setting that the licences are measured beside:
//   node compile_solidity.mjs SOURCES MODULES OUT.json
// MODULES is a folder where this folder's package-lock.json has been installed.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [sources, modules, output] = process.argv.slice(2);
if (!output) {
  console.error('Usage: node compile_solidity.mjs SOURCES MODULES OUT.json');
  process.exit(2);
}
const solc = createRequire(join(modules, 'package.json'))('solc');

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
function run(file, language, settings, contract, outputs) {
  const input = {
    language,
    sources: { [file]: { content: readFileSync(join(sources, file), 'utf8') } },
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

function compile(file, language, { variant, settings }) {
  const all = run(file, language, settings, '*', code);
  if (!all.error) return rowsOf(all.contracts, variant);
  // One contract that a setting cannot compile must not take the others of its file with it.
  const names = Object.keys(run(file, language, settings, '*', ['abi']).contracts ?? {});
  if (names.length === 0) throw new Error(all.error.formattedMessage);
  return names.flatMap((name) => {
    const { error, contracts } = run(file, language, settings, name, code);
    if (!error) return rowsOf(contracts, variant);
    if (!error.message.includes('Stack too deep')) throw new Error(error.formattedMessage);
    console.log(`NOTICE: ${name} does not compile with ${variant}: stack too deep`);
    return [];
  });
}

const compiled = [];
for (const file of readdirSync(sources).sort()) {
  if (file.endsWith('.sol')) compiled.push(...solidity.flatMap((each) => compile(file, 'Solidity', each)));
  if (file.endsWith('.yul')) compiled.push(...yul.flatMap((each) => compile(file, 'Yul', each)));
}
writeFileSync(output, `${JSON.stringify(compiled)}\n`);
console.log(`solc ${solc.version()}: ${compiled.length} contracts`);
