/** What a search is narrowed to; all that is given must hold. Names are compared without regard to case. */
export interface SearchFilters {
  /** Name or slug. */
  readonly topic?: string | undefined;
  /** The whole name. */
  readonly speaker?: string | undefined;
  /** The whole name, or one word of it, accents aside. */
  readonly speakerNamed?: string | undefined;
  /** Slug or title, accents aside; only one that the reader may open counts. */
  readonly collection?: string | undefined;
  /** BCP 47; `de` is `de-CH` too. */
  readonly language?: string | undefined;
  /** Held at this instant or later. */
  readonly from?: Date | undefined;
  /** Held at this instant or earlier. */
  readonly to?: Date | undefined;
  /** What must not hold. */
  readonly not?: SearchFilters | undefined;
}
