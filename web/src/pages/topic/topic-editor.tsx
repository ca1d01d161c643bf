import { Link } from '@tanstack/react-router';
import type { Topic } from '../../../../core/api/topics.ts';
import button from '../../components/button.module.css';
import { PinEditor } from './pin-editor.tsx';
import styles from './topic.module.css';
import { TopicForm } from './topic-form.tsx';

/** Edit mode: what is said of the topic, and its places to start in order. */
export function TopicEditor({ topic }: { readonly topic: Topic }) {
  const { slug, name } = topic;
  return (
    <div className={`${styles.page} ${styles.editing}`}>
      <header className={styles.about}>
        <div className={styles.editHeading}>
          <h1>
            Edit <bdi>{name}</bdi>
          </h1>
          <Link to="/topics/$slug" params={{ slug }} search={{}} className={button.primary}>
            Finish
          </Link>
        </div>
        <TopicForm topic={topic} />
      </header>
      <PinEditor topic={topic} />
    </div>
  );
}
