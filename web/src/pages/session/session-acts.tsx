import { lazy, Suspense, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import { AddToCollection } from '../../components/add-to-collection.tsx';
import button from '../../components/button.module.css';
import styles from './session-page.module.css';

const TopicsEditor = lazy(async () => ({ default: (await import('./topics-editor.tsx')).TopicsEditor }));

/** What one may do with the session as a whole: curators collect it, its owner says what it is about. */
export function SessionActs({ session }: { readonly session: Session }) {
  const [isOpen, setIsOpen] = useState(false);
  const suggested = session.topicDetails.filter(({ accepted }) => !accepted).length;
  return (
    <>
      <div className={styles.acts}>
        <AddToCollection
          item={{ sessionId: session.id, title: session.title, topics: session.topics }}
          className={button.quiet}
          label="Add to collection: this session"
        >
          Add to collection
        </AddToCollection>
        {session.canEdit && (
          <button
            type="button"
            className={button.quiet}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? 'Done with topics' : 'Edit topics'}
            {!isOpen && suggested > 0 && <span> · {suggested} suggested</span>}
          </button>
        )}
      </div>
      <Suspense>{isOpen && session.canEdit && <TopicsEditor session={session} />}</Suspense>
    </>
  );
}
