import { useEffect, useState } from 'react';
import { copyText } from '../text/copy-text.ts';

interface CopyLinkProps {
  /** Path of this site. */
  readonly path: string;
  readonly className: string | undefined;
  readonly children: string;
  readonly label: string;
}

/** Copies an absolute link and says so in its own place for two seconds. */
export function CopyLink({ path, className, children, label }: CopyLinkProps) {
  const { said, copy } = useCopyText();
  return (
    <button
      type="button"
      className={className}
      aria-label={said === null ? label : undefined}
      onClick={() => void copy(absolute(path))}
    >
      <span aria-live="polite">{said ?? children}</span>
    </button>
  );
}

/** The address of a path of this site, to be sent to somebody. */
export const absolute = (path: string): string => new URL(path, location.origin).href;

/** Copies text; `said` is what came of the last time, `null` again after two seconds. */
export function useCopyText() {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (text: string): Promise<void> => {
    const isCopied = await copyText(text).then(
      () => true,
      () => false,
    );
    setSaid(isCopied ? 'Copied' : 'Could not copy');
  };
  return { said, copy };
}
