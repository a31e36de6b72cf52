import { type Address, createPublicClient, createWalletClient, getContract, type Hex, http } from 'viem';
import { abi } from './abi';

const address: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const client = createPublicClient({ transport: http() });
const wallet = createWalletClient({ transport: http(), account: address });
const licence = getContract({ address, abi, client: { public: client, wallet } });
const hash: Hex = '0x8f2de1f1ec737303c65d6e8740540b6abf496deee3f0dd5284ecca90656afdfb';
const chain = null;

export async function reads(): Promise<[readonly [bigint, bigint], bigint, string]> {
  const [, name] = await licence.read.eip712Domain();
  return [
    await licence.read.deposit([address]),
    await client.readContract({ address, abi, functionName: 'used', args: [address] }),
    name,
  ];
}

export async function writes(): Promise<Hex[]> {
  const batch = [{ message: { licensee: address, upTo: 100n }, signature: hash }];
  return [
    await licence.write.fund({ value: 1n, chain }),
    await licence.write.redeem([batch], { chain }),
    await wallet.writeContract({ address, abi, functionName: 'redeem', args: [[]], chain }),
    await licence.write.leave({ chain }),
    await licence.write.withdraw({ chain }),
  ];
}

export async function events(): Promise<[Address | undefined, bigint | undefined][]> {
  const logs = await client.getContractEvents({ address, abi, eventName: 'Leaving', args: { who: address } });
  return logs.map(({ args }) => [args.who, args.at]);
}

export async function refused(): Promise<void> {
  // @ts-expect-error an entry is signed
  await licence.write.redeem([[{ message: { licensee: address, upTo: 100n } }]], { chain });
  // @ts-expect-error a total is a bigint
  await licence.write.redeem([[{ message: { licensee: address, upTo: 100 }, signature: hash }]], { chain });
  // @ts-expect-error redeeming takes nothing
  await licence.write.redeem([[]], { value: 1n, chain });
  // @ts-expect-error an amount that is left is not named
  await licence.write.withdraw([1n], { chain });
}
