import type { Feedback, HallCodec, HallMediaAbilities } from '../../ports/standardMedia.ts';
import type { OfferedCodec, OfferedExtension, OfferedSection } from './offer.ts';
import { wordOf } from './wordOf.ts';

/** One offered codec that the hall can forward, and as which of its own. */
export type ChosenCodec = {
  readonly offered: OfferedCodec;
  readonly hall: HallCodec;
  readonly rtcpFeedback: readonly Feedback[];
};

/** The first offered codec that is among these: an offer is in the order of its writer's preference. Undefined: none. */
export function chooseCodec(section: OfferedSection, codecs: readonly HallCodec[]): ChosenCodec | undefined {
  // Strict readers of packetization mode 1 come first; a stream of mode 0 is one that never makes use of it.
  for (const modes of [[1], [0, 1]]) {
    for (const offered of section.codecs) {
      const hall = codecs.find((codec) => isSame(offered, codec, modes));
      if (hall !== undefined) {
        return { offered, hall, rtcpFeedback: offered.rtcpFeedback.filter((feedback) => hall.rtcpFeedback.some((own) => own.type === feedback.type && (own.parameter ?? '') === (feedback.parameter ?? ''))) };
      }
    }
  }
  return undefined;
}

function isSame(offered: OfferedCodec, hall: HallCodec, modes: readonly number[]): boolean {
  if (offered.mimeType.toLowerCase() !== hall.mimeType.toLowerCase() || offered.clockRate !== hall.clockRate) {
    return false;
  }
  if (hall.kind === 'audio') {
    return offered.channels === hall.channels;
  }
  if (hall.mimeType.toLowerCase() !== 'video/h264') {
    return true;
  }
  const mode = Number(offered.parameters.get('packetization-mode') ?? 0);
  return modes.includes(mode) && profileOf(offered.parameters.get('profile-level-id')) === profileOf(wordOf(hall.parameters['profile-level-id']));
}

/** The family of a profile-level-id: what a camera sends as baseline is constrained baseline (nobody sends FMO), and constrained high is high. */
function profileOf(profileLevelId: string | undefined): string | null {
  // RFC 6184: none means baseline level 1.
  const id = profileLevelId ?? '42000a';
  return /^[0-9a-f]{6}$/i.test(id) ? id.slice(0, 2).toLowerCase() : null;
}

/** Extensions that both sides know, in the numbers of the offer. `sends`: the client sends them to the hall. */
export function chooseExtensions(section: OfferedSection, abilities: HallMediaAbilities, { sends }: { readonly sends: boolean }): OfferedExtension[] {
  const chosen = section.extensions.filter(({ uri }) => abilities.extensions.some((own) => own.kind === section.kind && own.uri === uri && (sends ? own.receives : own.sends)));
  const seen = new Set<string>();
  return chosen.filter(({ uri }) => !seen.has(uri) && seen.add(uri) !== undefined);
}
