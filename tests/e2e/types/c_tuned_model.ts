import { type Address, createPublicClient, createWalletClient, getContract, type Hex, http } from 'viem';
import { abi } from './abi';

const address: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const client = createPublicClient({ transport: http() });
const wallet = createWalletClient({ transport: http(), account: address });
const licence = getContract({ address, abi, client: { public: client, wallet } });
const chain = null;

export async function reads(): Promise<[Address, Address, bigint, boolean]> {
  return [
    await licence.read.parent(),
    await client.readContract({ address, abi, functionName: 'grandparent' }),
    await licence.read.claimable([address]),
    await licence.read.supportsInterface(['0x01ffc9a7']),
  ];
}

export async function writes(): Promise<Hex[]> {
  return [
    await licence.write.record([2n], { value: 2n, chain }),
    await wallet.writeContract({ address, abi, functionName: 'claimFor', args: [address], chain }),
    await wallet.deployContract({ abi, bytecode: '0x', args: [address, address, address, address], chain }),
  ];
}

export async function refused(): Promise<void> {
  // @ts-expect-error who is paid is missing
  await licence.write.claimFor({ chain });
  // @ts-expect-error four parties
  await wallet.deployContract({ abi, bytecode: '0x', args: [address, address, address], chain });
  // @ts-expect-error a party is an address
  const wrong: bigint = await licence.read.tuner();
  // @ts-expect-error a licence without epochs has no reports
  await wallet.writeContract({ address, abi, functionName: 'report', args: [wrong], chain });
}
