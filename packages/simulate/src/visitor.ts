import { type Agent, AGENTS, type Source, SOURCES } from './data/audience.ts';
import { type Random, Wheel } from './random.ts';

/** Somebody on one day. */
export interface Visitor {
  /** 64 bits, unsigned. */
  id: bigint;
  agent: Agent;
}

const AGENT_WHEEL = new Wheel(AGENTS, ({ weight }) => weight);
const SOURCE_WHEEL = new Wheel(SOURCES, ({ weight }) => weight);
const bits = new DataView(new ArrayBuffer(8));

/** Somebody new. */
export function newVisitor(random: Random): Visitor {
  bits.setUint32(0, random() * 4_294_967_296);
  bits.setUint32(4, random() * 4_294_967_296);
  return { id: bits.getBigUint64(0), agent: AGENT_WHEEL.pick(random) };
}

/** Where a visit comes from. */
export function pickSource(random: Random): Source {
  return SOURCE_WHEEL.pick(random);
}
