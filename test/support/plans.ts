import { type MediaPlan, qualityOf, type RenditionStep } from '../../core/model/media-plan.ts';

const modes = (step: RenditionStep): string => {
  if (step.kind === 'audio') return `m4a ${step.audio}`;
  const { picture, audio } = step;
  const isWebm = picture.kind === 'copy' && picture.container === 'webm';
  return `${isWebm ? 'webm ' : ''}${picture.kind === 'copy' ? 'copy' : qualityOf(step)} ${audio}`;
};

/** `copy copy, later standard copy`: what is done with picture and sound, a quality: encoded in it. */
export function modesOf(plan: MediaPlan): string {
  if (plan.kind === 'refuse') return 'refused';
  return plan.later ? `${modes(plan.first)}, later ${modes(plan.later)}` : modes(plan.first);
}

/** Why a version follows what was encoded in 720p. */
export const larger = (size = '1920x1080') =>
  `720p shows less than the ${size} of the recording: a larger version follows`;
