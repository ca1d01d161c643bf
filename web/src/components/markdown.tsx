import { createElement, type MouseEvent, type ReactNode, useMemo } from 'react';
import { keyed } from '../text/list.ts';
import { type Block, blocksOf } from '../text/markdown.ts';
import type { Inline } from '../text/markdown-inline.ts';
import { speakTime } from '../text/time.ts';
import styles from './markdown.module.css';

/** Where times in a text lead to. */
export interface TimeLinks {
  /** Of the recording; later times are text. */
  readonly endSeconds: number;
  readonly hrefAt: (seconds: number) => string;
  readonly onSeek: (seconds: number) => void;
}

interface MarkdownProps {
  readonly text: string;
  /** Without: times are text. */
  readonly times?: TimeLinks | undefined;
}

/** A Markdown text as elements: nothing of it is ever read as HTML. */
export function Markdown({ text, times }: MarkdownProps) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div dir="auto" className={styles.text}>
      <Blocks blocks={blocks} times={times} />
    </div>
  );
}

interface Within {
  readonly times: TimeLinks | undefined;
}

function Blocks({ blocks, times }: Within & { readonly blocks: readonly Block[] }) {
  return keyed(blocks).map(([key, block]) => <BlockText key={key} block={block} times={times} />);
}

function BlockText({ block, times }: Within & { readonly block: Block }) {
  switch (block.kind) {
    case 'rule':
      return <hr />;
    case 'code':
      return (
        <pre dir="ltr">
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} times={times} />
        </blockquote>
      );
    case 'list':
      return <List list={block} times={times} />;
    case 'heading':
      // The page's own title is the one of the first level.
      return createElement(
        `h${Math.min(6, block.level + 1)}`,
        null,
        <Inlines inlines={block.inlines} times={times} />,
      );
    case 'paragraph':
      return (
        <p>
          <Inlines inlines={block.inlines} times={times} />
        </p>
      );
  }
}

function List({ list, times }: Within & { readonly list: Extract<Block, { readonly kind: 'list' }> }) {
  const items = keyed(list.items).map(([key, blocks]) => (
    <li key={key}>
      <Blocks blocks={blocks} times={times} />
    </li>
  ));
  return list.isNumbered ? <ol start={list.start}>{items}</ol> : <ul>{items}</ul>;
}

function Inlines({ inlines, times }: Within & { readonly inlines: readonly Inline[] }): ReactNode {
  return keyed(inlines).map(([key, inline]) => <InlineText key={key} inline={inline} times={times} />);
}

function InlineText({ inline, times }: Within & { readonly inline: Inline }): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code>{inline.text}</code>;
    case 'link':
      return (
        <a href={inline.href} rel="noreferrer">
          {inline.text}
        </a>
      );
    case 'time':
      return times && inline.seconds <= times.endSeconds ? (
        <Time seconds={inline.seconds} text={inline.text} times={times} />
      ) : (
        inline.text
      );
  }
  const within = <Inlines inlines={inline.inlines} times={times} />;
  if (inline.kind === 'strong') return <strong>{within}</strong>;
  return inline.kind === 'struck' ? <s>{within}</s> : <em>{within}</em>;
}

interface TimeProps {
  readonly seconds: number;
  readonly text: string;
  readonly times: TimeLinks;
}

/** Goes there on this page; opened elsewhere, that page begins there. */
function Time({ seconds, text, times }: TimeProps) {
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    times.onSeek(seconds);
  };
  return (
    <a
      href={times.hrefAt(seconds)}
      onClick={onClick}
      className={styles.time}
      title={`Go to ${speakTime(seconds)}`}
    >
      {text}
    </a>
  );
}
