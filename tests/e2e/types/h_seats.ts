import { type Address, createPublicClient, createWalletClient, getContract, type Hex, http } from 'viem';
import { abi } from './abi';

const address: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const client = createPublicClient({ transport: http() });
const wallet = createWalletClient({ transport: http(), account: address });
const licence = getContract({ address, abi, client: { public: client, wallet } });
const hash: Hex = '0x8f2de1f1ec737303c65d6e8740540b6abf496deee3f0dd5284ecca90656afdfb';
const chain = null;

export async function reads(): Promise<[boolean, bigint, bigint, bigint, readonly [Address, bigint]]> {
  return [
    await licence.read.active([address]),
    await licence.read.revenueClaimable([address]),
    await client.readContract({ address, abi, functionName: 'bonusReceived' }),
    await licence.read.bonusShares([address]),
    await licence.read.successor(),
  ];
}

export async function writes(): Promise<Hex[]> {
  return [
    await licence.write.subscribe([2n], { chain }),
    await licence.write.subscribeWithPermit([2n, 10n ** 10n, 27, hash, hash], { chain }),
    await licence.write.reward([address, 3n], { chain }),
    await wallet.writeContract({ address, abi, functionName: 'announce', args: [address], chain }),
  ];
}

export async function events(): Promise<[Address | undefined, bigint | undefined][]> {
  const logs = await client.getContractEvents({ address, abi, eventName: 'BonusShares', args: { who: address } });
  return logs.map(({ args }) => [args.who, args.shares]);
}

export async function refused(): Promise<void> {
  // @ts-expect-error a price in a token is not sent along
  await licence.write.subscribe([2n], { value: 1n, chain });
  // @ts-expect-error a permit has a deadline
  await licence.write.subscribeWithPermit([2n, 27, hash, hash], { chain });
  // @ts-expect-error v is a small number
  await licence.write.subscribeWithPermit([2n, 1n, 27n, hash, hash], { chain });
  // @ts-expect-error an answer is yes or no
  const wrong: bigint = await licence.read.active([address]);
  // @ts-expect-error whom to reward is missing
  await licence.write.reward([wrong], { chain });
}
