/** How names of caption files end, lower case: WebVTT, SubRip, SubViewer, SubStation Alpha. */
export const captionEndings = ['.vtt', '.srt', '.sbv', '.ass', '.ssa'] as const;

/** Whether the name says that the file has captions; its content decides later. */
export const isCaptionsName = (name: string): boolean =>
  captionEndings.some((ending) => name.toLowerCase().endsWith(ending));
