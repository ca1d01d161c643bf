import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Topic, TopicPin } from '../../../../core/api/topics.ts';
import { moveItem } from '../../../../core/model/collection.ts';
import { topicQuery, topicsApi } from '../../topic-queries.ts';

interface Change {
  readonly pins: readonly TopicPin[];
  readonly save: () => Promise<unknown>;
  /** What was done, for eyes and ears. */
  readonly said: string;
}

/** The places to start as they are edited: each change is shown at once and saved in turn. */
export function usePins({ slug, startHere }: Topic) {
  const queryClient = useQueryClient();
  const { queryKey } = topicQuery(slug);
  const [said, setSaid] = useState('');
  const { mutate, error } = useMutation({
    scope: { id: `pins ${slug}` },
    mutationFn: ({ save }: Change) => save(),
    onMutate: async ({ pins, said: words }) => {
      setSaid(words);
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, (shown) => {
        const [first, ...others] = shown?.pages ?? [];
        return shown && first ? { ...shown, pages: [{ ...first, startHere: [...pins] }, ...others] } : shown;
      });
    },
    onError: () => {
      setSaid('');
      return queryClient.invalidateQueries({ queryKey });
    },
  });
  return {
    said,
    error,
    move(pin: TopicPin, to: number) {
      const target = startHere[to];
      if (!target) return;
      const place = startHere.indexOf(pin) < to ? { after: target.id } : { before: target.id };
      const pins = moveItem(startHere, pin.id, place);
      if (!pins) return;
      const words = `“${pin.session.title}” is number ${to + 1} of ${startHere.length} now`;
      mutate({ pins, save: () => topicsApi.editPin(slug, pin.id, { place }), said: words });
    },
    note(pin: TopicPin, note: string) {
      const pins = startHere.map((one) => (one.id === pin.id ? { ...one, note } : one));
      mutate({ pins, save: () => topicsApi.editPin(slug, pin.id, { note }), said: 'Note saved' });
    },
    remove(pin: TopicPin) {
      const pins = startHere.filter(({ id }) => id !== pin.id);
      const words = `“${pin.session.title}” is taken off`;
      mutate({ pins, save: () => topicsApi.unpin(slug, pin.id), said: words });
    },
  };
}
