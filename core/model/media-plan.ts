import type { MediaProbe } from './media.ts';

/** What is to be made of a recording, and why; carried out by `MediaTools.render`. */
export type MediaPlan =
  | {
      readonly kind: 'video';
      readonly video: 'copy' | 'encode';
      readonly audio: 'copy' | 'encode' | 'none';
      readonly reasons: readonly string[];
    }
  | { readonly kind: 'audio'; readonly audio: 'copy' | 'encode'; readonly reasons: readonly string[] }
  | { readonly kind: 'refuse'; readonly reason: string };

/** Decides from the probe alone; `media.md` section 3 is the source of the rules. */
export function planRenditions(probe: MediaProbe): MediaPlan {
  if (probe.video)
    return { kind: 'video', video: 'encode', audio: probe.audio ? 'encode' : 'none', reasons: [] };
  if (probe.audio) return { kind: 'audio', audio: 'encode', reasons: [] };
  return { kind: 'refuse', reason: 'There is neither picture nor sound in this file.' };
}
