import { type Address, createPublicClient, createWalletClient, getContract, type Hex, http } from 'viem';
import { abi } from './abi';

const address: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const client = createPublicClient({ transport: http() });
const wallet = createWalletClient({ transport: http(), account: address });
const licence = getContract({ address, abi, client: { public: client, wallet } });
const chain = null;

export async function reads(): Promise<[bigint, bigint, Address]> {
  return [
    await licence.read.paidTo([address]),
    await client.readContract({ address, abi, functionName: 'received' }),
    await licence.read.producer(),
  ];
}

export async function writes(): Promise<Hex[]> {
  return [
    await licence.write.license([12n], { value: 1n, chain }),
    await wallet.writeContract({ address, abi, functionName: 'claimTo', args: [address], chain }),
  ];
}

export async function refused(): Promise<void> {
  // @ts-expect-error months are a bigint
  await licence.write.license([12], { value: 1n, chain });
  // @ts-expect-error whose time is missing
  await licence.read.paidTo();
  // @ts-expect-error it is spelt as the licence spells it
  await licence.write.licence([12n], { value: 1n, chain });
  // @ts-expect-error an event is named with a capital
  await client.getContractEvents({ address, abi, eventName: 'license' });
}
