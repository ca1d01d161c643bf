import { useEffect, useRef } from 'react';
import type { PasswordLink } from '../../../../core/api/admin-people.ts';
import button from '../../components/button.module.css';
import { absolute, CopyLink } from '../../components/copy-link.tsx';
import styles from './admin.module.css';
import { When } from './parts.tsx';

interface LinkToldProps {
  readonly link: PasswordLink;
  readonly onClose: () => void;
}

/** The one time that the link is shown. It takes the focus: what led here is gone. */
export function LinkTold({ link, onClose }: LinkToldProps) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <section ref={place} tabIndex={-1} className={styles.panel} aria-labelledby="link-told">
      <h2 id="link-told">
        A link for <bdi>{link.person.name}</bdi>
      </h2>
      <p>
        Hand it over yourself, to nobody else: with it they choose a password and are signed in. It works
        once, until <When at={link.expiresAt} />, and is not shown again.
      </p>
      <p>
        <code className={styles.link}>{absolute(link.path)}</code>
      </p>
      <p className={styles.buttons}>
        <CopyLink path={link.path} className={button.primary} label="Copy the link">
          Copy the link
        </CopyLink>
        <button type="button" className={button.button} onClick={onClose}>
          Done
        </button>
      </p>
    </section>
  );
}
