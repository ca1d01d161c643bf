import { createElement, Fragment } from 'react';
import { parseSnippet } from '../text/snippet.ts';

/** A snippet of the API as text with its matches marked; never as HTML. */
export function SnippetText({ snippet }: { readonly snippet: string }) {
  const pieces = parseSnippet(snippet).map(({ text, isMarked }) =>
    isMarked ? createElement('mark', null, text) : text,
  );
  return createElement(Fragment, null, ...pieces);
}
