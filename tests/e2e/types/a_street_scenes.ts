import { type Address, createPublicClient, createWalletClient, decodeErrorResult, encodeDeployData, getContract, type Hex, http, parseEventLogs } from 'viem';
import { abi } from './abi';

const address: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const client = createPublicClient({ transport: http() });
const wallet = createWalletClient({ transport: http(), account: address });
const licence = getContract({ address, abi, client: { public: client, wallet } });

export async function reads(): Promise<[bigint, bigint, bigint, Address, Hex, boolean]> {
  return [
    await licence.read.claimable([address]),
    await client.readContract({ address, abi, functionName: 'received' }),
    await client.readContract({ address, abi, functionName: 'surplus' }),
    await licence.read.alice(),
    await licence.read.termsHash(),
    await client.readContract({ address, abi, functionName: 'supportsInterface', args: ['0x01ffc9a7'] }),
  ];
}

export async function writes(): Promise<Hex[]> {
  const chain = null;
  return [
    await licence.write.record([2n], { value: 2n, chain }),
    await licence.write.claim({ chain }),
    await licence.write.claimFor([address], { chain }),
    await wallet.writeContract({ address, abi, functionName: 'claimTo', args: [address], chain }),
  ];
}

export async function events(): Promise<[Address | undefined, bigint | undefined, bigint][]> {
  const records = await client.getContractEvents({ address, abi, eventName: 'Record', args: { caller: address } });
  const [claimed] = parseEventLogs({ abi, eventName: 'Claimed', logs: [] });
  return records.map(({ args }) => [args.caller, args.n, claimed.args.amount]);
}

export function errors(data: Hex): readonly unknown[] {
  const error = decodeErrorResult({ abi, data });
  if (error.errorName === 'WrongPayment') {
    const [expected, got]: readonly [bigint, bigint] = error.args;
    return [expected, got];
  }
  return error.errorName === 'NotAllowed' ? [error.args[0] satisfies Address] : [];
}

export const deployment: Hex = encodeDeployData({ abi, bytecode: '0x', args: [address, address, address] });

export async function refused(): Promise<void> {
  const chain = null;
  // @ts-expect-error record takes a bigint
  await licence.write.record([2], { value: 2n, chain });
  // @ts-expect-error nothing is paid to claim
  await licence.write.claim({ value: 1n, chain });
  // @ts-expect-error there is no such function
  await client.readContract({ address, abi, functionName: 'owner' });
  // @ts-expect-error a claimable is a bigint
  const wrong: string = await licence.read.claimable([address]);
  // @ts-expect-error three parties
  encodeDeployData({ abi, bytecode: '0x', args: [address, address, wrong] as [Address, Address] });
}
