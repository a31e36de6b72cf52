import { type Address, createPublicClient, createWalletClient, getContract, type Hex, http } from 'viem';
import { abi } from './abi';

const address: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const client = createPublicClient({ transport: http() });
const wallet = createWalletClient({ transport: http(), account: address });
const licence = getContract({ address, abi, client: { public: client, wallet } });
const chain = null;

export async function reads(): Promise<[readonly [Address, bigint], Address, bigint]> {
  return [
    await licence.read.royaltyInfo([7n, 1_000_000n]),
    await client.readContract({ address, abi, functionName: 'model' }),
    await licence.read.claimable([address]),
  ];
}

export async function writes(): Promise<Hex[]> {
  return [
    await licence.write.claim({ chain }),
    await wallet.sendTransaction({ to: address, value: 1n, chain }),
  ];
}

export async function refused(): Promise<void> {
  // @ts-expect-error a price belongs to a token
  await licence.read.royaltyInfo([7n]);
  // @ts-expect-error the answer has two parts
  const wrong: bigint = await licence.read.royaltyInfo([7n, 1n]);
  // @ts-expect-error a question is not sent
  await wallet.writeContract({ address, abi, functionName: 'royaltyInfo', args: [wrong, 1n], chain });
  // @ts-expect-error nothing is recorded
  await licence.write.record([1n], { chain });
}
