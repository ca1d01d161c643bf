import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { hasRole } from '../../../../core/model/access.ts';
import button from '../../components/button.module.css';
import { Notice } from '../../components/notice.tsx';
import { meQuery } from '../../queries.ts';

/** Where nothing has been added yet. */
export function FirstSteps() {
  const { data: me } = useQuery(meQuery);
  const mayAdd = me !== undefined && hasRole(me.role, 'champion');
  return (
    <Notice title="Nothing here yet">
      <p>
        {mayAdd
          ? 'Add a recording. Minutes later, everyone can find what was said in it and replay that second.'
          : 'As soon as somebody adds a recording, you can find what was said in it and replay that second.'}
      </p>
      {mayAdd && (
        <Link to="/new" className={button.primary}>
          Add a session
        </Link>
      )}
    </Notice>
  );
}
