import type { AssembledFrame } from './rtpFrame.ts';

const IDR = 5;
const SEQUENCE_PARAMETERS = 7;
const PICTURE_PARAMETERS = 8;
const STAP_A = 24;
const FU_A = 28;
const START_CODE = Buffer.from([0, 0, 0, 1]);

/** RFC 6184, packetization mode 1, to Annex B. Keeps the parameter sets, for key frames that come without. */
export class H264Reader {
  readonly #parameters = new Map<number, Buffer>();

  /** As WebCodecs names what was sent last: profile, constraints and level out of the sequence parameters. */
  get codec(): string {
    const sequence = this.#parameters.get(SEQUENCE_PARAMETERS);
    return `avc1.${sequence === undefined || sequence.length < 4 ? '42e01f' : sequence.toString('hex', 1, 4)}`;
  }

  /** Null for what is no whole frame, and for a key frame whose parameters nobody knows. */
  read(payloads: readonly Buffer[]): AssembledFrame | null {
    const units = unitsOf(payloads);
    if (units === null || units.length === 0) {
      return null;
    }
    for (const unit of units) {
      if (typeOf(unit) === SEQUENCE_PARAMETERS || typeOf(unit) === PICTURE_PARAMETERS) this.#parameters.set(typeOf(unit), Buffer.from(unit));
    }
    const key = units.some((unit) => typeOf(unit) === IDR);
    const missing = key ? [SEQUENCE_PARAMETERS, PICTURE_PARAMETERS].filter((type) => !units.some((unit) => typeOf(unit) === type)) : [];
    const added = missing.map((type) => this.#parameters.get(type));
    if (added.includes(undefined)) {
      return null;
    }
    return { key, bytes: Buffer.concat([...added, ...units].flatMap((unit) => (unit === undefined ? [] : [START_CODE, unit]))) };
  }
}

function unitsOf(payloads: readonly Buffer[]): Buffer[] | null {
  const units: Buffer[] = [];
  let fragments: Buffer[] | null = null;
  for (const payload of payloads) {
    const type = typeOf(payload);
    if (fragments !== null && type !== FU_A) return null;
    if (type === STAP_A) {
      const inside = unitsOfAggregate(payload);
      if (inside === null) return null;
      units.push(...inside);
    } else if (type === FU_A) {
      const [indicator, header] = payload;
      if (indicator === undefined || header === undefined) return null;
      const begins = (header & 0x80) !== 0;
      if (begins !== (fragments === null)) return null;
      fragments ??= [Buffer.from([(indicator & 0xe0) | (header & 0x1f)])];
      fragments.push(payload.subarray(2));
      if ((header & 0x40) !== 0) {
        units.push(Buffer.concat(fragments));
        fragments = null;
      }
    } else if (type >= 1 && type < STAP_A) {
      units.push(payload);
    } else {
      return null;
    }
  }
  return fragments === null ? units : null;
}

function unitsOfAggregate(payload: Buffer): Buffer[] | null {
  const units: Buffer[] = [];
  for (let offset = 1; offset < payload.length; ) {
    if (offset + 2 > payload.length) return null;
    const length = payload.readUInt16BE(offset);
    const end = offset + 2 + length;
    if (length === 0 || end > payload.length) return null;
    units.push(payload.subarray(offset + 2, end));
    offset = end;
  }
  return units;
}

function typeOf(unit: Buffer): number {
  return (unit[0] ?? 0) & 0x1f;
}
