import { useQuery } from '@tanstack/react-query';
import { wavePath } from './wave-path.ts';
import styles from './waveform.module.css';

interface WaveformProps {
  /** Path below `/media/`. */
  readonly path: string;
  /** What is heard already, 0 to 1. */
  readonly played: number;
}

/** How loud it is along the time line; without it the line stays as it is. */
export function Waveform({ path, played }: WaveformProps) {
  const { data } = useQuery({
    queryKey: ['waveform', path],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/media/${path}`, { signal });
      return answer.ok ? wavePath(valuesIn(await answer.json())) : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (!data || data.bars === 0) return null;
  const shape = (
    <svg aria-hidden="true" viewBox={`0 0 ${data.bars} 100`} preserveAspectRatio="none">
      <path d={data.path} />
    </svg>
  );
  return (
    <span className={styles.wave} data-waveform>
      {shape}
      <span className={styles.played} style={{ clipPath: `inset(0 ${(1 - played) * 100}% 0 0)` }}>
        {shape}
      </span>
    </span>
  );
}

/** The file is ours, but made by another version perhaps. */
function valuesIn(file: unknown): number[] {
  const values: unknown = typeof file === 'object' && file !== null ? Reflect.get(file, 'data') : null;
  return Array.isArray(values) ? values.filter((value) => typeof value === 'number') : [];
}
