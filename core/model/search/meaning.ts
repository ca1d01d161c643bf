/** Setting that names the space whose vectors searches go by: what was complete last. */
export const spaceInUseKey = 'embeddingSpace';
