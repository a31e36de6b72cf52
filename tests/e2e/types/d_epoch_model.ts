import { type Address, createPublicClient, createWalletClient, getContract, type Hex, http } from 'viem';
import { abi } from './abi';

const address: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const client = createPublicClient({ transport: http() });
const wallet = createWalletClient({ transport: http(), account: address });
const licence = getContract({ address, abi, client: { public: client, wallet } });
const hash: Hex = '0x8f2de1f1ec737303c65d6e8740540b6abf496deee3f0dd5284ecca90656afdfb';
const chain = null;

export async function domain(): Promise<{ name: string; chainId: bigint; verifyingContract: Address }> {
  const [fields, name, , chainId, verifyingContract, salt, extensions] = await licence.read.eip712Domain();
  return { name: name satisfies string, chainId, verifyingContract, ...{ fields, salt, extensions: extensions satisfies readonly bigint[] } };
}

export async function writes(): Promise<Hex[]> {
  const message = { epoch: 0n, root: hash, total: 7n };
  return [
    await licence.write.record([2n], { value: 2n, chain }),
    await licence.write.report([message, hash], { chain }),
    await licence.write.claimEpoch([0n, address, 1n, 0n, hash, 7n, 10n, 1_700_000_000n, [1n, 2n]], { chain }),
    await wallet.writeContract({ address, abi, functionName: 'sweepEpoch', args: [0n, hash, 7n, 10n, 1_700_000_000n], chain }),
    await licence.write.closeSilent({ chain }),
  ];
}

export async function events(): Promise<[bigint | undefined, Address | undefined, bigint | undefined][]> {
  const logs = await client.getContractEvents({ address, abi, eventName: 'EpochClaimed', args: { epoch: 0n, payee: address } });
  return logs.map(({ args }) => [args.epoch, args.payee, args.amount]);
}

export async function refused(): Promise<void> {
  // @ts-expect-error a report has a root
  await licence.write.report([{ epoch: 0n, total: 7n }, hash], { chain });
  // @ts-expect-error a report is signed
  await licence.write.report([{ epoch: 0n, root: hash, total: 7n }], { chain });
  // @ts-expect-error a proof is a list of words
  await licence.write.claimEpoch([0n, address, 1n, 0n, hash, 7n, 10n, 1n, [hash]], { chain });
  // @ts-expect-error an epoch is a bigint
  await client.getContractEvents({ address, abi, eventName: 'EpochClaimed', args: { epoch: hash } });
}
