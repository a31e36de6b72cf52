import { type Address, createPublicClient, createWalletClient, getContract, type Hex, http } from 'viem';
import { abi } from './abi';

const address: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const client = createPublicClient({ transport: http() });
const wallet = createWalletClient({ transport: http(), account: address });
const licence = getContract({ address, abi, client: { public: client, wallet } });
const hash: Hex = '0x8f2de1f1ec737303c65d6e8740540b6abf496deee3f0dd5284ecca90656afdfb';
const chain = null;

export async function reads(): Promise<[readonly [bigint, bigint], Address, bigint]> {
  return [
    await licence.read.seat([address]),
    await licence.read.source(),
    await client.readContract({ address, abi, functionName: 'claimable', args: [address] }),
  ];
}

export async function writes(): Promise<Hex[]> {
  return [
    await licence.write.subscribe([1, hash], { value: 5n, chain }), // A tier is a small number.
    await licence.write.meter([address, 40_000n], { chain }),
    await wallet.writeContract({ address, abi, functionName: 'subscribe', args: [0, hash], chain }),
  ];
}

export async function events(): Promise<[number | undefined, Hex | undefined][]> {
  const logs = await client.getContractEvents({ address, abi, eventName: 'Subscribe', args: { caller: address } });
  return logs.map(({ args }) => [args.tier, args.agreed]);
}

export async function refused(): Promise<void> {
  // @ts-expect-error a tier is no bigint
  await licence.write.subscribe([1n, hash], { chain });
  // @ts-expect-error nothing is paid to meter
  await licence.write.meter([address, 1n], { value: 1n, chain });
  // @ts-expect-error the calls are missing
  await licence.write.meter([address], { chain });
  // @ts-expect-error a seat is of two numbers
  const wrong: bigint = await licence.read.seat([address]);
  // @ts-expect-error an account is an address
  await client.readContract({ address, abi, functionName: 'seat', args: [wrong] });
}
