import { Link } from '@tanstack/react-router';
import button from '../../components/button.module.css';
import { Notice } from '../../components/notice.tsx';

/** Nothing can be recorded here: why, and what to do instead. */
export function Obstacle({ why }: { readonly why: 'insecure' | 'old' }) {
  return (
    <Notice title={why === 'insecure' ? 'This address is not secure' : 'This browser cannot record'}>
      {why === 'insecure' ? (
        <p>
          Browsers let a page use the screen, the camera or a microphone only over https, or on the machine
          that Brownbag runs on. This page came from <strong>{window.location.origin}</strong>. Ask an admin
          to put Brownbag behind https.
        </p>
      ) : (
        <p>A current Chrome, Edge, Firefox or Safari can.</p>
      )}
      <p>Until then, record with another program and upload the file: it becomes a session all the same.</p>
      <Link to="/new" className={button.primary}>
        Upload a recording
      </Link>
    </Notice>
  );
}
