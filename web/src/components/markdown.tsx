import type { ReactNode } from 'react';
import { type Block, blocksOf, type Inline, inlinesOf } from '../text/markdown.ts';
import styles from './markdown.module.css';

/** A short Markdown text as elements: nothing of it is ever read as HTML. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div dir="auto" className={styles.text}>
      {keyed(blocksOf(text)).map(([key, block]) => (
        <BlockText key={key} block={block} />
      ))}
    </div>
  );
}

function BlockText({ block }: { readonly block: Block }) {
  const lines = keyed(block.lines);
  if (block.kind === 'list') {
    const items = lines.map(([key, line]) => <li key={key}>{lineText(line)}</li>);
    return block.isNumbered ? <ol>{items}</ol> : <ul>{items}</ul>;
  }
  const text = block.lines.join('\n');
  return block.kind === 'heading' ? <h2>{lineText(text)}</h2> : <p>{lineText(text)}</p>;
}

const lineText = (line: string): ReactNode =>
  keyed(inlinesOf(line)).map(([key, inline]) => <InlineText key={key} inline={inline} />);

function InlineText({ inline }: { readonly inline: Inline }) {
  if (inline.kind === 'link') return <a href={inline.href}>{inline.text}</a>;
  if (inline.kind === 'strong') return <strong>{inline.text}</strong>;
  if (inline.kind === 'emphasis') return <em>{inline.text}</em>;
  return inline.kind === 'code' ? <code>{inline.text}</code> : inline.text;
}

/** The parts of a text never move on their own: their place is who they are. */
const keyed = <T,>(parts: readonly T[]): (readonly [string, T])[] =>
  parts.map((part, place) => [`${place}`, part]);
