import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Corrections } from '../../../../../core/api/vocabulary.ts';
import type { Segment } from '../../../../../core/model/transcript.ts';
import { api } from '../../../api.ts';
import { correctionsQuery } from '../editing-queries.ts';

/** A correction that the vocabulary offers. */
export type Offer = Corrections['items'][number];

/** The offers by line, as far as their words still stand there; `dismiss` is for good. */
export function useOffers(sessionId: string, version: number, segments: readonly Segment[]) {
  const queryClient = useQueryClient();
  const { data } = useQuery(correctionsQuery(sessionId, version));
  const offers = useMemo(() => {
    const byLine = new Map<number, Offer[]>();
    for (const offer of data?.items ?? [])
      if (segments[offer.segment]?.text.slice(offer.start, offer.end) === offer.from)
        byLine.set(offer.segment, [...(byLine.get(offer.segment) ?? []), offer]);
    return byLine;
  }, [data, segments]);
  const dismiss = async ({ termId, from }: Offer): Promise<void> => {
    const isSame = (offer: Offer) => offer.termId === termId && offer.from === from;
    queryClient.setQueryData<Corrections>(
      correctionsQuery(sessionId, version).queryKey,
      (known) => known && { ...known, items: known.items.filter((offer) => !isSame(offer)) },
    );
    // What could not be dismissed is offered again.
    await api.dismissCorrection(sessionId, { termId, from }).catch(() => undefined);
    await queryClient.invalidateQueries({ queryKey: ['corrections', sessionId] });
  };
  return { offers, dismiss };
}
