import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { Suggestion } from '../../../core/api/suggest.ts';
import { suggestQuery } from '../queries.ts';

/** After the last key until the server is asked. */
const debounceMs = 100;

/** What a combobox with a list of options below it knows (ARIA Authoring Practices, "Combobox"). */
export interface SuggestionList {
  readonly items: readonly Suggestion[];
  readonly isRecent: boolean;
  /** They are for what was typed before; others are on their way. */
  readonly isBusy: boolean;
  /** Position of the option that the keyboard is at; -1: in the field. */
  readonly active: number;
  readonly isOpen: boolean;
  open(): void;
  close(): void;
  /** True when the key was for the list. */
  onKey(event: KeyboardEvent): boolean;
}

/** Suggestions for what is typed; the list is shown only while it is asked for and has something. */
export function useSuggestions(text: string, onPick: (item: Suggestion) => void): SuggestionList {
  const [isWanted, setIsWanted] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const typed = useDebounced(text.trim());
  const isBehind = typed !== text.trim();
  const { data, isPlaceholderData } = useQuery({
    ...suggestQuery(typed),
    enabled: isWanted && !isBehind,
  });
  const isRecent = text.trim() === '';
  const items = isWanted && isRecent === (typed === '') ? (data?.items ?? none) : none;
  const isOpen = items.length > 0;
  // What was chosen stays so among the suggestions for more letters, if it is one of them.
  const active = items.findIndex(({ url }) => url === chosen);
  const setActive = (position: number) => setChosen(items[position]?.url ?? null);

  const close = () => {
    setIsWanted(false);
    setChosen(null);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const picked = items[active];
    if (event.key === 'Escape' && isOpen) close();
    else if (event.key === 'ArrowDown' && active + 1 < items.length) setActive(active + 1);
    else if (event.key === 'ArrowDown' && isRecent && !isWanted) setIsWanted(true);
    else if (event.key === 'ArrowUp' && isOpen) setActive(active < 0 ? items.length - 1 : active - 1);
    else if (event.key === 'Enter' && picked) onPick(picked);
    else return false;
    event.preventDefault();
    return true;
  };
  const isBusy = isBehind || isPlaceholderData;
  return { items, isRecent, isBusy, active, isOpen, open: () => setIsWanted(true), close, onKey };
}

const none: readonly Suggestion[] = [];

function useDebounced(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), debounceMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
